import { createHash, hash as digest } from "node:crypto";
import { EMPTY_HASH } from "./iavl/node-hash.js";
import { RecordWriter } from "./record.js";

/** A store's name and root hash. */
export interface NamedHash {
  readonly name: string;
  readonly hash: Uint8Array;
}

/** The hash of all stores together; they must come sorted by name. */
export function appHashOf(stores: readonly NamedHash[]): Uint8Array {
  return stores.length === 0 ? EMPTY_HASH : subtree(stores.map(leaf));
}

/** What surrounds the hash on its way up, from the leaf of store `index` to the app hash. */
export function pathOf(
  stores: readonly NamedHash[],
  index: number,
): readonly { readonly prefix: Uint8Array; readonly suffix: Uint8Array }[] {
  return climb(stores.map(leaf), index);
}

function climb(leaves: readonly Uint8Array[], index: number): ReturnType<typeof pathOf> {
  if (leaves.length === 1) return [];
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  if (index < split) {
    return [...climb(left, index), { prefix: Uint8Array.of(1), suffix: subtree(right) }];
  }
  const prefix = Uint8Array.of(1, ...subtree(left));
  return [...climb(right, index - split), { prefix, suffix: new Uint8Array() }];
}

// A leaf holds the store's hash hashed once more.
function leaf({ name, hash }: NamedHash): Uint8Array {
  const value = digest("sha256", hash, "buffer");
  const preimage = new RecordWriter().uvarint(0).text(name).bytes(value);
  return digest("sha256", preimage.finish(), "buffer");
}

function subtree(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const split = largestPowerBelow(leaves.length);
  return createHash("sha256")
    .update(Uint8Array.of(1))
    .update(subtree(leaves.slice(0, split)))
    .update(subtree(leaves.slice(split)))
    .digest();
}

function largestPowerBelow(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}
