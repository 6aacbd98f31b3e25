import type { ReadContext } from "./context.js";
import { concat, prefixEnd } from "./keys.js";
import type { Walk } from "./space.js";

/** Entries of an index that start alike; behind that stand what orders them and the primary key. */
export interface Listing {
  readonly index: { keys(ctx: ReadContext, walk: Walk): IterableIterator<Uint8Array> };
  readonly start: Uint8Array;
}

/**
 * What all of several listings hold, in the order that they share, from `from` on: what stands behind
 * their starts. Each of them is asked where the others are, so that a long one is not read through
 * for the sake of a short one.
 */
export function* meeting(
  ctx: ReadContext,
  listings: readonly Listing[],
  from: Uint8Array,
): IterableIterator<Uint8Array> {
  const runners = listings.map((listing) => new Runner(ctx, listing));
  let place = from;
  try {
    for (;;) {
      let furthest = place;
      let met = true;
      for (const runner of runners) {
        const head = runner.reach(furthest);
        if (head === undefined) return;
        met = met && Buffer.compare(head, place) === 0;
        furthest = head;
      }
      if (met) yield place;
      place = met ? concat([place, Uint8Array.of(0)]) : furthest;
    }
  } finally {
    for (const runner of runners) runner.close();
  }
}

/** Entries that are passed one by one before the index is asked anew. */
const STEPS = 16;

/** Goes along a listing, never back. */
class Runner {
  #entries: IterableIterator<Uint8Array> | undefined;
  #head: Uint8Array | undefined;

  constructor(
    private readonly ctx: ReadContext,
    private readonly listing: Listing,
  ) {}

  /** The first entry that is not before `place`; undefined when there is none. */
  reach(place: Uint8Array): Uint8Array | undefined {
    if (this.#entries === undefined) this.#goTo(place);
    for (let i = 0; i < STEPS && this.#isBefore(place); i++) this.#step();
    if (this.#isBefore(place)) this.#goTo(place);
    return this.#head;
  }

  close(): void {
    this.#entries?.return?.();
  }

  #goTo(place: Uint8Array): void {
    this.close();
    const { index, start } = this.listing;
    const lt = prefixEnd(start);
    const gte = concat([start, place]);
    this.#entries = index.keys(this.ctx, { gte, ...(lt === undefined ? {} : { lt }) });
    this.#step();
  }

  #isBefore(place: Uint8Array): boolean {
    return this.#head !== undefined && Buffer.compare(this.#head, place) < 0;
  }

  #step(): void {
    const next = this.#entries?.next();
    const found: Uint8Array | undefined = next?.done === false ? next.value : undefined;
    this.#head = found?.subarray(this.listing.start.length);
  }
}
