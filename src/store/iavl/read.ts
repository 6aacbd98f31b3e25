import type { Entry, Passing, Range, ReadStore, Span, StoreReader } from "../contract.js";
import { LeafWalk } from "./leaf-walk.js";
import { PassingWalk } from "./passing-walk.js";
import type { StoredNodes } from "./stored-nodes.js";
import { TreePath } from "./tree-path.js";

/** What a tree reader looks at: asked for at every use, since it may move or expire. */
export interface RootSource {
  /** The root now; throws when there is none to read any more. */
  root(): number;
}

/** So many entries are given before anything is passed over: most lists need no more. */
const PATIENCE = 32;

const NOTHING = new Uint8Array(0);

/** Reads one tree. */
export class TreeReader implements ReadStore {
  readonly #pool: StoredNodes;
  readonly #source: RootSource;
  readonly #isSettled: boolean;
  #path: TreePath | undefined;

  /** A settled tree is that of a version: as long as it has a root, this and what lies below are the same. */
  constructor(pool: StoredNodes, source: RootSource, kind: "growing" | "settled" = "growing") {
    this.#pool = pool;
    this.#source = source;
    this.#isSettled = kind === "settled";
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const leaf = this.#find(key);
    return leaf === 0 ? undefined : this.#pool.bytes.read(this.#pool.value(leaf));
  }

  peek(key: Uint8Array): Uint8Array | undefined {
    const leaf = this.#find(key);
    return leaf === 0 ? undefined : this.#pool.bytes.view(this.#pool.value(leaf));
  }

  sizeOf({ gte, lt }: Range): number {
    const root = this.#source.root();
    const end = lt === undefined ? this.#pool.size(root) : below(this.#pool, root, lt);
    const start = gte === undefined ? 0 : below(this.#pool, root, gte);
    return Math.max(0, end - start);
  }

  has(key: Uint8Array): boolean {
    return this.#find(key) !== 0;
  }

  iterate(range: Range = {}): IterableIterator<Entry> {
    const root = this.#source.root();
    const walk = new LeafWalk(this.#pool, root, range, this.#pathFrom(root));
    return new Entries(this.#pool, this.#source, root, walk);
  }

  *keysPassing(range: Span, passing: Passing): IterableIterator<Uint8Array> {
    const root = this.#source.root();
    const { bytes } = this.#pool;
    const keyOf = (leaf: number): Uint8Array => {
      if (this.#source.root() !== root) throw new Error("the tree has moved on while iterated");
      return bytes.read(this.#pool.key(leaf));
    };
    const begun = new LeafWalk(this.#pool, root, range, this.#pathFrom(root));
    let last: Uint8Array = NOTHING;
    for (let count = 0; count < PATIENCE; count += 1) {
      const leaf = begun.next();
      if (leaf === 0) return;
      last = keyOf(leaf);
      yield last;
    }
    const walk = new PassingWalk(this.#pool, { root, after: last, lt: range.lt, passing });
    for (let leaf = walk.next(); leaf !== 0; leaf = walk.next()) yield keyOf(leaf);
  }

  #find(key: Uint8Array): number {
    const root = this.#source.root();
    const path = this.#pathFrom(root);
    if (path === undefined) return findLeaf(this.#pool, root, key);
    const leaf = path.seek(key);
    return this.#pool.bytes.compare(key, this.#pool.key(leaf)) === 0 ? leaf : 0;
  }

  #pathFrom(root: number): TreePath | undefined {
    if (!this.#isSettled || root === 0) return undefined;
    this.#path ??= new TreePath(this.#pool, root);
    return this.#path;
  }
}

/** Copies of what the leaves of a walk hold. */
class Entries implements IterableIterator<Entry> {
  constructor(
    private readonly pool: StoredNodes,
    private readonly source: RootSource,
    private readonly root: number,
    private readonly walk: LeafWalk,
  ) {}

  next(): IteratorResult<Entry> {
    if (this.source.root() !== this.root) throw new Error("the tree has moved on while iterated");
    const leaf = this.walk.next();
    if (leaf === 0) return { done: true, value: undefined };
    const { bytes } = this.pool;
    const entry: Entry = [bytes.read(this.pool.key(leaf)), bytes.read(this.pool.value(leaf))];
    return { done: false, value: entry };
  }

  [Symbol.iterator](): IterableIterator<Entry> {
    return this;
  }
}

/** How many leaves have a key below `key`. */
function below(pool: StoredNodes, root: number, key: Uint8Array): number {
  if (root === 0) return 0;
  let id = root;
  let count = 0;
  while (pool.height(id) > 0) {
    const left = pool.left(id);
    if (pool.bytes.compare(key, pool.key(id)) < 0) {
      id = left;
    } else {
      count += pool.size(left);
      id = pool.right(id);
    }
  }
  return pool.bytes.compare(key, pool.key(id)) > 0 ? count + 1 : count;
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

/** Stores that are made when they are asked for and stay: each remembers where it read last. */
export function rememberStores(make: (name: string) => ReadStore): StoreReader {
  const made = new Map<string, ReadStore>();
  return {
    store(name) {
      const known = made.get(name);
      if (known !== undefined) return known;
      const store = make(name);
      made.set(name, store);
      return store;
    },
  };
}
