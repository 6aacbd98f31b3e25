/** So many measures of a kind are remembered: of a million leaves there are some 50,000. */
const MOST = 1 << 17;

/**
 * What the entries below inner nodes measure at most, by what is measured and by the nodes' hashes: a
 * node that is made anew, in the place of one that was let go or elsewhere, is not taken for another.
 */
export class Measures {
  readonly #kinds = new Map<string, Map<string, bigint>>();

  /** The most of a kind below the node with this hash. */
  of(kind: string): Map<string, bigint> {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const made = new Map<string, bigint>();
    this.#kinds.set(kind, made);
    return made;
  }
}

/** Remembers one more measure, and forgets the one that was made first where there are too many. */
export function remember(measures: Map<string, bigint>, hash: string, most: bigint): void {
  measures.set(hash, most);
  if (measures.size <= MOST) return;
  for (const first of measures.keys()) {
    measures.delete(first);
    return;
  }
}
