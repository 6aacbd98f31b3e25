import type { Participant, QueryListParticipantsRequest } from "../../gen/verana/pp/v1.js";
import type { MultiIndex } from "../../keeper/collections.js";
import type { ReadContext } from "../../keeper/context.js";
import { concat, prefixEnd, stringKey, timeKey, u8Key, u64Key } from "../../keeper/keys.js";
import { behindEntry, type ModifiedCursor } from "../../keeper/list-cursor.js";
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
  const source = sourceOf(state, asked);
  const present = state.participants.along(ctx, source.index, walkOf(source, asked));
  const found = isPast ? past(ctx, state, { asked, source, when }, present) : present;
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

/** The narrowest that serves a filter of the request. */
function sourceOf(state: ParticipantState, { request: r, owner }: Asked): Source {
  const by = (
    // biome-ignore lint/suspicious/noExplicitAny: indexes of several kinds of references
    index: MultiIndex<any, Participant>,
    start: Uint8Array,
    kind: number,
    value = "",
  ): Source => ({ index, start, filter: [kind, value] });
  if (r.did !== "") return by(state.byDid, stringKey.encode(r.did), FILTER.did, r.did);
  if (r.participantId !== 0n) {
    const id = r.participantId;
    return by(state.byValidator, u64Key.encode(id), FILTER.validator, `${id}`);
  }
  if (owner !== 0n) {
    return by(state.byCorporation, u64Key.encode(owner), FILTER.corporation, `${owner}`);
  }
  if (r.schemaId !== 0n) {
    return by(state.bySchema, u64Key.encode(r.schemaId), FILTER.schema, `${r.schemaId}`);
  }
  if (r.onlyRepaid) return by(state.repaid, NOTHING, FILTER.repaid);
  if (r.onlySlashed) return by(state.slashed, NOTHING, FILTER.slashed);
  if (r.opState !== 0) {
    return by(state.byOpState, u8Key.encode(r.opState), FILTER.opState, `${r.opState}`);
  }
  if (r.role !== 0) return by(state.byRole, u8Key.encode(r.role), FILTER.role, `${r.role}`);
  if (r.onlyValid) return by(state.open, NOTHING, FILTER.open);
  return by(state.byModified, NOTHING, FILTER.all);
}

/** From the earliest, `modifiedAfter` itself, or behind the cursor on. */
function walkOf({ start }: Source, { request, after }: Asked) {
  const { modifiedAfter } = request;
  const fromTime =
    modifiedAfter === undefined ? start : concat([start, timeKey.encode(modifiedAfter)]);
  const fromCursor =
    after === undefined
      ? start
      : behindEntry(concat([start, timeKey.encode(after.modified)]), after.id);
  const gte = Buffer.compare(fromTime, fromCursor) > 0 ? fromTime : fromCursor;
  const lt = prefixEnd(start);
  return { gte, ...(lt === undefined ? {} : { lt }) };
}

/** The beginning of time, in keys. */
const FIRST = -62_135_596_800n * 1_000_000_000n;

/** What the source listed at a past moment, from the request's bounds on. */
function* past(
  ctx: ReadContext,
  state: ParticipantState,
  of: { readonly asked: Asked; readonly source: Source; readonly when: bigint },
  present: Iterable<Participant>,
): IterableIterator<Participant> {
  const { asked, source, when } = of;
  const { after, request } = asked;
  const from = [request.modifiedAfter ?? FIRST, after?.modified ?? FIRST];
  const since = from.reduce((a, b) => (a > b ? a : b));
  const standing = standingAt(ctx, state, { filter: source.filter, when, since }, present);
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
