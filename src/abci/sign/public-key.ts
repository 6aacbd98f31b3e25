import { PubKey as Ed25519Key } from "../../gen/cosmos/crypto/ed25519.js";
import { LegacyAminoPubKey } from "../../gen/cosmos/crypto/multisig.js";
import { PubKey as Secp256k1Key } from "../../gen/cosmos/crypto/secp256k1.js";
import { hashedAddress, secp256k1Address } from "../../keeper/addresses.js";
import { concat } from "../../keeper/bytes.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { Any } from "../../wire/descriptor.js";
import { MAX_ANY_DEPTH } from "../../wire/strict.js";
import { Writer } from "../../wire/writer.js";
import { nobleSecp256k1, type Secp256k1 } from "./secp256k1.js";

/** A public key of an account, by its type. */
export type PublicKey = SingleKey | MultisigKey;

export interface SingleKey {
  readonly kind: "secp256k1" | "ed25519";
  readonly key: Uint8Array;
}

export interface MultisigKey {
  readonly kind: "multisig";
  /** Signatures needed. */
  readonly threshold: number;
  /** Members in the order that the bit array names them. */
  readonly keys: readonly PublicKey[];
}

const KEY_LENGTH = { secp256k1: 33, ed25519: 32 } as const;
/** Amino's four type bytes and the length of the key, as they stand before the key. */
const AMINO_PREFIX = {
  secp256k1: Uint8Array.of(0xeb, 0x5a, 0xe9, 0x87, 33),
  ed25519: Uint8Array.of(0x16, 0x24, 0xde, 0x64, 32),
  multisig: Uint8Array.of(0x22, 0xc1, 0xf7, 0xe2),
} as const;

/** Reads a packed key. Refuses with `sdk` 8 a type that no account can have and a key of wrong length. */
export function unpackPublicKey(any: Any, depth = 1): PublicKey {
  switch (any.typeUrl) {
    case Secp256k1Key.typeUrl:
      return single("secp256k1", Secp256k1Key.decode(any.value).key);
    case Ed25519Key.typeUrl:
      return single("ed25519", Ed25519Key.decode(any.value).key);
    case LegacyAminoPubKey.typeUrl: {
      if (depth > MAX_ANY_DEPTH)
        refuse(sdkErrors.invalidPubKey, { log: "multisig keys are nested too deep" });
      const { threshold, publicKeys } = LegacyAminoPubKey.decode(any.value);
      return {
        kind: "multisig",
        threshold,
        keys: publicKeys.map((key) => unpackPublicKey(key, depth + 1)),
      };
    }
    default:
      return refuse(sdkErrors.invalidPubKey, { log: `unsupported key type: ${any.typeUrl}` });
  }
}

function single(kind: SingleKey["kind"], key: Uint8Array): SingleKey {
  if (key.length !== KEY_LENGTH[kind]) {
    refuse(sdkErrors.invalidPubKey, { log: `length of pubkey is incorrect: ${key.length}` });
  }
  return { kind, key };
}

/** The Any that holds a key. */
export function packPublicKey(key: PublicKey): Any {
  switch (key.kind) {
    case "secp256k1":
      return { typeUrl: Secp256k1Key.typeUrl, value: Secp256k1Key.encode({ key: key.key }) };
    case "ed25519":
      return { typeUrl: Ed25519Key.typeUrl, value: Ed25519Key.encode({ key: key.key }) };
    case "multisig": {
      const publicKeys = key.keys.map(packPublicKey);
      const value = LegacyAminoPubKey.encode({ threshold: key.threshold, publicKeys });
      return { typeUrl: LegacyAminoPubKey.typeUrl, value };
    }
  }
}

/** Amino bytes of a key; a multisig's address is their hash. */
export function aminoKeyBytes(key: PublicKey): Uint8Array {
  if (key.kind !== "multisig") return concat([AMINO_PREFIX[key.kind], key.key]);
  const writer = new Writer();
  if (key.threshold !== 0) writer.uint32(8).uint32(key.threshold);
  for (const member of key.keys) writer.uint32(18).bytesValue(aminoKeyBytes(member));
  return concat([AMINO_PREFIX.multisig, writer.finish()]);
}

/** The 20 bytes of the account that a key controls. */
export function publicKeyAddress(key: PublicKey): Uint8Array {
  switch (key.kind) {
    case "secp256k1":
      return secp256k1Address(key.key);
    case "ed25519":
      return hashedAddress(key.key);
    case "multisig":
      return hashedAddress(aminoKeyBytes(key));
  }
}

/** Keys in a key: one, or all members at every level. */
export function countKeys(key: PublicKey): number {
  return key.kind === "multisig" ? key.keys.reduce((sum, member) => sum + countKeys(member), 0) : 1;
}

/**
 * [D-TX-02] Refuses a secp256k1 key that is no compressed point with reduced coordinates (`sdk` 8)
 * and a multisig with threshold 0 or with a key listed twice (`sdk` 4), at every level.
 */
export function checkPublicKey(key: PublicKey, curve: Secp256k1 = nobleSecp256k1): void {
  if (key.kind === "secp256k1" && !curve.isPublicKey(key.key)) {
    refuse(sdkErrors.invalidPubKey, { log: "secp256k1 key is not on curve" });
  }
  if (key.kind !== "multisig") return;
  if (key.threshold === 0) refuse(sdkErrors.unauthorized, { log: "multisig with threshold 0" });
  const seen = new Set<string>();
  for (const member of key.keys) {
    checkPublicKey(member, curve);
    const text = Buffer.from(aminoKeyBytes(member)).toString("hex");
    if (seen.has(text)) refuse(sdkErrors.unauthorized, { log: "multisig with a key listed twice" });
    seen.add(text);
  }
}
