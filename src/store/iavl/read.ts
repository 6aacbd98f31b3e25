import type { Entry, Range, ReadStore } from "../contract.js";
import type { StoredNodes } from "./stored-nodes.js";

/** What a tree reader looks at: asked for at every use, since it may move or expire. */
export interface RootSource {
  /** The root now; throws when there is none to read any more. */
  root(): number;
}

/** Reads one tree. */
export class TreeReader implements ReadStore {
  readonly #pool: StoredNodes;
  readonly #source: RootSource;

  constructor(pool: StoredNodes, source: RootSource) {
    this.#pool = pool;
    this.#source = source;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const leaf = findLeaf(this.#pool, this.#source.root(), key);
    return leaf === 0 ? undefined : this.#pool.bytes.read(this.#pool.value(leaf));
  }

  has(key: Uint8Array): boolean {
    return findLeaf(this.#pool, this.#source.root(), key) !== 0;
  }

  *iterate(range: Range = {}): IterableIterator<Entry> {
    const { bytes } = this.#pool;
    const root = this.#source.root();
    for (const leaf of leaves(this.#pool, root, range)) {
      yield [bytes.read(this.#pool.key(leaf)), bytes.read(this.#pool.value(leaf))];
      if (this.#source.root() !== root) throw new Error("the tree has moved on while iterated");
    }
  }
}

/** The leaf that holds `key`; 0 if none does. */
export function findLeaf(pool: StoredNodes, root: number, key: Uint8Array): number {
  if (root === 0) return 0;
  let id = root;
  while (pool.height(id) > 0) {
    id = pool.bytes.compare(key, pool.key(id)) < 0 ? pool.left(id) : pool.right(id);
  }
  return pool.bytes.compare(key, pool.key(id)) === 0 ? id : 0;
}

/** Leaves of a range in its order. */
export function* leaves(pool: StoredNodes, root: number, range: Range): Generator<number> {
  const { gte, lt, reverse } = range;
  const pending = root === 0 ? [] : [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const key = pool.key(id);
    // A node's key is the smallest on its right; a leaf's is its own.
    const belowEnd = lt === undefined || pool.bytes.compare(lt, key) > 0;
    if (pool.height(id) === 0) {
      if (belowEnd && (gte === undefined || pool.bytes.compare(gte, key) <= 0)) yield id;
      continue;
    }
    const fromStart = gte === undefined || pool.bytes.compare(gte, key) < 0;
    if (reverse === true) {
      if (fromStart) pending.push(pool.left(id));
      if (belowEnd) pending.push(pool.right(id));
    } else {
      if (belowEnd) pending.push(pool.right(id));
      if (fromStart) pending.push(pool.left(id));
    }
  }
}
