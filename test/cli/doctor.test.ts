import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/cli/doctor/examine.js";
import type { Finding } from "../../src/cli/doctor/finding.js";
import { cliPaths } from "../../src/cli/home.js";
import { makeHome } from "../../src/cli/new-home.js";
import { startNode } from "../../src/cli/node/start-node.js";
import { program } from "../../src/cli/program.js";
import { openDatabase } from "../../src/store/database.js";
import { Writer } from "../../src/wire/writer.js";
import { freePort } from "../support/comet.js";
import { newFolder, removeFolders, vprd } from "./run.js";

/** A home of a chain that made some blocks; tests break copies of it. */
let whole = "";
let port = 0;

beforeAll(async () => {
  whole = join(newFolder(), "home");
  port = await freePort();
  makeHome({
    home: whole,
    moniker: "m",
    chainId: "test-1",
    denom: "uvna",
    overwrite: false,
    development: true,
    rpc: `tcp://127.0.0.1:${port}`,
    api: `tcp://127.0.0.1:${await freePort()}`,
  });
  const config = cliPaths(whole).engineConfig;
  const text = readFileSync(config, "utf8");
  writeFileSync(config, text.replace("127.0.0.1:26658", `127.0.0.1:${await freePort()}`));
  const silent = () => undefined;
  let blocks = 0;
  const count = (message: string) => {
    if (message === "committed block") blocks++;
  };
  const node = await startNode({
    home: whole,
    engine: "embedded",
    rpcListen: "tcp://127.0.0.1:0",
    abciListen: "tcp://127.0.0.1:0",
    cometRpc: "",
    apiListen: undefined,
    cors: false,
    minGasPrices: [],
    blockTimeMs: 50,
    instant: true,
    moniker: "m",
    logger: { debug: silent, info: count, warn: silent, error: silent },
  });
  while (blocks < 5) await new Promise((resolve) => setTimeout(resolve, 20));
  await node.stop();
});

afterAll(removeFolders);

function copy(): string {
  const home = join(newFolder(), "home");
  cpSync(whole, home, { recursive: true });
  return home;
}

const errors = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === "error").map(({ check }) => check);
const warnings = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === "warning").map(({ text }) => text);
const textOf = (findings: readonly Finding[], check: string) =>
  findings
    .filter((finding) => finding.check === check)
    .map(({ text }) => text)
    .join("\n");

/** Every file below a folder with its contents, mode and time. */
function traces(folder: string): readonly unknown[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mode, mtimeMs, size } = lstatSync(path);
      const text = lstatSync(path).isFile() ? readFileSync(path).toString("base64") : "";
      return { name, mode, mtimeMs, size, text };
    });
}

describe("vprd doctor", () => {
  it("finds nothing wrong with a home that is whole, and changes nothing in it", async () => {
    const before = traces(whole);
    const findings = await examine(whole);
    expect(errors(findings)).toEqual([]);
    expect(textOf(findings, "database")).toMatch(/opens whole, at height (?:[5-9]|\d\d)/);
    expect(textOf(findings, "heights")).toMatch(/^state (\d+), blocks \1$/);
    expect(textOf(findings, "chain id")).toBe("test-1");
    expect(traces(whole)).toEqual(before);
  });

  const edit = (file: string, change: (text: string) => string) => (home: string) => {
    const path = join(home, file);
    writeFileSync(path, change(readFileSync(path, "utf8")));
  };
  const remove = (file: string) => (home: string) => rmSync(join(home, file), { recursive: true });

  it.each<[string, (home: string) => unknown, string, RegExp]>([
    ["no genesis", remove("config/genesis.json"), "genesis", /is missing/],
    [
      "a cut genesis",
      edit("config/genesis.json", (text) => text.slice(0, 900)),
      "genesis",
      /genesis\.json/,
    ],
    [
      "a genesis whose supply is wrong",
      edit("config/genesis.json", (text) =>
        text.replace('"supply": []', '"supply": [{"denom":"uvna","amount":"7"}]'),
      ),
      "genesis",
      /app_state\.bank/,
    ],
    [
      "a value that cannot be",
      edit("config/app.toml", (t) => t.replace("halt-height = 0", "halt-height = -5")),
      "app.toml",
      /halt-height must be/,
    ],
    [
      "a file that is no TOML",
      edit("config/config.toml", (t) => `= ${t}`),
      "config.toml",
      /config\.toml/,
    ],
    [
      "a bad client.toml",
      edit("config/client.toml", (t) => t.replace('"brief"', '"xml"')),
      "client.toml",
      /output must be/,
    ],
    [
      "a key that others can read",
      (home) => chmodSync(join(home, "config/priv_validator_key.json"), 0o644),
      "validator key",
      /mode 644/,
    ],
    ["no node key", remove("config/node_key.json"), "node key", /is missing/],
    [
      "a broken validator key",
      edit("config/priv_validator_key.json", () => "{}"),
      "validator key",
      /no ed25519 key file/,
    ],
    ["no state of the signer", remove("data/priv_validator_state.json"), "signer", /is missing/],
    [
      "a broken state of the signer",
      edit("data/priv_validator_state.json", () => "{"),
      "signer",
      /no state of a signer/,
    ],
    [
      "another chain's genesis",
      edit("config/genesis.json", (t) => t.replace('"test-1"', '"other-1"')),
      "chain id",
      /belongs to test-1, the genesis to other-1/,
    ],
    [
      "another chain in client.toml",
      edit("config/client.toml", (t) => t.replace('"test-1"', '"other-1"')),
      "chain id",
      /client\.toml says other-1/,
    ],
    ["no blocks", remove("data/engine.db"), "heights", /there are no blocks/],
    [
      "a database without its beginning",
      remove("data/application.db/CURRENT"),
      "database",
      /lost its file CURRENT/,
    ],
  ])("names %s", async (_, harm, check, text) => {
    const home = copy();
    await harm(home);
    const findings = await examine(home);
    expect(errors(findings)).toContain(check);
    expect(textOf(findings, check)).toMatch(text);
    const blamed = findings.filter((finding) => finding.severity === "error");
    expect(blamed.filter(({ mend }) => mend === undefined)).toEqual([]);
  });

  it("names a home that is not there", async () => {
    expect(errors(await examine(join(newFolder(), "none")))).toEqual(["home"]);
  });

  it("names every database record that is cut, changed, or of a newer version", async () => {
    for (const [key, value, text] of [
      ["format", "99", /newer|format/],
      ["head", "x", /head/],
    ] as const) {
      const home = copy();
      const { state } = cliPaths(home);
      const database = await openDatabase(state);
      await database.write([{ key, value: Buffer.from(value) }]);
      await database.close();
      const findings = await examine(home);
      expect(errors(findings)).toContain("database");
      expect(textOf(findings, "database")).toMatch(text);
      expect(textOf(findings, "database")).not.toContain("vprd-doctor");
    }
  });

  it("tells keys of the files that nothing reads, with what may be meant", async () => {
    const home = copy();
    edit("config/app.toml", (text) => text.replace("halt-height", "halt-heigth"))(home);
    const findings = await examine(home);
    expect(errors(findings)).toEqual([]);
    expect(warnings(findings).join("\n")).toContain("is halt-height meant?");
  });

  it("compares the signer with CometBFT's last block", async () => {
    const home = copy();
    const { data, validatorState } = cliPaths(home);
    const blocks = await openDatabase(join(data, "blockstore.db"));
    const bounds = new Writer().uint32(8).int64(1n).uint32(16).int64(40n).finish();
    await blocks.write([{ key: "blockStore", value: bounds }]);
    await blocks.close();
    const signed = async (height: number) => {
      writeFileSync(validatorState, JSON.stringify({ height: `${height}`, round: 0, step: 3 }));
      return await examine(home);
    };
    expect(errors(await signed(41))).not.toContain("signer");
    expect(errors(await signed(42))).toContain("signer");
    expect(textOf(await signed(7), "signer")).toContain("behind");
  });

  it("says that a node which is no validator of the genesis only follows", async () => {
    const [home, other] = [copy(), copy()];
    edit("config/genesis.json", (text) => {
      const document = JSON.parse(text);
      const key = Buffer.alloc(32, 7).toString("base64");
      document.validators[0].pub_key.value = key;
      document.validators[0].address = "";
      return JSON.stringify(document);
    })(home);
    expect(textOf(await examine(home), "validator key")).toContain("no validator of the genesis");
    expect(textOf(await examine(other), "validator key")).toContain("with power 10");
  });

  it("looks at no database that is in use", async () => {
    if (!existsSync("/proc/locks")) return;
    const home = copy();
    const database = await openDatabase(cliPaths(home).state);
    try {
      const findings = await examine(home);
      expect(textOf(findings, "database")).toContain(`in use by process ${process.pid}`);
      expect(errors(findings)).toEqual([]);
    } finally {
      await database.close();
    }
  });

  it("names a port that another program has", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    try {
      const findings = await examine(whole);
      expect(errors(findings)).toEqual(["ports"]);
      expect(textOf(findings, "ports")).toContain(`${port} is taken`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("names files of keyrings that others can read, and what a cut write left", async () => {
    const home = copy();
    mkdirSync(join(home, "keyring-file"));
    writeFileSync(join(home, "keyring-file/a.info"), "x", { mode: 0o644 });
    writeFileSync(join(home, "keyring-file/.a.info.12.tmp"), "x", { mode: 0o600 });
    const findings = await examine(home);
    expect(errors(findings)).toEqual(["keyring-file"]);
    expect(textOf(findings, "keyring-file")).toContain("was left by a write");
  });

  it("prints text and JSON, and ends with 1 where something is wrong", async () => {
    const folder = newFolder();
    const good = await vprd(folder, ["doctor", "--home", whole, "-o", "json"]);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(good.stdout)).toMatchObject({ home: whole, healthy: true });
    const bad = await vprd(folder, ["doctor", "--home", join(folder, "none")]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/ERROR {3}home .* is missing\n\s+→ vprd init makes it\n/);
  });
});

describe("what the doctor advises", () => {
  const folder = join(import.meta.dirname, "../../src/cli/doctor");
  const text = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n")
    .replaceAll(/" \+\s+"/g, "");
  const advice = [...text.matchAll(/vprd (?!that)((?:[a-z-]+ )*[a-z-]+)/g)].map(
    ([, words = ""]) => words,
  );

  it("is something to look at", () => {
    expect(advice.length).toBeGreaterThan(8);
  });

  it.each([...new Set(advice)])(
    "names commands and flags that there are: vprd %s",
    async (words) => {
      let command = await program();
      for (const word of words.split(" ")) {
        if (word.startsWith("--")) {
          expect(command.options.map(({ long }) => long)).toContain(word);
          continue;
        }
        const inner = command.commands.find((one) => [one.name(), ...one.aliases()].includes(word));
        if (inner === undefined) break;
        command = inner;
      }
      expect(command.parent).not.toBeNull();
    },
  );
});
