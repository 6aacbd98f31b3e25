/** So many measures of a kind are remembered for sure: of a million leaves there are some 50,000. */
const MOST = 1 << 17;

/**
 * What the entries below inner nodes measure at most, by what is measured and by the nodes' hashes: a
 * node that is made anew, in the place of one that was let go or elsewhere, is not taken for another.
 */
export class Measures {
  readonly #kinds = new Map<string, KnownMeasures>();

  constructor(private readonly most = MOST) {}

  /** What is known of a kind. */
  of(kind: string): KnownMeasures {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const made = new KnownMeasures(this.most);
    this.#kinds.set(kind, made);
    return made;
  }
}

/**
 * Measures of one kind: those that were remembered or asked for last, so many of them and no more than
 * twice as many. Nodes that blocks leave alone stay known while others come and go.
 */
export class KnownMeasures {
  #lately = new Map<string, bigint>();
  #before = new Map<string, bigint>();

  constructor(private readonly most: number) {}

  /** The most below the node with this hash; undefined where it is not known. */
  get(hash: string): bigint | undefined {
    const known = this.#lately.get(hash);
    if (known !== undefined) return known;
    const older = this.#before.get(hash);
    if (older !== undefined) this.set(hash, older);
    return older;
  }

  set(hash: string, most: bigint): void {
    // To take out one at a time would cost more with each: a Map begins to look for its first at those gone.
    if (this.#lately.size >= this.most) {
      this.#before = this.#lately;
      this.#lately = new Map();
    }
    this.#lately.set(hash, most);
  }
}
