import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseGenesis, readGenesisFile } from "../../src/engine/embedded/genesis.js";
import {
  createKey,
  nodeId,
  nodeKeyJson,
  readKeyFile,
  validatorKeyJson,
  writeKeyFile,
} from "../../src/engine/embedded/keys.js";
import { parseListenAddress } from "../../src/engine/rpc/listen.js";
import { recordedResult } from "../support/recorded-rpc.js";

const folder = mkdtempSync(join(tmpdir(), "genesis-"));
afterAll(() => rmSync(folder, { recursive: true }));

const minimal = { genesis_time: "2026-01-01T00:00:00Z", chain_id: "kv-1", app_state: {} };

describe("a genesis", () => {
  it("that was recorded is read and printed the same", () => {
    const { genesis } = recordedResult("genesis", {});
    expect(parseGenesis(genesis).document).toEqual(genesis);
  });

  it("of the SDK's form gives the same as one of CometBFT's", () => {
    const params = { block: { max_bytes: "1000000", max_gas: "5" } };
    const comet = parseGenesis({ ...minimal, initial_height: "3", consensus_params: params });
    const sdk = parseGenesis({ ...minimal, initial_height: 3, consensus: { params } });
    expect(sdk).toEqual(comet);
    expect(comet.initialHeight).toBe(3n);
    expect(comet.params.block).toEqual({ maxBytes: 1_000_000n, maxGas: 5n });
  });

  it("without parameters has CometBFT's", () => {
    const { params, initialHeight } = parseGenesis(minimal);
    expect(initialHeight).toBe(1n);
    expect(params.block).toEqual({ maxBytes: 22_020_096n, maxGas: -1n });
    expect(params.evidence?.maxAgeDuration).toBe(172_800_000_000_000n);
  });

  it.each([
    ["no JSON", "{"],
    ["no chain id", JSON.stringify({ ...minimal, chain_id: "" })],
    ["a long chain id", JSON.stringify({ ...minimal, chain_id: "x".repeat(51) })],
    ["a time that is none", JSON.stringify({ ...minimal, genesis_time: "yesterday" })],
    ["a negative height", JSON.stringify({ ...minimal, initial_height: "-1" })],
    ["an app hash that is not hex", JSON.stringify({ ...minimal, app_hash: "xyz" })],
    [
      "no room in blocks",
      JSON.stringify({ ...minimal, consensus_params: { block: { max_bytes: "0" } } }),
    ],
    [
      "vote extensions",
      JSON.stringify({
        ...minimal,
        consensus_params: { abci: { vote_extensions_enable_height: "1" } },
      }),
    ],
    [
      "a validator without power",
      JSON.stringify({
        ...minimal,
        validators: [{ pub_key: { type: "tendermint/PubKeyEd25519", value: "AAAA" }, power: "0" }],
      }),
    ],
  ])("with %s is refused, and the error names the file", (_, text) => {
    const path = join(folder, "genesis.json");
    writeFileSync(path, text);
    expect(() => readGenesisFile(path)).toThrow(path);
  });
});

describe("key files", () => {
  it("of validator and node are read as they were written, by their owner alone", () => {
    const key = createKey();
    for (const [name, text] of [
      ["validator", validatorKeyJson(key)],
      ["node", nodeKeyJson(key)],
    ] as const) {
      const path = join(folder, name);
      writeKeyFile(path, text);
      expect(readKeyFile(path)).toEqual(key);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(() => writeKeyFile(path, "other")).toThrow();
      expect(readFileSync(path, "utf8")).toBe(text);
    }
    expect(nodeId(key)).toMatch(/^[0-9a-f]{40}$/);
  });

  it("give the address that CometBFT derives from a public key", () => {
    const [member] = recordedResult("validators", {
      height: "162",
      page: "1",
      per_page: "10",
    }).validators;
    const shape = JSON.parse(validatorKeyJson(createKey(new Uint8Array(32))));
    expect(Object.keys(shape)).toEqual(["address", "pub_key", "priv_key"]);
    expect(shape.pub_key.type).toBe(member.pub_key.type);
    expect(shape.address).toHaveLength(member.address.length);
  });

  it.each([
    ["nothing", ""],
    ["another type", '{"priv_key":{"type":"x","value":""}}'],
    ["a short key", '{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"AAAA"}}'],
    [
      "halves that do not belong together",
      JSON.stringify({
        priv_key: {
          type: "tendermint/PrivKeyEd25519",
          value: Buffer.alloc(64, 1).toString("base64"),
        },
      }),
    ],
  ])("with %s are refused by name", (_, text) => {
    const path = join(folder, "bad");
    writeFileSync(path, text);
    expect(() => readKeyFile(path)).toThrow(path);
  });
});

describe("listen addresses", () => {
  it.each([
    ["tcp://127.0.0.1:26657", { host: "127.0.0.1", port: 26657 }],
    ["0.0.0.0:1", { host: "0.0.0.0", port: 1 }],
    [":0", { host: "0.0.0.0", port: 0 }],
    ["tcp://[::1]:5", { host: "::1", port: 5 }],
    ["http://localhost:80/", { host: "localhost", port: 80 }],
  ])("of the form %s are read", (text, wanted) => {
    expect(parseListenAddress(text)).toEqual(wanted);
  });

  it.each(["", "localhost", "tcp://a:99999", "unix:///x", "a:b:1"])(
    "of the form %j are refused",
    (text) => {
      expect(() => parseListenAddress(text)).toThrow("not a listen address");
    },
  );
});
