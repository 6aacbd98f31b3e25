import { secp256k1 } from "@noble/curves/secp256k1.js";
import { CliError } from "../failure.js";

/** A key pair of secp256k1. */
export interface KeyPair {
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
}

/** Signature over the sha256 of bytes, 64 bytes with the low s. */
export function signMessage(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return secp256k1.sign(message, privateKey);
}

/** The pair of a private key. Throws CliError for 32 bytes that are none. */
export function keyPair(privateKey: Uint8Array): KeyPair {
  if (!secp256k1.utils.isValidSecretKey(privateKey)) {
    throw new CliError("the bytes are no private key of secp256k1");
  }
  return { privateKey, publicKey: secp256k1.getPublicKey(privateKey, true) };
}
