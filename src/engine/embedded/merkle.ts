import { sha256 } from "@noble/hashes/sha2.js";

/** A merkle proof of one item, as CometBFT gives it. `aunts` go from the leaf to the root. */
export interface MerkleProof {
  readonly total: number;
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly aunts: readonly Uint8Array[];
}

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

/** Root of the RFC 6962 tree over `items`; sha256 of nothing for an empty list. */
export function merkleRoot(items: readonly Uint8Array[]): Uint8Array {
  return rootOf(items.map(leafHash));
}

/** Proof that `items[index]` is under `merkleRoot(items)`. Throws RangeError outside the list. */
export function merkleProof(items: readonly Uint8Array[], index: number): MerkleProof {
  const leaves = items.map(leafHash);
  const leaf = leaves[index];
  if (leaf === undefined) throw new RangeError(`no item ${index} among ${items.length}`);
  return { total: items.length, index, leafHash: leaf, aunts: auntsOf(leaves, index) };
}

function leafHash(item: Uint8Array): Uint8Array {
  return sha256.create().update(LEAF).update(item).digest();
}

function innerHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(INNER).update(left).update(right).digest();
}

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  const split = splitPoint(leaves.length);
  return innerHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function auntsOf(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const split = splitPoint(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...auntsOf(left, index), rootOf(right)]
    : [...auntsOf(right, index - split), rootOf(left)];
}

/** The largest power of two below `length`. */
function splitPoint(length: number): number {
  return 2 ** (31 - Math.clz32(length - 1));
}
