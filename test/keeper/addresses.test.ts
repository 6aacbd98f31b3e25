import { Bip39, EnglishMnemonic, Slip10, Slip10Curve, stringToPath } from "@cosmjs/crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { ModuleCredential } from "../../src/gen/cosmos/auth/v1beta1.js";
import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import { LegacyAminoPubKey } from "../../src/gen/cosmos/crypto/multisig.js";
import { PubKey as Secp256k1Key } from "../../src/gen/cosmos/crypto/secp256k1.js";
import {
  addressBytes,
  addressText,
  derivedModuleAddress,
  groupPolicyAddress,
  hashedAddress,
  moduleAddress,
  parseAccount,
  parseAddress,
  policyKeys,
  secp256k1Address,
} from "../../src/keeper/addresses.js";
import { encodeAny, pack } from "../../src/wire/any.js";
import type { MessageType } from "../../src/wire/descriptor.js";
import { fromHex, toHex, vector } from "../support/vectors.js";

interface Multisig {
  readonly bytes: string;
  readonly bech32: string;
  readonly amino: string;
  readonly pub_key_any: string;
  readonly threshold: number;
  readonly public_keys: readonly string[];
}

interface Mnemonic {
  readonly mnemonic: string;
  readonly passphrase: string;
  readonly seed: string;
  readonly master_key: string;
  readonly chain_code: string;
  readonly paths: readonly (readonly string[])[];
}

const data = vector("addresses") as Readonly<Record<string, readonly (readonly string[])[]>> & {
  readonly multisig: readonly Multisig[];
  readonly mnemonics: readonly Mnemonic[];
  readonly derived: readonly (readonly [string, readonly string[], string, string])[];
};

const PREFIX = "verana";

/** Hex of the Any that an account keeps as its public key. */
const packed = <T>(type: MessageType<T>, value: T): string => toHex(encodeAny(pack(type, value)));

const secp256k1Key = (hex: string) => pack(Secp256k1Key, { key: fromHex(hex) });

/** Rows of a table; an empty table would assert nothing. */
function rows(name: string): readonly (readonly string[])[] {
  const table = data[name] ?? [];
  expect(table.length).toBeGreaterThan(0);
  return table;
}

describe("addresses", () => {
  it("of module accounts come from their names", () => {
    for (const [name = "", bytes, text] of rows("module_accounts")) {
      expect(toHex(moduleAddress(name)), name).toBe(bytes);
      expect(addressText(PREFIX, moduleAddress(name))).toBe(text);
    }
  });

  it("of group policies come from their sequence", () => {
    for (const [sequence = "", bytes, text, credential, key] of rows("group_policies")) {
      const address = groupPolicyAddress(BigInt(sequence));
      expect(toHex(address)).toBe(bytes);
      expect(addressText(PREFIX, address)).toBe(text);
      const own = { moduleName: "group", derivationKeys: policyKeys(BigInt(sequence)) };
      expect(toHex(ModuleCredential.encode(own))).toBe(credential);
      expect(packed(ModuleCredential, own)).toBe(key);
    }
  });

  it("of modules come from any number of derivation keys", () => {
    expect(data.derived.length).toBeGreaterThan(0);
    for (const [name, keys, bytes, text] of data.derived) {
      const address = derivedModuleAddress(name, keys.map(fromHex));
      expect(toHex(address)).toBe(bytes);
      expect(addressText(PREFIX, address)).toBe(text);
    }
  });

  it("of secp256k1 keys are hashes of the compressed key", () => {
    for (const row of rows("secp256k1")) {
      const [secret = "", key = "", bytes, text, valoper, any, amino, message = "", signature] =
        row;
      expect(toHex(secp256k1.getPublicKey(fromHex(secret)))).toBe(key);
      expect(toHex(secp256k1Address(fromHex(key)))).toBe(bytes);
      expect(addressText(PREFIX, secp256k1Address(fromHex(key)))).toBe(text);
      expect(addressText(`${PREFIX}valoper`, secp256k1Address(fromHex(key)))).toBe(valoper);
      expect(amino).toBe(`eb5ae98721${key}`);
      expect(packed(Secp256k1Key, { key: fromHex(key) })).toBe(any);
      expect(toHex(secp256k1.sign(fromHex(message), fromHex(secret)))).toBe(signature);
    }
  });

  it("of ed25519 keys are the start of a hash", () => {
    for (const row of rows("ed25519")) {
      const [seed = "", key = "", bytes, text, any, amino, message = "", signature] = row;
      expect(toHex(ed25519.getPublicKey(fromHex(seed)))).toBe(key);
      expect(toHex(hashedAddress(fromHex(key)))).toBe(bytes);
      expect(addressText(`${PREFIX}valcons`, hashedAddress(fromHex(key)))).toBe(text);
      expect(amino).toBe(`1624de6420${key}`);
      expect(packed(Ed25519Key, { key: fromHex(key) })).toBe(any);
      expect(toHex(ed25519.sign(fromHex(message), fromHex(seed)))).toBe(signature);
    }
  });

  it("of multisig keys come from threshold and keys in order", () => {
    expect(data.multisig.length).toBeGreaterThan(0);
    for (const known of data.multisig) {
      const { amino, bytes, bech32, threshold, public_keys: keys } = known;
      const parts = keys.map((key) => `1226eb5ae98721${key}`).join("");
      expect(amino).toBe(`22c1f7e208${threshold.toString(16).padStart(2, "0")}${parts}`);
      expect(toHex(hashedAddress(fromHex(amino)))).toBe(bytes);
      expect(addressText(PREFIX, fromHex(bytes))).toBe(bech32);
      const key = { threshold, publicKeys: keys.map(secp256k1Key) };
      expect(packed(LegacyAminoPubKey, key)).toBe(known.pub_key_any);
    }
  });

  it("of mnemonics come out as every wallet has them", async () => {
    expect(data.mnemonics.length).toBeGreaterThan(0);
    for (const known of data.mnemonics) {
      const seed = await Bip39.mnemonicToSeed(
        new EnglishMnemonic(known.mnemonic),
        known.passphrase,
      );
      expect(toHex(seed)).toBe(known.seed);
      const master = Slip10.derivePath(Slip10Curve.Secp256k1, seed, []);
      expect(toHex(master.privkey)).toBe(known.master_key);
      expect(toHex(master.chainCode)).toBe(known.chain_code);
      for (const [written = "", secret, key, bytes, text] of known.paths) {
        // Wallets write paths with or without the "m/".
        const path = stringToPath(written.startsWith("m") ? written : `m/${written}`);
        const { privkey } = Slip10.derivePath(Slip10Curve.Secp256k1, seed, path);
        expect(toHex(privkey)).toBe(secret);
        const publicKey = secp256k1.getPublicKey(privkey);
        expect(toHex(publicKey)).toBe(key);
        expect(toHex(secp256k1Address(publicKey))).toBe(bytes);
        expect(addressText(PREFIX, secp256k1Address(publicKey))).toBe(text);
      }
    }
  });
});

describe("address texts", () => {
  it("are read or refused as the reference does", () => {
    for (const [text = "", wanted = ""] of rows("bech32_read")) {
      const parsed = parseAddress(PREFIX, text);
      if (wanted.startsWith("!")) expect(typeof parsed, text).toBe("object");
      else expect(typeof parsed === "string" && toHex(addressBytes(parsed)), text).toBe(wanted);
    }
  });

  it("become lower case and keep their bytes", () => {
    const [, bytes = "", text = ""] = rows("module_accounts")[0] ?? [];
    expect(parseAccount(PREFIX, text.toUpperCase())).toBe(text);
    expect(toHex(addressBytes(text))).toBe(bytes);
    expect(parseAccount("other", text)).toBeUndefined();
    expect(parseAccount(PREFIX, `${text.slice(0, -1)}Q`)).toBeUndefined();
  });

  it("of hostile length or content are refused quickly", () => {
    for (const text of [
      "1".repeat(1_000_000),
      `verana1${"q".repeat(1_000_000)}`,
      "\ud8001a",
      "é1qq",
    ]) {
      expect(parseAccount(PREFIX, text)).toBeUndefined();
    }
  });
});
