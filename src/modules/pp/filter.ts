import type { Participant, QueryListParticipantsRequest } from "../../gen/verana/pp/v1.js";
import type { MultiIndex } from "../../keeper/collections.js";
import type { ReadContext } from "../../keeper/context.js";
import {
  concat,
  prefixEnd,
  START_OF_TIME,
  stringKey,
  timeKey,
  u8Key,
  u64Key,
} from "../../keeper/keys.js";
import { behindEntry, type ModifiedCursor } from "../../keeper/list-cursor.js";
import { meeting } from "../../keeper/meeting.js";
import { isActive } from "./activity.js";
import { isOpen, type ParticipantState } from "./state.js";
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
  const { when } = asked.request;
  const at = when ?? ctx.blockTime;
  const isPast = when !== undefined && when < ctx.blockTime;
  const sources = sourcesOf(state, asked);
  const present = presentOf(ctx, state, sources, asked);
  const found = isPast ? past(ctx, state, { asked, sources, when }, present) : present;
  for (const participant of found) {
    if (passes(participant, asked, at)) yield participant;
  }
}

/** An index that serves a filter, where the filter's entries start in it, and the same of ended versions. */
interface Source {
  // biome-ignore lint/suspicious/noExplicitAny: indexes of several kinds of references
  readonly index: MultiIndex<any, Participant>;
  readonly start: Uint8Array;
  readonly filter: Filter;
}

const NOTHING = new Uint8Array(0);

/** Every one that serves a filter of the request, the narrowest first; all entries where none does. */
function sourcesOf(
  state: ParticipantState,
  { request: r, owner }: Asked,
): readonly [Source, ...Source[]] {
  const found: Source[] = [];
  const by = (
    // biome-ignore lint/suspicious/noExplicitAny: indexes of several kinds of references
    index: MultiIndex<any, Participant>,
    start: Uint8Array,
    kind: number,
    value = "",
  ): number => found.push({ index, start, filter: [kind, value] });
  if (r.did !== "") by(state.byDid, stringKey.encode(r.did), FILTER.did, r.did);
  if (r.participantId !== 0n) {
    const id = r.participantId;
    by(state.byValidator, u64Key.encode(id), FILTER.validator, `${id}`);
  }
  if (owner !== 0n) {
    by(state.byCorporation, u64Key.encode(owner), FILTER.corporation, `${owner}`);
  }
  if (r.schemaId !== 0n) {
    by(state.bySchema, u64Key.encode(r.schemaId), FILTER.schema, `${r.schemaId}`);
  }
  if (r.onlyRepaid) by(state.repaid, NOTHING, FILTER.repaid);
  if (r.onlySlashed) by(state.slashed, NOTHING, FILTER.slashed);
  if (r.opState !== 0) {
    by(state.byOpState, u8Key.encode(r.opState), FILTER.opState, `${r.opState}`);
  }
  if (r.role !== 0) by(state.byRole, u8Key.encode(r.role), FILTER.role, `${r.role}`);
  if (r.onlyValid) by(state.open, NOTHING, FILTER.open);
  const [first, ...others] = found;
  if (first !== undefined) return [first, ...others];
  return [{ index: state.byModified, start: NOTHING, filter: [FILTER.all, ""] }];
}

/** Participants of now that all sources list, from the request's bounds on. */
function* presentOf(
  ctx: ReadContext,
  state: ParticipantState,
  sources: readonly [Source, ...Source[]],
  asked: Asked,
): IterableIterator<Participant> {
  const from = beginning(asked);
  const [{ index, start }, ...others] = sources;
  if (others.length === 0) {
    const lt = prefixEnd(start);
    const walk = { gte: concat([start, from]), ...(lt === undefined ? {} : { lt }) };
    yield* state.participants.along(ctx, index, walk);
    return;
  }
  for (const place of meeting(ctx, sources, from)) {
    yield state.participants.at(ctx, idOf(place));
  }
}

/** The primary key of an entry that stands behind the time of its change. */
const idOf = (place: Uint8Array): Uint8Array => place.subarray(timeKey.read(place, 0)[1]);

/** Behind what a source starts with: from the earliest, `modifiedAfter` itself, or behind the cursor on. */
function beginning({ request: { modifiedAfter }, after }: Asked): Uint8Array {
  const fromTime = modifiedAfter === undefined ? NOTHING : timeKey.encode(modifiedAfter);
  const fromCursor =
    after === undefined ? NOTHING : behindEntry(timeKey.encode(after.modified), after.id);
  return Buffer.compare(fromTime, fromCursor) > 0 ? fromTime : fromCursor;
}

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
  const filters = sources.map(({ filter }) => filter);
  const standing = standingAt(ctx, state, { filters, when, since }, present);
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
