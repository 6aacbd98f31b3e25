import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { armorKey, unarmorKey } from "../../src/cli/keyring/armored-key.js";
import { readArmor } from "../../src/cli/keyring/ascii-armor.js";
import { deriveKey } from "../../src/cli/keyring/derive.js";
import { Keyring, type StoredKey } from "../../src/cli/keyring/keyring.js";
import type { Lock } from "../../src/cli/keyring/passphrase.js";
import { decodeRecord, encodeRecord } from "../../src/cli/keyring/record.js";
import { seal, unseal } from "../../src/cli/keyring/sealed.js";

const JUNK = "test test test test test test test test test test test junk";
const ALICE = "verana15yk64u7zc9g9k2yr2wmzeva5qgwxps6yk68lp2";
const BOB = "verana1erxf3sa9q2j4vgseu7jq4a258ckmk7cylkjmlk";
const FIXTURES = new URL("fixtures/keyring/", import.meta.url).pathname;
const ALICE_KEY = "e64e7928d4f6c06f01fefd31f760c51f59a16426e792761cd00529b76501c8a0";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vprd-keyring-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const opens = (passphrase: string): Lock => ({
  iterations: 1000,
  passphrase: async () => passphrase,
});
const keyring = (folder: string, passphrase = "a good passphrase") =>
  new Keyring(folder, "verana", opens(passphrase));
const aliceKey = () => deriveKey(JUNK, "m/44'/118'/0'/0/0");
const bobKey = () => deriveKey(JUNK, "m/44'/118'/0'/0/1");

/** Every file of a folder with its contents. */
const contents = (folder: string) =>
  readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]);
const told = (keys: readonly StoredKey[]) =>
  keys.map(({ name, kind, address }) => ({ name, kind, address }));

describe("a keyring of the Cosmos SDK", () => {
  it.each([
    ["keyring-file", "s3cret-pass"],
    ["keyring-test", "test"],
  ])("%s is read with all its kinds of keys", async (folder, passphrase) => {
    const keys = await keyring(join(FIXTURES, folder), passphrase).list();
    expect(told(keys)).toEqual([
      { name: "alice", kind: "local", address: ALICE },
      { name: "bob key", kind: "local", address: BOB },
      {
        name: "both",
        kind: "multi",
        address: "verana1fdr6fsh9w37ct0yeuywpk3t4j9fkgqprl2w7l4",
      },
      {
        name: "watch",
        kind: "offline",
        address: "verana1htamarexaxhgdsp0xu6sppeyx7avtvqrapjmvu",
      },
    ]);
    expect(Buffer.from(keys[0]?.privateKey ?? []).toString("hex")).toBe(ALICE_KEY);
    expect(keys[2]?.publicKey).toMatchObject({ kind: "multisig", threshold: 2 });
  });

  it("is found by address, and goes on with keys of ours", async () => {
    const folder = join(root, "copy");
    cpSync(join(FIXTURES, "keyring-file"), folder, { recursive: true });
    const ring = keyring(folder, "s3cret-pass");
    expect((await ring.load(BOB)).name).toBe("bob key");
    await ring.rename("bob key", "bob");
    await ring.delete("alice");
    await ring.add("alice", await aliceKey());
    expect((await ring.list()).map(({ name }) => name)).toEqual(["alice", "bob", "both", "watch"]);
    expect((await ring.load(BOB)).name).toBe("bob");
  });

  it("has records that are written again byte for byte", async () => {
    for (const file of readdirSync(join(FIXTURES, "keyring-test"))) {
      if (!file.endsWith(".info")) continue;
      const text = readFileSync(join(FIXTURES, "keyring-test", file), "utf8");
      const item = await unseal(text, "test");
      const data = item?.data ?? new Uint8Array(0);
      expect(data.length).toBeGreaterThan(0);
      expect(Buffer.from(encodeRecord(decodeRecord(data)))).toEqual(Buffer.from(data));
    }
  });
});

describe("a keyring", () => {
  it("keeps keys from others: file modes, and nothing of a secret in any file", async () => {
    const folder = join(root, "keys");
    await keyring(folder).add("alice", await aliceKey());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const files = readdirSync(folder);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      const text = readFileSync(join(folder, file), "utf8");
      expect(text).not.toContain(ALICE_KEY);
      expect(text).not.toContain(Buffer.from(ALICE_KEY, "hex").toString("base64url").slice(2, 20));
    }
  });

  it("refuses a name or a key that is there, and leaves all files as they are", async () => {
    const folder = join(root, "keys");
    const ring = keyring(folder);
    await ring.add("alice", await aliceKey());
    const before = contents(folder);
    await expect(ring.add("alice", await bobKey())).rejects.toThrow("exists already");
    await expect(ring.add("other", await aliceKey())).rejects.toThrow("as alice");
    await expect(ring.rename("alice", "../x")).rejects.toThrow("no key name");
    await expect(ring.rename("nobody", "x")).rejects.toThrow("key not found");
    await expect(ring.add(ALICE, await bobKey())).rejects.toThrow("no key name");
    await expect(ring.add("zero", { privateKey: new Uint8Array(32) })).rejects.toThrow(
      "no private key",
    );
    expect(contents(folder)).toEqual(before);
  });

  it("replaces a key where told, and forgets the old one's address", async () => {
    const ring = keyring(join(root, "keys"));
    await ring.add("alice", await aliceKey());
    await ring.add("alice", await bobKey(), { replace: true });
    expect((await ring.load("alice")).address).toBe(BOB);
    await expect(ring.load(ALICE)).rejects.toThrow("key not found");
    expect(readdirSync(join(root, "keys"))).toHaveLength(2);
  });

  it("refuses by its name a file that was changed at any place", async () => {
    const folder = join(root, "keys");
    await keyring(folder).add("alice", await aliceKey());
    const path = join(folder, "alice.info");
    const good = readFileSync(path, "utf8");
    const places = fc.integer({ min: 0, max: good.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.constantFrom(..."AZaz09-_."), async (at, sign) => {
        // The last bits of a base64 text of odd length mean nothing.
        const before = Buffer.from(good.split(".").map(decoded).join("."));
        const text = good.slice(0, at) + sign + good.slice(at + 1);
        fc.pre(!before.equals(Buffer.from(text.split(".").map(decoded).join("."))));
        writeFileSync(path, text);
        await expect(keyring(folder).load("alice")).rejects.toThrow(path);
      }),
      { numRuns: 60 },
    );
    writeFileSync(path, good);
    expect((await keyring(folder).load("alice")).address).toBe(ALICE);
  });

  it("refuses a file under another name than the one it was written under", async () => {
    const folder = join(root, "keys");
    await keyring(folder).add("alice", await aliceKey());
    cpSync(join(folder, "alice.info"), join(folder, "mallory.info"));
    await expect(keyring(folder).load("mallory")).rejects.toThrow("mallory.info");
  });

  it("refuses iterations that would keep it busy for hours", async () => {
    const sealed = await seal({ key: "a", data: Buffer.from("b") }, "pass", 1000);
    const [head = "", ...rest] = sealed.split(".");
    const header = JSON.parse(Buffer.from(head, "base64url").toString());
    const huge = Buffer.from(JSON.stringify({ ...header, p2c: 4_000_000_000 }));
    const start = performance.now();
    expect(await unseal([huge.toString("base64url"), ...rest].join("."), "pass")).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("leaves nothing behind where it cannot write", async () => {
    const folder = join(root, "keys");
    await keyring(folder).add("alice", await aliceKey());
    if (process.getuid?.() === 0) return;
    chmodSync(folder, 0o500);
    await expect(keyring(folder).add("bob", await bobKey())).rejects.toThrow("EACCES");
    chmodSync(folder, 0o700);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe("armored keys", () => {
  it.each(["alice.armor", "alice.bcrypt.armor"])("%s of the Cosmos SDK is read", async (file) => {
    const text = readFileSync(join(FIXTURES, file), "utf8");
    const key = await unarmorKey(text, "export-pass");
    expect(Buffer.from(key).toString("hex")).toBe(ALICE_KEY);
    await expect(unarmorKey(text, "another-pass")).rejects.toThrow("invalid account password");
    expect(readArmor(text.replaceAll("\n", "\r\n")).headers).toEqual(readArmor(text).headers);
  });

  it("are written so that they are read again, each with a salt of its own", async () => {
    const { privateKey } = await bobKey();
    const [a, b] = [
      await armorKey(privateKey, "pass word"),
      await armorKey(privateKey, "pass word"),
    ];
    expect(a).not.toBe(b);
    expect(Buffer.from(await unarmorKey(a, "pass word"))).toEqual(Buffer.from(privateKey));
  });

  it.each([
    ["no armor", () => "hello", "no armored key"],
    ["a changed body", (text: string) => text.replace(/\n\n./, "\n\nA"), "checksum"],
    ["a missing salt", (text: string) => text.replace(/^salt:.*\n/m, ""), "no good salt"],
    ["another derivation", (text: string) => text.replace("argon2", "scrypt"), "unrecognized KDF"],
    ["another kind of key", (text: string) => text.replace("secp256k1", "sr25519"), "are unknown"],
    ["another block", (text: string) => text.replaceAll("PRIVATE KEY", "KEY INFO"), "armor type"],
  ])("are refused with %s", async (_, change, reason) => {
    const text = change(readFileSync(join(FIXTURES, "alice.armor"), "utf8"));
    await expect(unarmorKey(text, "export-pass")).rejects.toThrow(reason);
  });
});

function decoded(part: string): string {
  return Buffer.from(part, "base64url").toString("hex");
}
