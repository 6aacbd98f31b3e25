import type { Passing } from "../contract.js";
import type { KnownMeasures } from "./measures.js";
import type { StoredNodes } from "./stored-nodes.js";

/** Leaves of a subtree that are measured one by one; of larger ones only what lies below is put together. */
const BLOCK = 64;

/** What is walked along: the leaves below a root, behind one of them. */
interface Stretch {
  readonly root: number;
  readonly after: Uint8Array;
  /** Where it ends, exclusive. */
  readonly lt: Uint8Array | undefined;
  readonly passing: Passing;
}

/**
 * Walks along the leaves of a stretch, in their order, past subtrees that lie wholly within it and in which
 * nothing measures enough. What a subtree measures is remembered with the nodes, so that many that
 * are passed over once cost next to nothing from then on, at other versions too.
 */
export class PassingWalk {
  readonly #pool: StoredNodes;
  readonly #passing: Passing;
  readonly #known: KnownMeasures;
  readonly #lt: Uint8Array | undefined;
  /** From the root to the node that was given or passed last. */
  readonly #ids: number[] = [];
  /** At each depth, the reference of the first key above the node's; 0: none. */
  readonly #above: number[] = [];
  #depth: number;

  /** Begins behind the leaf at `after`. */
  constructor(pool: StoredNodes, { root, after, lt, passing }: Stretch) {
    this.#pool = pool;
    this.#passing = passing;
    this.#known = pool.measures.of(passing.name);
    this.#lt = lt;
    this.#depth = this.#seek(root, after);
  }

  /** The next leaf; 0 behind the last. */
  next(): number {
    const pool = this.#pool;
    const ids = this.#ids;
    let depth = this.#depth;
    for (;;) {
      for (; depth > 0; depth -= 1) {
        const parent = ids[depth - 1] ?? 0;
        if (pool.left(parent) === ids[depth]) break;
        this.#putTogether(parent);
      }
      const parent = ids[depth - 1] ?? 0;
      if (depth <= 0 || this.#isBehind(pool.key(parent))) return this.#end();
      ids[depth] = pool.right(parent);
      this.#above[depth] = this.#above[depth - 1] ?? 0;
      const leaf = this.#fall(depth);
      if (leaf !== 0) return leaf;
      depth = this.#depth;
    }
  }

  #end(): number {
    this.#depth = 0;
    return 0;
  }

  /** The leaf at `key` or the one before its place, or the very first. */
  #seek(root: number, key: Uint8Array): number {
    const pool = this.#pool;
    let [id, depth] = [root, 0];
    this.#ids.push(root);
    this.#above.push(0);
    while (pool.height(id) > 0) {
      const ref = pool.key(id);
      const isLeft = pool.bytes.compare(key, ref) < 0;
      this.#above.push(isLeft ? ref : (this.#above[depth] ?? 0));
      id = isLeft ? pool.left(id) : pool.right(id);
      this.#ids.push(id);
      depth += 1;
    }
    return depth;
  }

  /** Down the left side to a leaf; 0 where a node is passed over, which is then where the walk stands. */
  #fall(from: number): number {
    const pool = this.#pool;
    let depth = from;
    let id = this.#ids[depth] ?? 0;
    // What lies below a block was measured with it.
    let isDue = pool.size(this.#ids[depth - 1] ?? 0) > BLOCK;
    while (pool.height(id) > 0) {
      if (isDue && this.#isPassed(id, depth)) {
        this.#depth = depth;
        return 0;
      }
      isDue &&= pool.size(id) > BLOCK;
      this.#above[depth + 1] = pool.key(id);
      id = pool.left(id);
      depth += 1;
      this.#ids[depth] = id;
    }
    this.#depth = depth;
    return id;
  }

  #isPassed(id: number, depth: number): boolean {
    const pool = this.#pool;
    const above = this.#above[depth] ?? 0;
    const isWithin = above === 0 ? this.#lt === undefined : !this.#isBeyond(above);
    if (!isWithin || !pool.isHashed(id)) return false;
    const hash = pool.hashText(id);
    let most = this.#known.get(hash);
    if (most === undefined && pool.size(id) <= BLOCK) {
      most = this.#measured(id);
      this.#known.set(hash, most);
    }
    return most !== undefined && most <= this.#passing.most;
  }

  /** The most below a node. */
  #measured(id: number): bigint {
    const pool = this.#pool;
    if (pool.height(id) === 0) return this.#passing.measure(pool.bytes.view(pool.key(id)));
    const [left, right] = [this.#measured(pool.left(id)), this.#measured(pool.right(id))];
    return left > right ? left : right;
  }

  /** Remembers the most below a node where it is known of both its sides. */
  #putTogether(id: number): void {
    const pool = this.#pool;
    if (pool.size(id) <= BLOCK || !pool.isHashed(id)) return;
    const hash = pool.hashText(id);
    if (this.#known.get(hash) !== undefined) return;
    const left = this.#known.get(pool.hashText(pool.left(id)));
    const right = this.#known.get(pool.hashText(pool.right(id)));
    if (left === undefined || right === undefined) return;
    this.#known.set(hash, left > right ? left : right);
  }

  /** Whether the range ends at a key or before it. */
  #isBehind(ref: number): boolean {
    return this.#lt !== undefined && this.#pool.bytes.compare(this.#lt, ref) <= 0;
  }

  /** Whether the range ends before a key. */
  #isBeyond(ref: number): boolean {
    return this.#lt !== undefined && this.#pool.bytes.compare(this.#lt, ref) < 0;
  }
}
