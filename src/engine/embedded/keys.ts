import { readFileSync, writeFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { z } from "zod";
import { base64, fromBase64, upperHex } from "./bytes.js";

/** An ed25519 key pair with its 20-byte address. */
export interface NodeKey {
  readonly address: Uint8Array;
  readonly publicKey: Uint8Array;
  /** The 32-byte seed. */
  readonly seed: Uint8Array;
}

const keyText = (type: string) => z.object({ type: z.literal(type), value: z.string() });
const privateKey = keyText("tendermint/PrivKeyEd25519");
const keyFile = z.object({ priv_key: privateKey });

/** Address of an ed25519 key: the first 20 bytes of its sha256. */
export function addressOf(publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).slice(0, 20);
}

/** A key from its 32-byte seed; a new random one without. */
export function createKey(seed: Uint8Array = ed25519.utils.randomSecretKey()): NodeKey {
  const publicKey = ed25519.getPublicKey(seed);
  return { address: addressOf(publicKey), publicKey, seed };
}

/** Signature over `message`, 64 bytes. */
export function signWith(key: NodeKey, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, key.seed);
}

/** The id of a node in lower-case hex, as peers know it. */
export function nodeId(key: NodeKey): string {
  return upperHex(key.address).toLowerCase();
}

/** Text of `priv_validator_key.json` in CometBFT's form. */
export function validatorKeyJson(key: NodeKey): string {
  const shape = {
    address: upperHex(key.address),
    pub_key: { type: "tendermint/PubKeyEd25519", value: base64(key.publicKey) },
    priv_key: privateKeyJson(key),
  };
  return `${JSON.stringify(shape, null, 2)}\n`;
}

/** Text of `node_key.json` in CometBFT's form. */
export function nodeKeyJson(key: NodeKey): string {
  return `${JSON.stringify({ priv_key: privateKeyJson(key) })}\n`;
}

/** Reads either key file. Throws an Error that names the file when it cannot. */
export function readKeyFile(path: string): NodeKey {
  const parsed = keyFile.safeParse(readJson(path));
  if (!parsed.success) throw new Error(`${path} is no ed25519 key file`);
  const bytes = fromBase64(parsed.data.priv_key.value);
  if (bytes?.length !== 64) throw new Error(`${path} holds no 64-byte ed25519 key`);
  const key = createKey(bytes.slice(0, 32));
  if (Buffer.compare(key.publicKey, bytes.slice(32)) !== 0) {
    throw new Error(`${path}: the two halves of the private key do not belong together`);
  }
  return key;
}

/** Writes a key file that only its owner may read. Refuses to overwrite. */
export function writeKeyFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flag: "wx" });
}

function privateKeyJson(key: NodeKey) {
  const value = base64(Buffer.concat([key.seed, key.publicKey]));
  return { type: "tendermint/PrivKeyEd25519", value };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
