import type { Range } from "../contract.js";
import type { StoredNodes } from "./stored-nodes.js";
import type { TreePath } from "./tree-path.js";

/** Walks along the leaves of a range, in its order. */
export class LeafWalk {
  readonly #pool: StoredNodes;
  readonly #range: Range;
  /** From the root to the leaf that was given last. */
  readonly #ids: number[] = [];
  /** Where in `ids` the leaf stands; -1 behind the last. */
  #depth = -1;
  #hasBegun = false;

  /** A `path` of the same root spares most of the way to the first leaf. */
  constructor(
    pool: StoredNodes,
    root: number,
    range: Range,
    private readonly path?: TreePath,
  ) {
    this.#pool = pool;
    this.#range = range;
    if (root === 0) this.#hasBegun = true;
    else this.#ids.push(root);
  }

  /** The next leaf; 0 behind the last. */
  next(): number {
    if (this.#range.reverse === true) this.#backward();
    else this.#forward();
    this.#hasBegun = true;
    return this.#ids[this.#depth] ?? 0;
  }

  #forward(): void {
    const { gte, lt } = this.#range;
    if (this.#hasBegun) {
      this.#step(lt);
      return;
    }
    if (gte === undefined) this.#fall(0, "left");
    else if (this.#compare(gte, this.#seek(gte)) > 0) {
      this.#step(lt);
      return;
    }
    if (lt !== undefined && this.#compare(lt, this.#ids[this.#depth] ?? 0) <= 0) this.#depth = -1;
  }

  #backward(): void {
    const { gte, lt } = this.#range;
    if (this.#hasBegun) this.#stepBack();
    else if (lt === undefined) this.#fall(0, "right");
    else if (this.#compare(lt, this.#seek(lt)) <= 0) this.#stepBack();
    if (this.#depth < 0 || gte === undefined) return;
    if (this.#compare(gte, this.#ids[this.#depth] ?? 0) > 0) this.#depth = -1;
  }

  /** To the leaf of a key, or to the one before its place, or to the very first. */
  #seek(key: Uint8Array): number {
    const ids = this.#ids;
    if (this.path !== undefined) {
      const leaf = this.path.seek(key);
      this.#depth = this.path.depth;
      for (let depth = 0; depth <= this.#depth; depth += 1) ids[depth] = this.path.ids[depth] ?? 0;
      return leaf;
    }
    const pool = this.#pool;
    let depth = 0;
    let id = ids[0] ?? 0;
    while (pool.height(id) > 0) {
      id = this.#compare(key, id) < 0 ? pool.left(id) : pool.right(id);
      depth += 1;
      ids[depth] = id;
    }
    this.#depth = depth;
    return id;
  }

  /** To the first leaf on the right, unless it lies at `lt` or above. */
  #step(lt: Uint8Array | undefined): void {
    const pool = this.#pool;
    for (let depth = this.#depth; depth > 0; depth -= 1) {
      const parent = this.#ids[depth - 1] ?? 0;
      if (pool.left(parent) !== this.#ids[depth]) continue;
      // A node's key is the smallest on its right.
      if (lt !== undefined && this.#compare(lt, parent) <= 0) break;
      this.#ids[depth] = pool.right(parent);
      this.#fall(depth, "left");
      return;
    }
    this.#depth = -1;
  }

  /** To the first leaf on the left. */
  #stepBack(): void {
    const pool = this.#pool;
    for (let depth = this.#depth; depth > 0; depth -= 1) {
      const parent = this.#ids[depth - 1] ?? 0;
      if (pool.right(parent) !== this.#ids[depth]) continue;
      this.#ids[depth] = pool.left(parent);
      this.#fall(depth, "right");
      return;
    }
    this.#depth = -1;
  }

  /** From the node at `from` down along one side. */
  #fall(from: number, side: "left" | "right"): void {
    const pool = this.#pool;
    let depth = from;
    let id = this.#ids[depth] ?? 0;
    while (pool.height(id) > 0) {
      id = side === "left" ? pool.left(id) : pool.right(id);
      depth += 1;
      this.#ids[depth] = id;
    }
    this.#depth = depth;
  }

  #compare(key: Uint8Array, id: number): number {
    return this.#pool.bytes.compare(key, this.#pool.key(id));
  }
}
