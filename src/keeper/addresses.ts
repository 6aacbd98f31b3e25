import { ripemd160 } from "@noble/hashes/legacy.js";
import { bech32 } from "@scure/base";
import { keyText } from "../store/key-text.js";
import { concat } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** Why a text is no address, in Cosmos SDK's words. */
export interface AddressFault {
  /** What a code may hang on: no bech32 text at all, another prefix, a wrong number of bytes. */
  readonly kind: "malformed" | "prefix" | "length";
  readonly reason: string;
}

const MAX_ADDRESS_BYTES = 255;
/** Characters of the longest address text: prefix, separator, 255 bytes in groups of five, checksum. */
const MAX_TEXT = 83 + 1 + 408 + 6;

const VISIBLE_ASCII = /^[!-~]+$/;

/** Texts and bytes of addresses seen lately. What it holds changes speed, never an answer. */
class Recent<K, V> {
  readonly #values = new Map<K, V>();

  constructor(private readonly most: number) {}

  get(key: K, make: () => V): V {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = make();
    if (this.#values.size >= this.most) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}

/** Texts that were valid, with the prefix that they have. */
const prefixOf = new Map<string, string>();
const MOST_TEXTS = 20_000;
const bytesOf = new Recent<string, Uint8Array>(20_000);
const textOf = new Recent<string, string>(20_000);
const ofKey = new Recent<string, Uint8Array>(20_000);

/**
 * The canonical (lower-case) form of an address with this prefix, or why it is none. All upper case
 * is accepted, mixed case is not; 1 to 255 bytes.
 */
export function parseAddress(prefix: string, text: string): string | AddressFault {
  if (prefixOf.get(text) === prefix) return text.toLowerCase();
  const parsed = decodeAddress(prefix, text);
  if (typeof parsed === "string") {
    if (prefixOf.size >= MOST_TEXTS) prefixOf.clear();
    prefixOf.set(text, prefix);
  }
  return parsed;
}

function decodeAddress(prefix: string, text: string): string | AddressFault {
  if (text.trim() === "")
    return { kind: "malformed", reason: "empty address string is not allowed" };
  if (text.length > MAX_TEXT) {
    return { kind: "malformed", reason: "decoding bech32 failed: invalid bech32 string length" };
  }
  // Letters beyond ASCII have lower-case forms within it, and would be a second spelling.
  if (!VISIBLE_ASCII.test(text)) {
    return { kind: "malformed", reason: "decoding bech32 failed: invalid character in string" };
  }
  let decoded: { readonly prefix: string; readonly bytes: Uint8Array };
  try {
    decoded = bech32.decodeToBytes(text);
  } catch {
    return { kind: "malformed", reason: `decoding bech32 failed: ${bech32Fault(text)}` };
  }
  if (decoded.prefix !== prefix) {
    return {
      kind: "prefix",
      reason: `hrp does not match bech32 prefix: expected '${prefix}' got '${decoded.prefix}'`,
    };
  }
  const { length } = decoded.bytes;
  if (length === 0) return { kind: "length", reason: "addresses cannot be empty: unknown address" };
  if (length > MAX_ADDRESS_BYTES) {
    const reason = `address max length is ${MAX_ADDRESS_BYTES}, got ${length}: unknown address`;
    return { kind: "length", reason };
  }
  return text.toLowerCase();
}

/** The canonical form of an account's address; undefined when it is none. */
export function parseAccount(prefix: string, text: string): string | undefined {
  const parsed = parseAddress(prefix, text);
  return typeof parsed === "string" ? parsed : undefined;
}

/** Prefix and bytes of a bech32 text of whatever prefix; undefined where it is none. */
export function decodeBech32(
  text: string,
): { readonly prefix: string; readonly bytes: Uint8Array } | undefined {
  if (text.length > MAX_TEXT || !VISIBLE_ASCII.test(text)) return undefined;
  try {
    const { prefix, bytes } = bech32.decodeToBytes(text);
    return { prefix, bytes };
  } catch {
    return undefined;
  }
}

function bech32Fault(text: string): string {
  if (text.toLowerCase() !== text && text.toUpperCase() !== text) {
    return "string not all lowercase or all uppercase";
  }
  const separator = text.lastIndexOf("1");
  if (separator < 1 || separator + 7 > text.length) return `invalid separator index ${separator}`;
  return "invalid checksum";
}

/** Bytes of an address that was parsed before. */
export function addressBytes(text: string): Uint8Array {
  return bytesOf.get(text, () => bech32.decodeToBytes(text).bytes);
}

/** Bech32 text of an address. */
export function addressText(prefix: string, bytes: Uint8Array): string {
  const key = `${prefix}/${keyText(bytes)}`;
  return textOf.get(key, () => bech32.encode(prefix, bech32.toWords(bytes), false));
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Cosmos SDK's `address.Hash(type, key)`. */
function typedHash(type: Uint8Array, key: Uint8Array): Uint8Array {
  return sha256(concat([sha256(type), key]));
}

/** Address of a module's account: the first 20 bytes of sha256(name). */
export function moduleAddress(name: string): Uint8Array {
  return sha256(text(name)).slice(0, 20);
}

/** Address that a module derives with keys (32 bytes): Cosmos SDK's `address.Module(name, keys…)`. */
export function derivedModuleAddress(name: string, keys: readonly Uint8Array[]): Uint8Array {
  const [first, ...rest] = keys;
  if (first === undefined) return moduleAddress(name);
  const start = typedHash(text("module"), concat([text(name), Uint8Array.of(0), first]));
  return rest.reduce((address, key) => typedHash(address, key), start);
}

/** Derivation keys of a group policy account: the policy table's prefix, then the sequence. */
export function policyKeys(sequence: bigint): readonly [Uint8Array, Uint8Array] {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, sequence);
  return [Uint8Array.of(0x20), number];
}

/** Address of a group policy account (32 bytes). Sequences start at 1. */
export function groupPolicyAddress(sequence: bigint): Uint8Array {
  return derivedModuleAddress("group", policyKeys(sequence));
}

/** Address of a compressed secp256k1 key (33 bytes): ripemd160(sha256(key)). */
export function secp256k1Address(publicKey: Uint8Array): Uint8Array {
  return ofKey.get(keyText(publicKey), () => ripemd160(sha256(publicKey)));
}

/** Address of an ed25519 or multisig key: the first 20 bytes of sha256 of its bytes (amino bytes of a multisig). */
export function hashedAddress(keyBytes: Uint8Array): Uint8Array {
  return sha256(keyBytes).slice(0, 20);
}
