import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "smol-toml";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APP_SETTINGS } from "../../src/cli/config/app-settings.js";
import {
  APP_FILE,
  CLIENT_FILE,
  CONFIG_FILES,
  type ConfigFile,
  configWarnings,
  ENGINE_FILE,
  environmentName,
  inspect,
  readAppConfig,
  readClientConfig,
  readEngineConfig,
} from "../../src/cli/config/files.js";
import { keyNames, type Sections, valueAt } from "../../src/cli/config/settings.js";
import { appToml, clientToml } from "../../src/cli/config/templates.js";
import { cometConfigText } from "../../src/engine/comet/config.js";

const CHOICES = {
  chainId: "test-1",
  denom: "uvna",
  rpc: "tcp://127.0.0.1:26657",
  api: "tcp://localhost:1317",
  development: false,
};

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "vprd-config-"));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  for (const name of Object.keys(process.env)) {
    if (/^VPRD_(?:API|STATE|INDEX|NODE|RPC)_?/.test(name)) delete process.env[name];
  }
});

function write(of: Pick<ConfigFile<Sections>, "path">, text: string): void {
  const path = of.path(home);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe("the templates", () => {
  const texts = {
    app: appToml(CHOICES),
    client: clientToml(CHOICES),
    config: cometConfigText({ moniker: "node" }),
  };

  it.each(["app", "client", "config"] as const)(
    "%s.toml has every key, each with a value of its kind",
    (name) => {
      const of = CONFIG_FILES[name];
      if (of === undefined) throw new Error(name);
      write(of, texts[name]);
      const read = inspect(home, of);
      expect(read.wrong).toEqual([]);
      expect(read.unknown).toEqual([]);
      const written: unknown = parse(texts[name]);
      for (const [section, table] of Object.entries(of.defaults)) {
        for (const key of Object.keys(table)) {
          expect(valueAt(written, section, key), `${section} ${key}`).toBeDefined();
        }
      }
    },
  );

  it("give what the defaults give, but for what a home chooses", () => {
    write(APP_FILE, texts.app);
    const { "": top, ...sections } = APP_SETTINGS;
    expect(readAppConfig(home)).toEqual({ ...top, ...sections });
    expect(readClientConfig(home)).toEqual(
      expect.objectContaining({ "keyring-backend": "test", "broadcast-mode": "sync" }),
    );
  });

  it("are edited by the usual lines of set-up scripts", () => {
    const edited = texts.app
      .replace(/^pruning *=.*/m, 'pruning = "custom"')
      .replace(/^pruning-keep-recent *=.*/m, 'pruning-keep-recent = "100"')
      .replace(/^minimum-gas-prices *=.*/m, 'minimum-gas-prices = "0.025uvna"')
      .replace(/^address = "tcp:\/\/localhost:1317"/m, 'address = "tcp://0.0.0.0:1317"')
      .replace(/^enabled-unsafe-cors = false/m, "enabled-unsafe-cors = true")
      .replace(/^snapshot-interval *=.*/m, "snapshot-interval = 500");
    write(APP_FILE, edited);
    const app = readAppConfig(home);
    expect(app.pruning).toBe("custom");
    expect(app["pruning-keep-recent"]).toBe("100");
    expect(app["minimum-gas-prices"]).toBe("0.025uvna");
    expect(app.api.address).toBe("tcp://0.0.0.0:1317");
    expect(app.api["enabled-unsafe-cors"]).toBe(true);
    expect(app["state-sync"]["snapshot-interval"]).toBe(500);
  });
});

describe("reading", () => {
  it("takes the defaults where there is no file", () => {
    expect(readEngineConfig(home).rpc.max_request_batch_size).toBe(100);
    expect(readAppConfig(home)["streaming.abci"]["stop-node-on-err"]).toBe(true);
  });

  it("takes numbers and truth values that are written as texts, and texts written as numbers", () => {
    write(APP_FILE, 'pruning-keep-recent = 7\nhalt-height = "9"\n[api]\nenable = "false"\n');
    const app = readAppConfig(home);
    expect(app["pruning-keep-recent"]).toBe("7");
    expect(app["halt-height"]).toBe(9);
    expect(app.api.enable).toBe(false);
  });

  it("lets the environment stand before the file", () => {
    write(APP_FILE, '[api]\naddress = "tcp://127.0.0.1:1"\n');
    process.env.VPRD_API_ADDRESS = "tcp://127.0.0.1:2";
    process.env.VPRD_STATE_SYNC_SNAPSHOT_INTERVAL = "44";
    process.env.VPRD_INDEX_EVENTS = "a.b,c.d";
    const app = readAppConfig(home);
    expect(app.api.address).toBe("tcp://127.0.0.1:2");
    expect(app["state-sync"]["snapshot-interval"]).toBe(44);
    expect(app["index-events"]).toEqual(["a.b", "c.d"]);
    process.env.VPRD_API_ENABLE = "perhaps";
    expect(() => readAppConfig(home)).toThrow(
      /^VPRD_API_ENABLE: api\.enable must be true or false/,
    );
  });

  it.each<[string, ConfigFile<Sections>, string, string]>([
    ["a truth value that is none", APP_FILE, '[api]\nenable = "perhaps"', "api.enable"],
    ["a number that is none", APP_FILE, 'halt-height = "soon"', "halt-height"],
    ["a number below zero", APP_FILE, "halt-height = -1", "halt-height"],
    [
      "a fraction",
      APP_FILE,
      "[state-sync]\nsnapshot-interval = 1.5",
      "state-sync.snapshot-interval",
    ],
    ["a list that is none", APP_FILE, "index-events = 5", "index-events"],
    ["a strategy that is none", APP_FILE, 'pruning = "some"', "pruning"],
    ["a gas price that is none", APP_FILE, 'minimum-gas-prices = "vna"', "minimum-gas-prices"],
    ["an address that is none", APP_FILE, '[api]\naddress = "here"', "api.address"],
    ["a port that is none", APP_FILE, '[api]\naddress = "tcp://x:70000"', "api.address"],
    ["a duration that is none", APP_FILE, '[embedded]\nblock-time = "1"', "embedded.block-time"],
    ["a table where a text belongs", APP_FILE, "[pruning]\nx = 1", "pruning"],
    [
      "a duration of CometBFT",
      ENGINE_FILE,
      '[consensus]\ntimeout_commit = "x"',
      "consensus.timeout_commit",
    ],
    ["an indexer that is none", ENGINE_FILE, '[tx_index]\nindexer = "v"', "tx_index.indexer"],
    ["a form of output that is none", CLIENT_FILE, 'output = "xml"', "output"],
    ["a keyring that is none", CLIENT_FILE, 'keyring-backend = "ring"', "keyring-backend"],
  ])("refuses %s by the name of the key and the file", (_, of, text, key) => {
    write(of, text);
    const { wrong } = inspect(home, of);
    expect(wrong.map((finding) => finding.key)).toEqual([key]);
    const strict = { "app.toml": readAppConfig, "client.toml": readClientConfig }[of.file];
    expect(() => (strict ?? readEngineConfig)(home)).toThrow(`${of.path(home)}: ${key} `);
  });

  it("leaves unknown keys alone, tells of them and of what they may mean", () => {
    write(APP_FILE, 'pruning_keep_recent = "5"\n[api]\nadress = "x"\n[wasm]\nsize = 5\n');
    write(ENGINE_FILE, 'monicker = "m"\n');
    expect(readAppConfig(home).pruning).toBe("default");
    const { unknown } = inspect<Sections>(home, APP_FILE);
    expect(unknown.map(({ key }) => key)).toEqual([
      "pruning_keep_recent",
      "api.adress",
      "wasm.size",
    ]);
    expect(unknown[0]?.message).toContain("is pruning-keep-recent meant?");
    expect(unknown[1]?.message).toContain("is api.address meant?");
    expect(unknown[2]?.message).not.toContain("meant");
    expect(configWarnings(home)).toHaveLength(4);
  });

  it("has an own environment variable for every key that it reads", () => {
    const names = [APP_FILE, ENGINE_FILE, CLIENT_FILE].flatMap((of) => keyNames(of.defaults));
    const variables = new Set(names.map(environmentName));
    expect(variables.size).toBe(names.length);
    expect(variables).toContain("VPRD_STATE_SYNC_SNAPSHOT_INTERVAL");
    expect(variables).toContain("VPRD_P2P_LADDR");
  });
});
