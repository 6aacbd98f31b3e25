import { StoreFault } from "../contract.js";
import { RecordReader, RecordWriter } from "../record.js";
import type { NodePool } from "./node-pool.js";
import { HASH_LENGTH } from "./stored-nodes.js";

const LEAF = 0;
const INNER = 1;
/** Added to the kind of a node whose hash follows. */
const WITH_HASH = 2;

/**
 * A tree as sealed records of about `size` bytes, children before their parent. Heights, sizes and
 * inner keys are left out: they follow from the leaves and the shape. So do the hashes, which are
 * three quarters of the work of loading: records that only this node reads may hold them, `hashes`.
 */
export function* dumpTree(
  pool: NodePool,
  root: number,
  size: number,
  hashes: "hashes" | "no hashes" = "no hashes",
): Generator<Uint8Array> {
  const added = hashes === "hashes" ? WITH_HASH : 0;
  let record = new RecordWriter();
  for (const id of postOrder(pool, root)) {
    const isLeaf = pool.height(id) === 0;
    record.uvarint((isLeaf ? LEAF : INNER) + added).uvarint(pool.version(id));
    if (isLeaf) {
      record.bytes(pool.bytes.view(pool.key(id))).bytes(pool.bytes.view(pool.value(id)));
    }
    if (added > 0) record.raw(pool.hash(id));
    if (record.length < size) continue;
    yield record.seal();
    record = new RecordWriter();
  }
  if (record.length > 0) yield record.seal();
}

interface Subtree {
  readonly id: number;
  /** Reference of its smallest key. */
  readonly smallest: number;
}

/** What a tree that someone else made can hold at the most. */
export interface TreeBounds {
  readonly leaves: number;
  /** Of the newest node, counted as the pool counts. */
  readonly version: number;
}

/**
 * Builds a tree from the records that dumpTree made, in their order. With bounds it takes only what
 * an IAVL tree can be: ascending keys, balanced, no node older than its children.
 */
export class TreeLoader {
  readonly #pool: NodePool;
  readonly #bounds: TreeBounds | undefined;
  readonly #stack: Subtree[] = [];
  #leaves = 0;
  #largest = 0;

  constructor(pool: NodePool, bounds?: TreeBounds) {
    this.#pool = pool;
    this.#bounds = bounds;
  }

  /** Takes the next record; `name` is what a StoreFault calls it. */
  add(name: string, bytes: Uint8Array): void {
    const reader = RecordReader.sealed(name, bytes);
    // The hashes of a tree that someone else made are not taken for granted.
    const most = this.#bounds === undefined ? INNER + WITH_HASH : INNER;
    while (!reader.done) {
      const kind = reader.uvarint();
      if (kind > most) throw new StoreFault(`${name} holds an unknown kind of node`);
      const isLeaf = kind === LEAF || kind === LEAF + WITH_HASH;
      const id = isLeaf ? this.#leaf(name, reader) : this.#inner(name, reader);
      if (kind >= WITH_HASH) {
        this.#pool.copyHashFrom(id, reader.source, reader.skip(HASH_LENGTH));
      }
    }
  }

  /** Roots of the subtrees built so far. */
  roots(): readonly number[] {
    return this.#stack.map(({ id }) => id);
  }

  /** The root; 0 if no record came. */
  finish(name: string): number {
    if (this.#stack.length > 1) throw new StoreFault(`${name} ends within a tree`);
    return this.#stack.pop()?.id ?? 0;
  }

  #leaf(name: string, reader: RecordReader): number {
    const version = reader.uvarint();
    const { source } = reader;
    const keyLength = reader.uvarint();
    const keyAt = reader.skip(keyLength);
    const valueLength = reader.uvarint();
    const valueAt = reader.skip(valueLength);
    if (this.#bounds !== undefined) {
      const key = source.subarray(keyAt, keyAt + keyLength);
      const value = source.subarray(valueAt, valueAt + valueLength);
      this.#requireLeaf(name, this.#bounds, version, key, value);
    }
    const { bytes } = this.#pool;
    const ref = bytes.putFrom(source, keyAt, keyLength);
    const id = this.#pool.leaf(ref, bytes.putFrom(source, valueAt, valueLength), version);
    this.#stack.push({ id, smallest: ref });
    this.#leaves += 1;
    this.#largest = ref;
    return id;
  }

  #requireLeaf(
    name: string,
    bounds: TreeBounds,
    version: number,
    key: Uint8Array,
    value: Uint8Array,
  ): void {
    const isAfter = this.#leaves === 0 || this.#pool.bytes.compare(key, this.#largest) > 0;
    const isSound = key.length > 0 && value.length > 0 && isAfter;
    if (isSound && version <= bounds.version && this.#leaves < bounds.leaves) return;
    throw new StoreFault(`${name} holds a leaf that is out of place`);
  }

  #inner(name: string, reader: RecordReader): number {
    const right = this.#stack.pop();
    const left = this.#stack.pop();
    if (right === undefined || left === undefined) {
      throw new StoreFault(`${name} holds a node without its children`);
    }
    const version = reader.uvarint();
    if (this.#bounds !== undefined) {
      this.#requireInner(name, this.#bounds, version, left.id, right.id);
    }
    const key = this.#pool.bytes.retain(right.smallest);
    const id = this.#pool.inner(key, left.id, right.id, version);
    this.#stack.push({ id, smallest: left.smallest });
    return id;
  }

  #requireInner(
    name: string,
    bounds: TreeBounds,
    version: number,
    left: number,
    right: number,
  ): void {
    const pool = this.#pool;
    const isBalanced = Math.abs(pool.height(left) - pool.height(right)) <= 1;
    const newest = Math.max(pool.version(left), pool.version(right));
    if (isBalanced && version >= newest && version <= bounds.version) return;
    throw new StoreFault(`${name} holds an inner node that no such tree has`);
  }
}

/** Every node of a tree, children first. */
export function* postOrder(pool: NodePool, root: number): Generator<number> {
  const pending = root === 0 ? [] : [{ id: root, opened: false }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { id, opened } = step;
    if (opened || pool.height(id) === 0) {
      yield id;
      continue;
    }
    pending.push({ id, opened: true });
    pending.push({ id: pool.right(id), opened: false }, { id: pool.left(id), opened: false });
  }
}
