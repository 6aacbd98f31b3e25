import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vprd } from "./in-process.js";
import { cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

const JUNK = "test test test test test test test test test test test junk";
const ALICE = "verana15yk64u7zc9g9k2yr2wmzeva5qgwxps6yk68lp2";

async function newHome(): Promise<{ readonly folder: string; readonly at: readonly string[] }> {
  const folder = newFolder();
  const at = ["--home", join(folder, "home")];
  const made = await vprd(folder, ["init", "m1", "--chain-id", "test-1", ...at]);
  expect(made.code).toBe(0);
  return { folder, at };
}

describe("vprd init", () => {
  it("prints one object on stderr and writes the files of a node", async () => {
    const folder = newFolder();
    const home = join(folder, "home");
    const made = await vprd(folder, ["init", "m1", "--chain-id", "test-1", "--home", home]);
    expect(made.stdout).toBe("");
    const told = JSON.parse(made.stderr);
    expect(Object.keys(told)).toEqual([
      "moniker",
      "chain_id",
      "node_id",
      "gentxs_dir",
      "app_message",
    ]);
    expect(told.node_id).toMatch(/^[0-9a-f]{40}$/);
    const genesis = JSON.parse(readFileSync(join(home, "config/genesis.json"), "utf8"));
    expect(genesis.chain_id).toBe("test-1");
    expect(genesis.initial_height).toBe("1");
    expect(genesis.app_state).toEqual(told.app_message);
    const key = JSON.parse(readFileSync(join(home, "config/priv_validator_key.json"), "utf8"));
    expect(genesis.validators).toEqual([
      { address: key.address, pub_key: key.pub_key, power: "10", name: "m1" },
    ]);
    for (const file of ["config.toml", "app.toml", "client.toml", "node_key.json"]) {
      expect(statSync(join(home, "config", file)).isFile()).toBe(true);
    }
    expect(statSync(join(home, "config/priv_validator_key.json")).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, "data/priv_validator_state.json")).isFile()).toBe(true);
  });

  it("leaves a genesis that is there as it is, unless told to overwrite", async () => {
    const { folder, at } = await newHome();
    const again = await vprd(folder, ["init", "m2", "--chain-id", "test-2", ...at]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("already exists");
    const replaced = await vprd(folder, [
      ...["init", "m2", "--chain-id", "test-2", "--overwrite", "--default-denom", "uabc"],
      ...at,
    ]);
    expect(JSON.parse(replaced.stderr).app_message.vpr.denom).toBe("uabc");
  });

  it("refuses a denomination that is none", async () => {
    const folder = newFolder();
    const made = await vprd(folder, ["init", "--default-denom", "1", "--home", folder]);
    expect(made.code).toBe(1);
    expect(made.stderr).toContain("no chain with base denomination 1");
  });
});

describe("vprd genesis", () => {
  it("adds accounts by key name and address, and validates the outcome", async () => {
    const { folder, at } = await newHome();
    await vprd(folder, ["keys", "add", "alice", "--recover", ...at], `${JUNK}\n`);
    const added = await vprd(folder, ["genesis", "add-genesis-account", "alice", "5uvna", ...at]);
    expect(added).toEqual({ code: 0, stdout: "", stderr: "" });
    const genesis = JSON.parse(readFileSync(join(folder, "home/config/genesis.json"), "utf8"));
    expect(genesis.app_state.bank.balances).toEqual([
      { address: ALICE, coins: [{ denom: "uvna", amount: "5" }] },
    ]);
    expect(genesis.app_state.auth.accounts).toHaveLength(1);
    const twice = await vprd(folder, ["add-genesis-account", ALICE, "5uvna", ...at]);
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain(`account ${ALICE} is in the genesis already`);
    for (const name of ["validate", "validate-genesis"]) {
      expect((await vprd(folder, ["genesis", name, ...at])).code).toBe(0);
      expect((await vprd(folder, [name, ...at])).code).toBe(0);
    }
  });

  it("says which section of a genesis is wrong, and why", async () => {
    const { folder } = await newHome();
    const path = join(folder, "home/config/genesis.json");
    const text = readFileSync(path, "utf8");
    const bad = join(folder, "bad.json");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(bad, text.replace('"supply": []', '"supply": [{"denom":"uvna","amount":"7"}]'));
    const refused = await vprd(folder, ["genesis", "validate", bad]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("app_state.bank: the supply is not the sum of the balances");
    writeFileSync(bad, "{");
    expect((await vprd(folder, ["genesis", "validate", bad])).stderr).toContain(bad);
    writeFileSync(bad, text.replace('"app_state"', '"app"'));
    expect((await vprd(folder, ["genesis", "validate", bad])).stderr).toContain("no app_state");
  });
});

describe("vprd keys", () => {
  it("derives the keys of a phrase at the chosen path", async () => {
    const folder = newFolder();
    const at = ["--home", folder];
    const first = ["keys", "add", "alice", "--recover", "--output", "json", ...at];
    expect(JSON.parse((await vprd(folder, first, JUNK)).stdout)).toEqual({
      name: "alice",
      type: "local",
      address: ALICE,
      pubkey:
        '{"@type":"/cosmos.crypto.secp256k1.PubKey","key":"AiOqZ51tU0TiAeDfnwKrFahHJu7g37TpU8Rqniy1I0nc"}',
    });
    for (const [name, ...path] of [
      ["bob", "--index", "1"],
      ["bob2", "--hd-path", "m/44'/118'/0'/0/1"],
    ]) {
      await vprd(folder, ["keys", "add", name ?? "", "--recover", ...path, ...at], JUNK);
      const shown = await vprd(folder, ["keys", "show", name ?? "", "-a", ...at]);
      await vprd(folder, ["keys", "delete", name ?? "", "-y", ...at]);
      expect(shown.stdout).toBe("verana1erxf3sa9q2j4vgseu7jq4a258ckmk7cylkjmlk\n");
    }
    const list = JSON.parse((await vprd(folder, ["keys", "list", "-o", "json", ...at])).stdout);
    expect(list.map(({ name }: { name: string }) => name)).toEqual(["alice"]);
    expect(statSync(join(folder, "keyring-test/alice.info")).mode & 0o777).toBe(0o600);
    const val = await vprd(folder, ["keys", "show", "alice", "-a", "--bech", "val", ...at]);
    expect(val.stdout).toMatch(/^veranavaloper1/);
  });

  it("prints the phrase of a new key on stderr only, and brings the key back from it", async () => {
    const folder = newFolder();
    const added = await vprd(folder, ["keys", "add", "new", "--home", folder]);
    expect(added.stdout).toMatch(
      /^- address: verana1[a-z0-9]{38}\n {2}name: new\n {2}pubkey: '\{.*\}'\n {2}type: local\n$/,
    );
    const phrase = added.stderr.trim().split("\n").at(-1) ?? "";
    expect(phrase.split(" ")).toHaveLength(24);
    const a = await vprd(folder, ["keys", "show", "new", "-a", "--home", folder]);
    await vprd(folder, ["keys", "delete", "new", "-y", "--home", folder]);
    await vprd(folder, ["keys", "add", "old", "--recover", "--home", folder], phrase);
    const b = await vprd(folder, ["keys", "show", "old", "-a", "--home", folder]);
    expect(a.stdout).toBe(b.stdout);
  });

  it.each([
    ["a phrase that is none", ["add", "x", "--recover"], "invalid mnemonic"],
    ["a path that is none", ["add", "x", "--hd-path", "nowhere"], "invalid HD path"],
    ["a name that is none", ["add", "../x"], "no key name"],
    ["an unknown key", ["show", "nobody"], "key not found"],
    ["another backend", ["list", "--keyring-backend", "os"], "not available"],
    ["an index that is none", ["add", "x", "--index", "-1"], "not a whole number"],
  ])("refuses %s with exit status 1", async (_, args, reason) => {
    const folder = newFolder();
    const refused = await vprd(folder, ["keys", ...args, "--home", folder], "no phrase");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(reason);
    expect(refused.stdout).toBe("");
  });

  it("keeps a key when its name is given again", async () => {
    const folder = newFolder();
    await vprd(folder, ["keys", "add", "a", "--home", folder]);
    const before = readFileSync(join(folder, "keyring-test/a.info"), "utf8");
    const again = await vprd(folder, ["keys", "add", "a", "--home", folder]);
    expect(again.stderr).toContain("a key a exists already");
    expect(readFileSync(join(folder, "keyring-test/a.info"), "utf8")).toBe(before);
  });
});

describe("vprd itself", () => {
  it("prints its version and its help", async () => {
    const folder = newFolder();
    expect((await vprd(folder, ["version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await vprd(folder, []);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("Usage: vprd");
  });

  it.each([
    ["an unknown command", ["nonsense"], "unknown command"],
    ["an unknown command of a group", ["keys", "nonsense"], "unknown command"],
    ["an unknown flag", ["status", "--nonsense"], "unknown option"],
    ["an engine that is none", ["start", "--engine", "steam"], "Allowed choices"],
    ["a home without a genesis", ["start"], "no genesis"],
    ["a node that does not answer", ["status", "--node", "tcp://127.0.0.1:9"], "no node answers"],
    ["a block time that is none", ["start", "--block-time", "soon"], "is no duration"],
    ["a gas price that is none", ["start", "--minimum-gas-prices", "x"], "is no gas price"],
  ])("refuses %s with exit status 1", async (_, args, reason) => {
    const folder = newFolder();
    const refused = await vprd(folder, [...args, "--home", folder]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(reason);
    expect(refused.stdout).toBe("");
  });

  it("refuses a configuration that cannot be read, naming the file", async () => {
    const { folder, at } = await newHome();
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, "home/config/app.toml"), '[api]\nenable = "perhaps"\n');
    const refused = await vprd(folder, ["start", ...at]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("app.toml");
    writeFileSync(join(folder, "home/config/client.toml"), "= nothing");
    expect((await vprd(folder, ["status", ...at])).stderr).toContain("client.toml");
  });
});
