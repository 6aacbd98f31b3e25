import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vprd } from "./in-process.js";
import { cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

const JUNK = "test test test test test test test test test test test junk";
const ALICE = "verana15yk64u7zc9g9k2yr2wmzeva5qgwxps6yk68lp2";
const BOTH = "verana1fdr6fsh9w37ct0yeuywpk3t4j9fkgqprl2w7l4";
const FIXTURES = new URL("fixtures/keyring/", import.meta.url).pathname;
const PASS = "a good passphrase";

/** Runs `vprd keys` in a home of its own. */
function home() {
  const folder = newFolder();
  const keys = (args: readonly string[], input?: string) =>
    vprd(folder, ["keys", ...args, "--home", folder], input);
  const sealed = (args: readonly string[], input?: string) =>
    keys([...args, "--keyring-backend", "file"], input);
  return { folder, keys, sealed };
}

describe("the keyring file", () => {
  it("is made with a passphrase given twice, and opened with it given once", async () => {
    const { folder, sealed } = home();
    const added = await sealed(["add", "alice", "--recover"], `${JUNK}\n${PASS}\n${PASS}\n`);
    expect(added).toMatchObject({ code: 0, stderr: "" });
    expect(added.stdout).toContain(ALICE);
    const dir = join(folder, "keyring-file");
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dir).sort()).toEqual([
      "a12daaf3c2c1505b288353b62cb3b4021c60c344.address",
      "alice.info",
      "keyhash",
    ]);
    expect((await sealed(["show", "alice", "-a"], `${PASS}\n`)).stdout).toBe(`${ALICE}\n`);
    expect((await sealed(["show", ALICE, "-a"], `${PASS}\n`)).stdout).toBe(`${ALICE}\n`);
  });

  it("takes no short passphrase and no two different ones", async () => {
    const { folder, sealed } = home();
    const short = await sealed(["add", "a"], "short\nshort\nshort\nshort\n");
    expect(short.code).toBe(1);
    expect(short.stderr).toContain("at least 8 characters");
    const different = await sealed(["add", "a"], `${PASS}\nanother one\n`);
    expect(different.code).toBe(1);
    expect(different.stderr).toContain("do not match");
    expect(readdirSync(join(folder, "keyring-file"))).toEqual([]);
  });

  it("tells of a wrong passphrase, three times at most, and changes nothing", async () => {
    const { folder, sealed } = home();
    cpSync(FIXTURES, folder, { recursive: true });
    const before = readdirSync(join(folder, "keyring-file"));
    const wrong = "wrong passphrase\n";
    const refused = await sealed(["rename", "alice", "x", "-y"], wrong.repeat(4));
    expect(refused.code).toBe(1);
    expect(refused.stderr.match(/incorrect passphrase/g)).toHaveLength(3);
    expect(refused.stderr).toContain("too many failed passphrase attempts");
    expect(refused.stderr).not.toContain("wrong passphrase");
    expect(readdirSync(join(folder, "keyring-file"))).toEqual(before);
    const second = await sealed(["show", "alice", "-a"], `${wrong}s3cret-pass\n`);
    expect(second).toEqual({ code: 0, stdout: `${ALICE}\n`, stderr: "incorrect passphrase\n" });
    const none = await sealed(["list"], "");
    expect(none.code).toBe(1);
    expect(none.stderr).toContain("nothing on standard input");
  });

  it("lies under --keyring-dir where that is given, and is asked for nothing while it is empty", async () => {
    const { folder, sealed } = home();
    const empty = await sealed(["list", "--keyring-dir", join(folder, "none")]);
    expect(empty).toEqual({ code: 0, stdout: "", stderr: "No records were found in keyring\n" });
    const shown = await sealed(["list", "-n", "--keyring-dir", FIXTURES], "s3cret-pass\n");
    expect(shown.stdout).toBe("alice\nbob key\nboth\nwatch\n");
  });
});

describe("vprd keys", () => {
  it("makes and shows multisig keys, sorted by address unless told", async () => {
    const { folder, keys } = home();
    cpSync(FIXTURES, folder, { recursive: true });
    await keys(["delete", "both", "-y"]);
    const pair = ["--multisig", "bob key,alice", "--multisig-threshold", "2"];
    const added = await keys(["add", "pair", ...pair, "-o", "json"]);
    expect(JSON.parse(added.stdout)).toMatchObject({ name: "pair", type: "multi", address: BOTH });
    const unsorted = await keys(["add", "pair2", ...pair, "--nosort", "-o", "json"]);
    expect(JSON.parse(unsorted.stdout).address).not.toBe(BOTH);
    const shown = ["show", "alice", "bob key", "--multisig-threshold", "2", "-a"];
    expect((await keys(shown)).stdout).toBe(`${BOTH}\n`);
    for (const bad of [
      ["--multisig", "alice,alice"],
      ["--multisig", "alice,nobody"],
      ["--multisig", "alice", "--multisig-threshold", "2"],
      ["--multisig", "alice", "--multisig-threshold", "0"],
    ]) {
      expect((await keys(["add", "x", ...bad])).code, bad.join(" ")).toBe(1);
    }
    expect((await keys(["export", "pair"], `${PASS}\n`)).stderr).toContain("no key that can sign");
  });

  it("keeps a public key alone, from its JSON and its base64", async () => {
    const { keys } = home();
    const key = "AiOqZ51tU0TiAeDfnwKrFahHJu7g37TpU8Rqniy1I0nc";
    const json = `{"@type":"/cosmos.crypto.secp256k1.PubKey","key":"${key}"}`;
    const added = await keys(["add", "watch", "--pubkey", json, "-o", "json"]);
    expect(JSON.parse(added.stdout)).toEqual({
      name: "watch",
      type: "offline",
      address: ALICE,
      pubkey: json,
    });
    expect((await keys(["show", "watch", "-p"])).stdout).toBe(`${json}\n`);
    await keys(["delete", "watch", "-y"]);
    expect((await keys(["add", "watch", "--pubkey-base64", key])).stdout).toContain(ALICE);
    for (const bad of ["{}", "x", '{"@type":"/cosmos.crypto.secp256k1.PubKey","key":"AiOq"}']) {
      expect((await keys(["add", "y", "--pubkey", bad])).stderr).toContain("no public key");
    }
  });

  it("makes no key with --dry-run, and prints no phrase with --no-backup", async () => {
    const { folder, keys } = home();
    expect((await keys(["add", "a", "--dry-run"])).stdout).toContain("verana1");
    expect(existsSync(join(folder, "keyring-test"))).toBe(false);
    expect((await keys(["add", "a", "--no-backup"])).stderr).toBe("");
  });

  it("takes a password of the phrase, and a phrase from a file", async () => {
    const { folder, keys } = home();
    writeFileSync(join(folder, "phrase"), `${JUNK}\n`);
    const source = ["--source", join(folder, "phrase"), "-o", "json"];
    const plain = await keys(["add", "a", "--recover", ...source]);
    expect(JSON.parse(plain.stdout).address).toBe(ALICE);
    const other = await keys(["add", "b", "-i", ...source], "more\nmore\n");
    expect(JSON.parse(other.stdout)).not.toHaveProperty("mnemonic");
    expect(JSON.parse(other.stdout).address).not.toBe(ALICE);
    const wrong = await keys(["add", "c", "-i", ...source], "more\nless\n");
    expect(wrong.stderr).toContain("passphrases don't match");
  });

  it("replaces a key only when that is confirmed", async () => {
    const { keys } = home();
    await keys(["add", "a", "--recover"], JUNK);
    const kept = await keys(["add", "a"], "n\n");
    expect(kept.code).toBe(1);
    expect((await keys(["show", "a", "-a"])).stdout).toBe(`${ALICE}\n`);
    const failed = await keys(["add", "a", "--recover"], "y\nno phrase\n");
    expect(failed.stderr).toContain("invalid mnemonic");
    expect((await keys(["show", "a", "-a"])).stdout).toBe(`${ALICE}\n`);
    expect((await keys(["add", "a"], "y\n")).code).toBe(0);
    expect((await keys(["show", "a", "-a"])).stdout).not.toBe(`${ALICE}\n`);
  });

  it("deletes and renames when that is confirmed", async () => {
    const { keys } = home();
    await keys(["add", "a", "--recover"], JUNK);
    expect((await keys(["delete", "a"], "n\n")).code).toBe(1);
    expect((await keys(["rename", "a", "b"], "")).code).toBe(1);
    expect(await keys(["rename", "a", "b"], "y\n")).toEqual({
      code: 0,
      stdout: "",
      stderr: "Key was successfully renamed from a to b\n",
    });
    expect((await keys(["show", ALICE])).stdout).toContain("name: b");
    expect((await keys(["delete", "b", "c"], "yes\n")).stderr).toBe(
      "Key deleted forever (uh oh!)\nkey c not found\nError: 1 of 2 keys were not found\n",
    );
    expect((await keys(["list", "-o", "json"])).stdout).toBe("[]\n");
  });

  it("exports and imports, armored and in hex", async () => {
    const { folder, keys } = home();
    await keys(["import", "a", join(FIXTURES, "alice.bcrypt.armor")], "export-pass\n");
    expect((await keys(["show", "a", "-a"])).stdout).toBe(`${ALICE}\n`);
    const armor = (await keys(["export", "a"], `${PASS}\n`)).stdout;
    expect(armor).toMatch(/^-----BEGIN TENDERMINT PRIVATE KEY-----\nkdf: argon2\n/);
    const file = join(folder, "a.armor");
    writeFileSync(file, armor);
    await keys(["delete", "a", "-y"]);
    const wrong = await keys(["import", "a", file], "another pass\n");
    expect(wrong.stderr).toContain("invalid account password");
    expect((await keys(["import", "a", file], `${PASS}\n`)).code).toBe(0);
    expect((await keys(["export", "a", "--unsafe"])).stderr).toContain("must be used together");
    const asked = ["export", "a", "--unsafe", "--unarmored-hex"];
    expect((await keys(asked, "n\n")).stdout).toBe("");
    const { stdout: hex } = await keys([...asked, "-y"]);
    expect(hex).toMatch(/^e64e7928[0-9a-f]{56}\n$/);
    await keys(["delete", "a", "-y"]);
    expect(await keys(["import-hex", "a"], hex)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect((await keys(["show", "a", "-a"])).stdout).toBe(`${ALICE}\n`);
    for (const bad of ["", "12", "zz".repeat(32), "00".repeat(32), "ff".repeat(32)]) {
      expect((await keys(["import-hex", "b"], `${bad}\n`)).code, bad).toBe(1);
    }
  });

  it("takes over the files of an earlier version", async () => {
    const { folder, keys } = home();
    mkdirSync(join(folder, "keyring-test"));
    const path = join(folder, "keyring-test/alice.json");
    const key = "e64e7928d4f6c06f01fefd31f760c51f59a16426e792761cd00529b76501c8a0";
    writeFileSync(path, JSON.stringify({ version: 1, name: "alice", private_key: key }));
    expect((await keys(["show", "alice"])).stderr).toContain("vprd keys migrate");
    const moved = await keys(["migrate"]);
    expect(moved).toMatchObject({ code: 0, stderr: "taken over: alice\n" });
    expect((await keys(["show", "alice", "-a"])).stdout).toBe(`${ALICE}\n`);
    expect(existsSync(path)).toBe(false);
  });

  it("parses addresses, prints phrases and kinds of keys", async () => {
    const { keys } = home();
    expect(JSON.parse((await keys(["parse", ALICE, "-o", "json"])).stdout)).toEqual({
      human: "verana",
      bytes: "A12DAAF3C2C1505B288353B62CB3B4021C60C344",
    });
    const { formats } = JSON.parse(
      (await keys(["parse", "A12DAAF3C2C1505B288353B62CB3B4021C60C344", "-o", "json"])).stdout,
    );
    expect(formats).toHaveLength(6);
    expect(formats[0]).toBe(ALICE);
    expect((await keys(["parse", "xyz"])).code).toBe(1);
    expect((await keys(["mnemonic"])).stdout.trim().split(" ")).toHaveLength(24);
    const own = await keys(["mnemonic", "--unsafe-entropy", "-y"], `${"ab".repeat(30)}\n`);
    const again = await keys(["mnemonic", "--unsafe-entropy", "-y"], `${"ab".repeat(30)}\n`);
    expect(own.stdout).toBe(again.stdout);
    expect((await keys(["mnemonic", "--unsafe-entropy"], "short\n")).code).toBe(1);
    expect((await keys(["list-key-types"])).stdout).toContain("secp256k1");
  });

  it.each([
    ["a backend of the operating system", ["list", "--keyring-backend", "os"], "not available"],
    ["a device", ["add", "x", "--ledger"], "no support of devices"],
    ["a device to show on", ["show", "x", "--device"], "no support of devices"],
    ["another kind of key", ["add", "x", "--key-type", "ed25519"], "only secp256k1"],
    ["two forms at once", ["show", "x", "-a", "-p"], "not both"],
    ["an export of nobody", ["export", "x", "--unsafe", "--unarmored-hex", "-y"], "not found"],
    ["a file that is not there", ["import", "x", "/nowhere"], "cannot read"],
  ])("refuses %s", async (_, args, reason) => {
    const { keys } = home();
    const refused = await keys(args, "long passphrase\n");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(reason);
    expect(refused.stdout).toBe("");
  });

  it("reads no more of an endless input than it needs", async () => {
    const { folder, sealed } = home();
    const { code } = await sealed(["add", "a", "--no-backup"], `${PASS}\n`.repeat(20_000));
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "keyring-file/keyhash"), "utf8")).toMatch(/^\$2/);
  });
});
