import type { Participant, QueryListParticipantsRequest } from "../../gen/verana/pp/v1.js";
import type { MultiIndex } from "../../keeper/collections.js";
import type { ReadContext } from "../../keeper/context.js";
import {
  concat,
  END_OF_TIME,
  START_OF_TIME,
  stringKey,
  timeKey,
  u8Key,
  u64Key,
} from "../../keeper/keys.js";
import { beginning, behindEntry, type ModifiedCursor } from "../../keeper/list-cursor.js";
import { type Listing, meeting, type Stretch, walkOf } from "../../keeper/meeting.js";
import { NOTHING } from "../../keeper/space.js";
import type { Passing } from "../../store/contract.js";
import { isActive } from "./activity.js";
import { contextStart, isOpen, type ParticipantState, storedUntil } from "./state.js";
import { FILTER, type Filter } from "./version.js";
import { standingAt } from "./versions.js";

type Request = QueryListParticipantsRequest;

/** What a list is asked for, its texts read. */
export interface Asked {
  readonly request: Request;
  /** Group id of the grantee, 0n for any [D-PP-56]. */
  readonly owner: bigint;
  readonly after: ModifiedCursor | undefined;
}

/**
 * [D-PP-55] [D-PP-57] Participants that pass every filter of the request, by ascending `modified` and
 * id: as they are, or as they were at `when`. A `when` that is yet to come is answered by what is, at
 * that time.
 */
export function* matching(
  ctx: ReadContext,
  state: ParticipantState,
  asked: Asked,
): IterableIterator<Participant> {
  const { when, onlyValid, onlySlashed } = asked.request;
  // What was slashed is not valid: nobody has to look for both.
  if (onlyValid && onlySlashed) return;
  const at = when ?? ctx.blockTime;
  const isPast = when !== undefined && when < ctx.blockTime;
  const sources = sourcesOf(ctx, state, asked, at);
  // At a past moment nothing had changed behind it.
  const to = isPast ? timeKey.encode(when + 1n) : undefined;
  const { after } = asked;
  const behind = after && behindEntry(timeKey.encode(after.modified), after.id);
  const stretch = { from: beginning(asked.request.modifiedAfter, behind), to };
  const present = presentOf(ctx, state, sources, { asked, stretch, at });
  const found = isPast ? past(ctx, state, { asked, sources, when }, present) : present;
  for (const participant of found) {
    if (passes(participant, asked, at)) yield participant;
  }
}

/** An index that serves a filter, where the filter's entries start in it, and the same of ended versions. */
interface Source extends Listing<Participant> {
  // biome-ignore lint/suspicious/noExplicitAny: indexes of several kinds of references
  readonly index: MultiIndex<any, Participant>;
  readonly filter: Filter;
}

/** Every one that serves a filter of the request; all entries where none does. */
function sourcesOf(
  ctx: ReadContext,
  state: ParticipantState,
  { request: r, owner }: Asked,
  at: bigint,
): readonly [Source, ...Source[]] {
  const found: Source[] = [];
  const by = (filter: Filter, source: Omit<Source, "filter">): number =>
    found.push({ ...source, filter });
  if (r.did !== "") {
    const start = stringKey.encode(r.did);
    by([FILTER.did, r.did], { index: state.byDid, start, holds: (p) => p.did === r.did });
  }
  if (r.participantId !== 0n) {
    const [id, index] = [r.participantId, state.byValidator];
    const holds = (p: Participant) => p.validatorParticipantId === id;
    by([FILTER.validator, `${id}`], { index, start: u64Key.encode(id), holds });
  }
  if (owner !== 0n) {
    const [start, index] = [u64Key.encode(owner), state.byCorporation];
    const holds = (p: Participant) => p.corporationId === owner;
    by([FILTER.corporation, `${owner}`], { index, start, holds });
  }
  if (r.schemaId !== 0n) {
    const [start, index] = [u64Key.encode(r.schemaId), state.bySchema];
    const holds = (p: Participant) => p.schemaId === r.schemaId;
    by([FILTER.schema, `${r.schemaId}`], { index, start, holds });
  }
  if (r.onlyRepaid) {
    const holds = (p: Participant) => p.repaid !== undefined;
    by([FILTER.repaid, ""], { index: state.repaid, start: NOTHING, holds });
  }
  if (r.onlySlashed) {
    const holds = (p: Participant) => p.slashed !== undefined;
    by([FILTER.slashed, ""], { index: state.slashed, start: NOTHING, holds });
  }
  if (r.opState !== 0) {
    const [start, index] = [u8Key.encode(r.opState), state.byOpState];
    const holds = (p: Participant) => p.opState === r.opState;
    by([FILTER.opState, `${r.opState}`], { index, start, holds });
  }
  if (r.role !== 0) {
    const [start, index] = [u8Key.encode(r.role), state.byRole];
    by([FILTER.role, `${r.role}`], { index, start, holds: (p) => p.role === r.role });
  }
  if (r.onlyValid) {
    // What is over by then is in the index, and passed over.
    const holds = (p: Participant) => isOpen(p) && isActive(p, at);
    const passing = expired(ctx, state, at);
    by([FILTER.open, ""], { index: state.open, start: NOTHING, holds, passing });
  }
  const [first, ...others] = found;
  if (first !== undefined) return [first, ...others];
  const { byModified: index } = state;
  return [{ index, start: NOTHING, holds: () => true, filter: [FILTER.all, ""] }];
}

/**
 * Entries of `open` that are over by a moment. No block changes the end of a participant and leaves
 * `modified` as it was, so that an entry says which end it had.
 */
function expired(ctx: ReadContext, state: ParticipantState, at: bigint): Passing {
  const measure = (key: Uint8Array): bigint =>
    storedUntil(state.participants.peek(ctx, idOf(key))) ?? END_OF_TIME;
  return { name: "participants until", measure, most: at };
}

/** Which stretch of a list is looked at, for whom, and the time at which participants have to be active. */
interface Looked {
  readonly asked: Asked;
  readonly stretch: Stretch;
  readonly at: bigint;
}

/** Participants of now that all sources list, within the stretch. */
function* presentOf(
  ctx: ReadContext,
  state: ParticipantState,
  sources: readonly [Source, ...Source[]],
  looked: Looked,
): IterableIterator<Participant> {
  const { stretch } = looked;
  const [{ index, start, passing }, ...others] = sources;
  if (others.length === 0) {
    yield* state.participants.along(ctx, index, walkOf(start, stretch), passing);
    return;
  }
  const few = fewInContext(ctx, state, sources, looked);
  if (few !== undefined) {
    yield* few;
    return;
  }
  const load = (place: Uint8Array) => state.participants.at(ctx, idOf(place));
  yield* meeting(ctx, { listings: sources, stretch, load });
}

/** So many are read and put in order rather than found one by one where two long listings meet. */
const FEW = 256;

/**
 * What may be active in a role for a schema, and below a validator where one is asked for, if that is
 * few: two listings that are long each may meet in next to nothing, and no index is ordered for both.
 */
function fewInContext(
  ctx: ReadContext,
  state: ParticipantState,
  sources: readonly Source[],
  { asked: { request: r }, stretch, at }: Looked,
): readonly Participant[] | undefined {
  if (!r.onlyValid || r.schemaId === 0n || r.role === 0) return undefined;
  const start = contextStart(r.schemaId, r.role, r.participantId);
  const size = state.byContext.size(ctx, walkOf(start, { from: NOTHING }));
  if (size === undefined || size > FEW) return undefined;
  const { from, to } = stretch;
  const found = [];
  for (const id of state.byContext.walk(ctx, walkOf(start, { from: NOTHING }))) {
    const participant = state.participants.at(ctx, id);
    const place = concat([timeKey.encode(participant.modified ?? 0n), id]);
    const isWithin =
      Buffer.compare(place, from) >= 0 && (to === undefined || Buffer.compare(place, to) < 0);
    if (isWithin && isActive(participant, at) && sources.every(({ holds }) => holds(participant)))
      found.push({ place, participant });
  }
  found.sort((a, b) => Buffer.compare(a.place, b.place));
  return found.map(({ participant }) => participant);
}

/** The primary key of an entry that stands behind the time of its change. */
const idOf = (place: Uint8Array): Uint8Array => place.subarray(timeKey.read(place, 0)[1]);

/** What all sources listed at a past moment, from the request's bounds on. */
function* past(
  ctx: ReadContext,
  state: ParticipantState,
  of: { readonly asked: Asked; readonly sources: readonly Source[]; readonly when: bigint },
  present: Iterable<Participant>,
): IterableIterator<Participant> {
  const { asked, sources, when } = of;
  const { after, request } = asked;
  const from = [request.modifiedAfter ?? START_OF_TIME, after?.modified ?? START_OF_TIME];
  const since = from.reduce((a, b) => (a > b ? a : b));
  const standing = standingAt(ctx, state, { filters: sources, when, since }, present);
  for (const participant of standing) {
    const { modified = 0n, id } = participant;
    const seen = after !== undefined && modified === after.modified && id <= after.id;
    if (!seen) yield participant;
  }
}

function passes(p: Participant, { request: r, owner }: Asked, at: bigint): boolean {
  return (
    (p.created ?? 0n) <= at &&
    (r.did === "" || p.did === r.did) &&
    (r.participantId === 0n || p.validatorParticipantId === r.participantId) &&
    (owner === 0n || p.corporationId === owner) &&
    (r.schemaId === 0n || p.schemaId === r.schemaId) &&
    (r.role === 0 || p.role === r.role) &&
    (r.opState === 0 || p.opState === r.opState) &&
    (!r.onlyValid || (isOpen(p) && isActive(p, at))) &&
    (!r.onlySlashed || (p.slashed !== undefined && p.slashed <= at)) &&
    (!r.onlyRepaid || (p.repaid !== undefined && p.repaid <= at))
  );
}
