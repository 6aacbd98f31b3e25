import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cometConfigText } from "../../src/engine/comet/config.js";
import { cometGenesisFile } from "../../src/engine/comet/genesis.js";
import { ensureCometHome, ensureKeys } from "../../src/engine/comet/home.js";
import {
  genesisJson,
  parseGenesis,
  readGenesisFile,
  writeGenesisFile,
} from "../../src/engine/home/genesis-doc.js";
import { homePaths } from "../../src/engine/home/paths.js";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "comet-home-"));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const parts = (publicKey: Uint8Array) => ({
  chainId: "home-1",
  time: 1_790_000_000_123_456_789n,
  initialHeight: 3n,
  validators: [{ publicKey, power: 10n, name: "one" }],
  appState: { bank: {} },
});

describe("the home of CometBFT", () => {
  it("has configuration, keys and signer state, and keeps what is there", () => {
    const paths = ensureCometHome(home, { moniker: "first" });
    const before = [
      paths.engineConfig,
      paths.validatorKey,
      paths.nodeKey,
      paths.validatorState,
    ].map((path) => readFileSync(path, "utf8"));
    expect(JSON.parse(before[3] ?? "")).toEqual({ height: "0", round: 0, step: 0 });
    ensureCometHome(home, { moniker: "second" });
    const after = [paths.engineConfig, paths.validatorKey, paths.nodeKey, paths.validatorState].map(
      (path) => readFileSync(path, "utf8"),
    );
    expect(after).toEqual(before);
    expect(statSync(paths.validatorKey).mode & 0o077).toBe(0);
  });

  it("is refused where the state of the signer is gone and blocks are there", () => {
    const paths = ensureCometHome(home, { moniker: "first" });
    rmSync(paths.validatorState);
    mkdirSync(join(paths.data, "blockstore.db"));
    expect(() => ensureCometHome(home, { moniker: "first" })).toThrow("may sign twice");
    expect(existsSync(paths.validatorState)).toBe(false);
  });

  it("has a configuration with the chosen values in their sections", () => {
    const text = cometConfigText({
      moniker: 'a "quoted"\nname\u007f',
      proxyApp: "unix:///tmp/x",
      rpcListen: "tcp://127.0.0.1:1",
      values: { "consensus.timeout_commit": "1s", db_dir: "other", "p2p.pex": false },
    });
    const [top = "", ...sections] = text.split(/^\[/m);
    expect(top).toContain('moniker = "a \\"quoted\\"\\nname\\u007f"\n');
    expect(top).toContain('proxy_app = "unix:///tmp/x"\n');
    expect(top).toContain('db_dir = "other"\n');
    const section = (name: string) => sections.find((s) => s.startsWith(`${name}]\n`)) ?? "";
    expect(section("rpc")).toContain('laddr = "tcp://127.0.0.1:1"\n');
    expect(section("rpc")).toContain("max_request_batch_size = 100\n");
    expect(section("consensus")).toContain('timeout_commit = "1s"\n');
    expect(section("p2p")).toContain('laddr = "tcp://0.0.0.0:26656"\n');
    expect(section("p2p")).toContain("pex = false\n");
  });

  it("has no configuration with a key that CometBFT does not know", () => {
    expect(() => cometConfigText({ moniker: "m", values: { "rpc.listen": "x" } })).toThrow(
      "CometBFT's configuration has no rpc.listen",
    );
  });
});

describe("the genesis document", () => {
  it("is read as it was written", () => {
    const { validator } = ensureKeys(home);
    const path = homePaths(home).genesis;
    const document = genesisJson(parts(validator.publicKey));
    writeGenesisFile(path, document);
    const genesis = readGenesisFile(path);
    expect(genesis).toMatchObject({
      chainId: "home-1",
      time: 1_790_000_000_123_456_789n,
      initialHeight: 3n,
      appState: { bank: {} },
      validators: [{ address: validator.address, publicKey: validator.publicKey, power: 10n }],
    });
    expect(genesis.params.block?.maxBytes).toBe(22_020_096n);
    expect(genesis.params.evidence?.maxAgeDuration).toBe(172_800_000_000_000n);
  });

  it("is not overwritten unless that is told", () => {
    ensureKeys(home);
    const path = homePaths(home).genesis;
    writeGenesisFile(path, { a: 1 });
    expect(() => writeGenesisFile(path, { a: 2 })).toThrow("EEXIST");
    writeGenesisFile(path, { a: 3 }, { overwrite: true });
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ a: 3 });
  });

  it("of CometBFT's form is what CometBFT starts from", () => {
    const { validator } = ensureKeys(home);
    const paths = homePaths(home);
    writeGenesisFile(paths.genesis, genesisJson(parts(validator.publicKey)));
    expect(cometGenesisFile(paths, validator.publicKey)).toBe(paths.genesis);
    expect(existsSync(join(paths.config, "genesis.comet.json"))).toBe(false);
  });

  it.each([
    ["of the SDK's form", true],
    ["without validators", false],
  ])("%s is turned into one of CometBFT's form", (_, named) => {
    const { validator } = ensureKeys(home);
    const paths = homePaths(home);
    const full = genesisJson(parts(validator.publicKey));
    const { consensus_params, validators, ...rest } = Object(full);
    const consensus = named
      ? { params: consensus_params, validators }
      : { params: consensus_params };
    writeGenesisFile(paths.genesis, { ...rest, initial_height: 3, app_name: "vprd", consensus });
    const path = cometGenesisFile(paths, validator.publicKey);
    expect(path).not.toBe(paths.genesis);
    const made: unknown = JSON.parse(readFileSync(path, "utf8"));
    expect(made).toMatchObject({ initial_height: "3", consensus_params, chain_id: "home-1" });
    expect(parseGenesis(made).validators).toEqual(parseGenesis(full).validators);
  });

  it("that is damaged is an error that names the file", () => {
    const { validator } = ensureKeys(home);
    const paths = homePaths(home);
    writeFileSync(paths.genesis, "{");
    expect(() => cometGenesisFile(paths, validator.publicKey)).toThrow(`genesis ${paths.genesis}`);
  });
});
