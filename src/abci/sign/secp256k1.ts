import { secp256k1 } from "@noble/curves/secp256k1.js";

/** Checks secp256k1 signatures; a native one may stand in for {@link nobleSecp256k1}. */
export interface Secp256k1 {
  /** Whether 33 bytes are a compressed point whose x is below the field's order. */
  isPublicKey(key: Uint8Array): boolean;
  /**
   * Whether `signature` is r‖s, 64 bytes, both above zero and below n [D-TX-02], s at most n/2, and
   * fits the 32-byte digest. False, never an exception, for anything malformed.
   */
  verify(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean;
}

const OPTIONS = { prehash: false, lowS: true, format: "compact" } as const;

/** Whether the bytes have the length and the first byte of a compressed point. */
export const isCompressed = (key: Uint8Array): boolean =>
  key.length === 33 && (key[0] === 2 || key[0] === 3);

/** The pure one. */
export const nobleSecp256k1: Secp256k1 = {
  isPublicKey(key) {
    if (!isCompressed(key)) return false;
    try {
      secp256k1.Point.fromBytes(key).assertValidity();
      return true;
    } catch {
      return false;
    }
  },
  verify(key, digest, signature) {
    if (!isCompressed(key) || digest.length !== 32 || signature.length !== 64) return false;
    try {
      return secp256k1.verify(signature, digest, key, OPTIONS);
    } catch {
      return false;
    }
  },
};
