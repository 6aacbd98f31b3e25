import type { Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { formatTime } from "../../keeper/formats/time.js";
import { freeGas, GAS } from "../../keeper/gas.js";
import { timeKey, u64Key } from "../../keeper/keys.js";
import { meeting } from "../../keeper/meeting.js";
import { merge } from "../../keeper/merge.js";
import { ppErrors } from "./errors.js";
import type { ParticipantState } from "./state.js";
import {
  endedStart,
  endedUntil,
  type Filter,
  filtersOf,
  LEVELS,
  longestOf,
  type Version,
  versionKey,
} from "./version.js";

/** Bytes that a version is charged for, whether this block has written it already or not. */
const VERSION_BYTES = 100n;

/**
 * [D-PP-55] Remembers what `before` was until this block. What changes twice in a block was never what
 * stood between; the gas is the same, since a simulation cannot know.
 */
export function rememberVersion(
  ctx: WriteContext,
  state: ParticipantState,
  before: Participant,
  next: Participant,
): void {
  const modified = next.modified !== before.modified;
  ctx.gas.consume(GAS.write + GAS.writeByte * VERSION_BYTES, "write");
  if (modified) ctx.gas.consume(GAS.indexMove * BigInt(filtersOf(before).length), "index");
  const now = ctx.blockTime;
  if (before.created === now || before.modified === now) return;
  const free = { ...ctx, gas: freeGas };
  const key = [before.id, now] as const;
  const known = state.versions.get(free, key);
  if (known === undefined) {
    state.versions.set(free, key, { participant: before, until: now, modified });
  } else if (modified && !known.modified) {
    state.versions.set(free, key, { ...known, modified });
  }
}

/** [D-PP-55] Refuses a moment of which the state is not known: an imported genesis did not tell it. */
export function ensureKnown(
  ctx: ReadContext,
  state: ParticipantState,
  when: bigint | undefined,
): void {
  if (when === undefined || when >= ctx.blockTime) return;
  const since = state.knownSince.get(ctx);
  const known = since === undefined || when >= since;
  const facts = { known_since: since === undefined ? "" : formatTime(since, "millis") };
  ensure(known, "D-PP-55", ppErrors.historyUnknown, facts);
}

/** [D-PP-55] What a participant was at a moment; undefined before it was made. */
export function versionAt(
  ctx: ReadContext,
  state: ParticipantState,
  current: Participant,
  when: bigint,
): Participant | undefined {
  if ((current.created ?? 0n) > when) return undefined;
  const start = u64Key.encode(current.id);
  for (const [, version] of state.versions.entries(ctx, {
    start,
    gte: timeKey.encode(when + 1n),
  })) {
    return version.participant;
  }
  return current;
}

/** A participant as it was, with what orders it. */
interface Found {
  readonly modified: bigint;
  readonly id: bigint;
  readonly participant: Participant;
}

/** What is asked of a moment: the filters that participants passed then, and from which change on. */
interface Moment {
  readonly filters: readonly {
    readonly filter: Filter;
    holds(participant: Participant): boolean;
  }[];
  readonly when: bigint;
  readonly since: bigint;
}

/**
 * [D-PP-55] Participants as they were at `when`, those that passed all `filters` then, by ascending
 * `modified` and id, from `since` on. `unchanged`: the same filters' participants of now, by the same order.
 */
export function* standingAt(
  ctx: ReadContext,
  state: ParticipantState,
  asked: Moment,
  unchanged: Iterable<Participant>,
): IterableIterator<Participant> {
  const streams: IterableIterator<Found>[] = [stillStanding(ctx, state, asked.when, unchanged)];
  for (let level = 0; level < LEVELS; level++) streams.push(endedAfter(ctx, state, asked, level));
  for (const { participant } of merge(streams, isBefore)) yield participant;
}

/** Those that no block changed since, their deposits perhaps. */
function* stillStanding(
  ctx: ReadContext,
  state: ParticipantState,
  when: bigint,
  unchanged: Iterable<Participant>,
): IterableIterator<Found> {
  for (const current of unchanged) {
    const { id, modified = 0n } = current;
    if (modified > when) return;
    const participant = versionAt(ctx, state, current, when);
    if (participant !== undefined) yield { modified, id, participant };
  }
}

/** Versions of a level that began no later than `when` and ended behind it. */
function* endedAfter(
  ctx: ReadContext,
  state: ParticipantState,
  { filters, when, since }: Moment,
  level: number,
): IterableIterator<Found> {
  const earliest = when - longestOf(level);
  const stretch = {
    from: timeKey.encode(earliest > since ? earliest : since),
    to: timeKey.encode(when + 1n),
  };
  const listings = filters.map(({ filter, holds }) => ({
    index: state.ended,
    start: endedStart(filter, level),
    passing: { name: "versions until", measure: endedUntil, most: when },
    holds: ({ participant }: Version) => holds(participant),
  }));
  const load = (place: Uint8Array): Version | undefined => {
    const key = place.subarray(timeKey.read(place, 0)[1]);
    const [[, until]] = versionKey.read(key, 0);
    return until <= when ? undefined : state.versions.at(ctx, key);
  };
  for (const { participant: last } of meeting(ctx, { listings, stretch, load })) {
    const { id, modified = 0n } = last;
    yield { modified, id, participant: versionAt(ctx, state, last, when) ?? last };
  }
}

const isBefore = (a: Found, b: Found): boolean =>
  a.modified === b.modified ? a.id < b.id : a.modified < b.modified;
