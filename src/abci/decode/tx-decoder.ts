import { sha256Text } from "../../keeper/sha256.js";
import type { ResolveType } from "../../wire/strict.js";
import { type DecodedTx, decodeTx } from "./decode-tx.js";
import { heldBytes } from "./held-bytes.js";

/**
 * Memory of the decoded transactions in each of two halves: a full mempool of 5,000 transfers, each
 * some 4 KB. What is made of empty lists takes fifty times its bytes, and counts as such.
 */
const MOST_BYTES = 24 * 1_048_576;
/** What the map holds for each, and what is worked out later: the signers. */
const NAMED = 256;
/** Longer transactions are rare, and not remembered. */
const LONGEST = 16_384;

/**
 * Decodes transactions and remembers those of late, so that proposals, blocks and rechecks need not
 * decode again what CheckTx did. Equal bytes always decode alike, so it can only spare work. What was
 * refused is not remembered.
 */
export class TxDecoder {
  #newer = new Map<string, DecodedTx>();
  #older = new Map<string, DecodedTx>();
  #newerBytes = 0;

  constructor(
    private readonly resolve: ResolveType,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** Refuses as `decodeTx` does. What it gives may have been given before, and is not changed. */
  decode(bytes: Uint8Array): DecodedTx {
    if (bytes.length > LONGEST) return decodeTx(bytes, this.resolve);
    const name = sha256Text(bytes);
    const recent = this.#newer.get(name);
    if (recent !== undefined) return recent;
    const known = this.#older.get(name);
    // A copy of its own: the bytes may be a small part of a large frame.
    const tx = known ?? decodeTx(Uint8Array.from(bytes), this.resolve);
    this.#remember(name, tx);
    return tx;
  }

  /** When the newer half is full it becomes the older one, which is forgotten. */
  #remember(name: string, tx: DecodedTx): void {
    const held = NAMED + tx.bytes.length + heldBytes(tx);
    if (this.#newerBytes + held > this.mostBytes) {
      this.#older = this.#newer;
      this.#newer = new Map();
      this.#newerBytes = 0;
    }
    this.#newer.set(name, tx);
    this.#newerBytes += held;
  }
}
