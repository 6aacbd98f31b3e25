import { StoreFault } from "../contract.js";
import { removeKey, setKey } from "./edit.js";
import { NodeHasher } from "./node-hash.js";
import { NodePool } from "./node-pool.js";

/** Trees that share one pool of nodes and count versions from the same first one. */
export class Forest {
  readonly pool = new NodePool();
  readonly hasher: NodeHasher;
  /** The first version of all. */
  readonly first: bigint;

  constructor(first: bigint) {
    this.first = first;
    this.hasher = new NodeHasher(this.pool, first);
  }

  /** Starts building a version. */
  begin(version: bigint): void {
    const offset = version - this.first;
    if (offset < 0n || offset > 0xffff_ffffn) throw new StoreFault(`no version ${version} here`);
    this.pool.begin(Number(offset));
  }

  /** Applies one write: without a value it removes. Returns the new root. */
  apply(root: number, key: Uint8Array, value: Uint8Array | undefined): number {
    return value === undefined
      ? removeKey(this.pool, root, key)
      : setKey(this.pool, root, key, value);
  }
}
