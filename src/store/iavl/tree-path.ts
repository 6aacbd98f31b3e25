import type { StoredNodes } from "./stored-nodes.js";

/**
 * The way from a root that does not change any more down to a leaf. The next key is looked for from
 * where the ways part: keys that are asked for one after the other often lie close together, and to
 * find one of a million from the root takes twenty steps.
 */
export class TreePath {
  /** Nodes from the root to the leaf. */
  readonly ids: number[] = [];
  // At each depth, references of the first key above the node's and of the least on its right side; 0: none.
  readonly #above: number[] = [];
  readonly #least: number[] = [];
  readonly #pool: StoredNodes;
  #depth = 0;

  /** The root is a node, not 0. */
  constructor(pool: StoredNodes, root: number) {
    this.#pool = pool;
    this.ids.push(root);
    this.#above.push(0);
    this.#least.push(0);
  }

  /** Where in `ids` the leaf stands. */
  get depth(): number {
    return this.#depth;
  }

  /** Goes to the leaf of a key, or to the one before its place, or to the very first. Returns it. */
  seek(key: Uint8Array): number {
    const { ids } = this;
    const pool = this.#pool;
    const above = this.#above;
    const least = this.#least;
    let depth = this.#surrounding(key);
    let id = ids[depth] ?? 0;
    while (pool.height(id) > 0) {
      const ref = pool.key(id);
      const isLeft = pool.bytes.compare(key, ref) < 0;
      above[depth + 1] = isLeft ? ref : (above[depth] ?? 0);
      least[depth + 1] = isLeft ? (least[depth] ?? 0) : ref;
      id = isLeft ? pool.left(id) : pool.right(id);
      depth += 1;
      ids[depth] = id;
    }
    this.#depth = depth;
    return id;
  }

  /** Depth of the lowest node among whose keys `key` belongs. */
  #surrounding(key: Uint8Array): number {
    const { bytes } = this.#pool;
    // Bounds that were looked at: most are those of the node above as well.
    let [fits, tooLow, tooHigh] = [0, 0, 0];
    let depth = this.#depth;
    for (; depth > 0; depth -= 1) {
      const above = this.#above[depth] ?? 0;
      const least = this.#least[depth] ?? 0;
      if (above !== 0 && above !== fits) {
        if (above === tooLow) continue;
        if (bytes.compare(key, above) >= 0) {
          tooLow = above;
          continue;
        }
        fits = above;
      }
      if (least === 0) break;
      if (least === tooHigh) continue;
      if (bytes.compare(key, least) >= 0) break;
      tooHigh = least;
    }
    return depth;
  }
}
