import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { APP_SETTINGS } from "../../src/cli/config/app-settings.js";
import { placeOf, withSetting } from "../../src/cli/config/edit.js";
import { keyNames, valueAt } from "../../src/cli/config/settings.js";
import { appToml } from "../../src/cli/config/templates.js";
import { vprd } from "./in-process.js";
import { cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

const TEMPLATE = appToml({
  chainId: "test-1",
  denom: "uvna",
  rpc: "tcp://127.0.0.1:26657",
  api: "tcp://localhost:1317",
  development: false,
});

describe("an edited file", () => {
  it("says what it said before, comments and all, but for the one key", () => {
    const names = fc.constantFrom(...keyNames(APP_SETTINGS));
    const texts = fc.string({ unit: "grapheme", maxLength: 20 });
    fc.assert(
      fc.property(names, texts, (name, text) => {
        const place = placeOf(APP_SETTINGS, name);
        if (place === undefined) throw new Error(name);
        const edited = withSetting(TEMPLATE, place, text);
        expect(valueAt(parse(edited), place.section, place.key)).toBe(text);
        const [before, after] = [TEMPLATE.split("\n"), edited.split("\n")];
        const changed = after.filter((line, at) => line !== before[at]);
        expect(after).toHaveLength(before.length);
        expect(changed.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("gains a key, and a section, that it lacked", () => {
    const text = '# mine\npruning = "nothing" # all of it\n\n[api]\nenable = true\n';
    const more = withSetting(text, { section: "", key: "halt-height" }, 7);
    expect(more).toBe(
      '# mine\npruning = "nothing" # all of it\nhalt-height = 7\n\n[api]\nenable = true\n',
    );
    const section = withSetting(more, { section: "embedded", key: "instant" }, true);
    expect(parse(section)).toMatchObject({ embedded: { instant: true }, api: { enable: true } });
    const kept = withSetting(section, { section: "", key: "pruning" }, "everything");
    expect(kept).toContain('pruning = "everything" # all of it\n');
  });

  it.each([
    [
      "a list over several lines",
      "index-events = [\n  'a',\n]\n",
      { section: "", key: "index-events" },
    ],
    ["a section in one line", "api = { enable = true }\n", { section: "api", key: "enable" }],
    ["a key with its section before it", "api.enable = true\n", { section: "api", key: "enable" }],
    ["no TOML", "= =\n", { section: "", key: "pruning" }],
  ])("is refused rather than broken where it holds %s", (_, text, place) => {
    expect(() => withSetting(text, place, "x")).toThrow("edit the file by hand");
  });
});

describe("vprd config", () => {
  async function home() {
    const folder = newFolder();
    const at = ["--home", join(folder, "home")];
    await vprd(folder, ["init", "m", "--chain-id", "test-1", ...at]);
    const config = (...args: string[]) => vprd(folder, ["config", ...args, ...at]);
    const file = (name: string) => join(folder, "home/config", name);
    return { config, file };
  }

  it("sets and gets values of the three files", async () => {
    const { config, file } = await home();
    for (const [name, key, value, said] of [
      ["app", "pruning", "everything", '"everything"\n'],
      ["app.toml", "state-sync.snapshot-interval", "500", "500\n"],
      ["client", "chain-id", "other-1", '"other-1"\n'],
      ["config", "consensus.timeout_commit", "2s", '"2s"\n'],
      ["config", "rpc.cors_allowed_origins", "*", '["*"]\n'],
    ] as const) {
      expect(await config("set", name, key, value)).toEqual({ code: 0, stdout: "", stderr: "" });
      expect((await config("get", name, key)).stdout).toBe(said);
    }
    expect(readFileSync(file("app.toml"), "utf8")).toContain("snapshot-interval = 500\n");
  });

  it("refuses what cannot be, and leaves the file as it is", async () => {
    const { config, file } = await home();
    const before = readFileSync(file("app.toml"), "utf8");
    for (const [key, value, reason] of [
      ["pruning", "some", "must be one of"],
      ["api.enable", "perhaps", "must be true or false"],
      ["api.adress", "x", "is api.address meant?"],
    ] as const) {
      const refused = await config("set", "app", key, value);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(reason);
    }
    expect((await config("get", "other", "x")).stderr).toContain("no configuration file");
    expect(readFileSync(file("app.toml"), "utf8")).toBe(before);
    const shown = await config("set", "app", "wasm.size", "5", "--skip-validate", "--stdout");
    expect(parse(shown.stdout)).toMatchObject({ wasm: { size: 5 } });
  });

  it("views a file, tells what differs from the defaults, and adds what is missing", async () => {
    const { config, file } = await home();
    expect((await config("view", "app")).stdout).toBe(readFileSync(file("app.toml"), "utf8"));
    const json = JSON.parse((await config("view", "app", "--output-format", "json")).stdout);
    expect(json.grpc.address).toBe("localhost:9090");
    expect((await config("diff", "v0.53")).stderr).toContain("same as the defaults");
    writeFileSync(file("app.toml"), 'pruning = "nothing"\n[wasm]\nsize = 1\n');
    expect((await config("diff")).stdout).toBe('pruning = "nothing"  # default: "default"\n');
    expect((await config("migrate")).code).toBe(0);
    const migrated = parse(readFileSync(file("app.toml"), "utf8"));
    expect(migrated).toMatchObject({
      pruning: "nothing",
      wasm: { size: 1 },
      mempool: { "max-txs": -1 },
    });
    rmSync(file("app.toml"));
    expect((await config("view", "app")).stderr).toContain("cannot read");
  });
});

describe("vprd debug and completion", () => {
  it("tell addresses and keys in their other forms", async () => {
    const folder = newFolder();
    const debug = (...args: string[]) => vprd(folder, ["debug", ...args, "--home", folder]);
    const address = "verana15yk64u7zc9g9k2yr2wmzeva5qgwxps6yk68lp2";
    const hex = "A12DAAF3C2C1505B288353B62CB3B4021C60C344";
    expect((await debug("addr", hex)).stdout).toContain(`Bech32 Acc: ${address}\n`);
    expect((await debug("addr", address)).stdout).toContain(`Address (hex): ${hex}\n`);
    const key = "AiOqZ51tU0TiAeDfnwKrFahHJu7g37TpU8Rqniy1I0nc";
    expect((await debug("pubkey-raw", key)).stdout).toContain(address);
    expect((await debug("raw-bytes", "[72 101 108 108 111]")).stdout).toBe("48656C6C6F\n");
    expect((await debug("prefixes")).stdout).toContain("Bech32 Val: veranavaloper\n");
    expect((await debug("addr", "nonsense")).code).toBe(1);
    expect((await debug("raw-bytes", "300")).code).toBe(1);
  });

  it("complete commands and flags", async () => {
    const folder = newFolder();
    const complete = await vprd(folder, ["__complete", "--", "keys", "add"]);
    expect(complete.stdout.split("\n")).toContain("--recover");
    expect((await vprd(folder, ["__complete", "--"])).stdout.split("\n")).toContain("doctor");
    expect((await vprd(folder, ["completion", "bash"])).stdout).toContain("complete -o default");
  });
});
