import { keyText } from "../../store/key-text.js";
import type { Secp256k1 } from "./secp256k1.js";

/** Signatures that are remembered, in each of two halves; about 3 MB when both are full. */
const MOST = 10_000;

/**
 * Remembers which signatures were right, so that a block need not verify again what CheckTx did. An
 * entry is named by all that was verified: key, digest of the signed bytes and signature; so it can
 * only spare work, never change an answer. Wrong signatures are not remembered.
 */
export function rememberVerified(curve: Secp256k1, most = MOST): Secp256k1 {
  const right = new RecentTexts(most);
  return {
    isPublicKey: (key) => curve.isPublicKey(key),
    verify(key, digest, signature) {
      // Of these lengths only can it be right; they also keep one triple from looking like another.
      if (key.length !== 33 || digest.length !== 32 || signature.length !== 64) return false;
      const name = keyText(key) + keyText(digest) + keyText(signature);
      if (right.has(name)) return true;
      if (!curve.verify(key, digest, signature)) return false;
      right.add(name);
      return true;
    },
  };
}

/** The texts of late: when the newer half is full it becomes the older, which is forgotten. */
class RecentTexts {
  #newer = new Set<string>();
  #older = new Set<string>();

  constructor(private readonly most: number) {}

  has(text: string): boolean {
    return this.#newer.has(text) || this.#older.has(text);
  }

  add(text: string): void {
    if (this.#newer.size >= this.most) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
    this.#newer.add(text);
  }
}
