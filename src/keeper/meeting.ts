import type { Passing } from "../store/contract.js";
import type { ReadContext } from "./context.js";
import { concat, prefixEnd } from "./keys.js";
import type { Walk } from "./space.js";

/** Entries of an index that start alike; behind that stand what orders them and the primary key. */
export interface Listing<V> {
  readonly index: {
    keys(ctx: ReadContext, walk: Walk, passing?: Passing): IterableIterator<Uint8Array>;
    size(ctx: ReadContext, walk: Walk): number | undefined;
  };
  readonly start: Uint8Array;
  /** What of it counts for nothing and need not be looked at. */
  readonly passing?: Passing | undefined;
  /** Whether this listing has an entry of what another one lists. */
  holds(value: V): boolean;
}

/** Places behind the listings' starts: from `from` on, none from `to` on where there is an end. */
export interface Stretch {
  readonly from: Uint8Array;
  readonly to?: Uint8Array | undefined;
}

/** Where listings meet. */
export interface Meeting<V> {
  readonly listings: readonly Listing<V>[];
  readonly stretch: Stretch;
  /** What stands at a place; undefined for what is passed over. */
  load(place: Uint8Array): V | undefined;
}

/**
 * What all of several listings hold, in the order that they share. The smallest one is gone along. Of
 * the others only those are asked that lacked something: from then on they go along, each asked where
 * the others are, so that a long one is not read through for the sake of a short one.
 */
export function* meeting<V>(ctx: ReadContext, asked: Meeting<V>): IterableIterator<V> {
  const { stretch, load } = asked;
  const [first, ...others] = bySize(ctx, asked);
  if (first === undefined) return;
  const waiting = new Set(others);
  const runners = [new Runner(ctx, first, stretch)];
  let place = stretch.from;
  try {
    for (;;) {
      const met = common(runners, place);
      if (met === undefined) return;
      const value = load(met);
      place = behind(met);
      if (value === undefined) continue;
      const lacking = [...waiting].filter((listing) => !listing.holds(value));
      if (lacking.length === 0) yield value;
      for (const listing of lacking) {
        waiting.delete(listing);
        runners.push(new Runner(ctx, listing, stretch));
      }
    }
  } finally {
    for (const runner of runners) runner.close();
  }
}

/** How many entries a listing has in a stretch; undefined where the store cannot tell at once. */
export function sizeOf<V>(
  ctx: ReadContext,
  { index, start }: Pick<Listing<V>, "index" | "start">,
  stretch: Stretch,
): number | undefined {
  return index.size(ctx, walkOf(start, stretch));
}

/** The listings, the smallest first where the store can tell; none where one is empty. */
function bySize<V>(ctx: ReadContext, { listings, stretch }: Meeting<V>): readonly Listing<V>[] {
  if (listings.length < 2) return listings;
  const sized = listings.map((listing) => ({ listing, size: sizeOf(ctx, listing, stretch) ?? 1 }));
  if (sized.some(({ size }) => size === 0)) return [];
  return sized.sort((a, b) => a.size - b.size).map(({ listing }) => listing);
}

/** The first place from `place` on where all are; undefined when there is none. */
function common<V>(runners: readonly Runner<V>[], place: Uint8Array): Uint8Array | undefined {
  let furthest = place;
  let agreed = 0;
  for (let i = 0; agreed < runners.length; i = (i + 1) % runners.length) {
    const head = runners[i]?.reach(furthest);
    if (head === undefined) return undefined;
    agreed = agreed > 0 && Buffer.compare(head, furthest) === 0 ? agreed + 1 : 1;
    furthest = head;
  }
  return furthest;
}

const behind = (place: Uint8Array): Uint8Array => concat([place, Uint8Array.of(0)]);

/** What a stretch is in an index. */
export function walkOf(start: Uint8Array, { from, to }: Stretch): Walk {
  const lt = to === undefined ? prefixEnd(start) : concat([start, to]);
  return { gte: concat([start, from]), ...(lt === undefined ? {} : { lt }) };
}

/** Entries that are passed one by one before the index is asked anew. */
const STEPS = 8;

/** Goes along a listing, never back. */
class Runner<V> {
  #entries: IterableIterator<Uint8Array> | undefined;
  #head: Uint8Array | undefined;

  constructor(
    private readonly ctx: ReadContext,
    private readonly listing: Listing<V>,
    private readonly stretch: Stretch,
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
    const { index, start, passing } = this.listing;
    const walk = walkOf(start, { from: place, to: this.stretch.to });
    this.#entries = index.keys(this.ctx, walk, passing);
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
