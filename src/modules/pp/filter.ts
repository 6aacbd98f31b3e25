import type { Participant, QueryListParticipantsRequest } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { concat, prefixEnd, stringKey, timeKey, u8Key, u64Key } from "../../keeper/keys.js";
import type { Walk } from "../../keeper/space.js";
import { isActive } from "./activity.js";
import { isOpen, type ParticipantState } from "./state.js";

type Request = QueryListParticipantsRequest;

/**
 * [D-PP-55] [D-PP-57] Participants that pass every filter of the request, evaluated at `when` or else
 * at the last block, by ascending `modified` and id. `owner` is the grantee's group id, 0 for any.
 * A past `when` is answered from the entries as they are now: later ones are absent, and what was
 * changed since counts as changed.
 */
export function* matching(
  ctx: ReadContext,
  state: ParticipantState,
  request: Request,
  owner: bigint,
): IterableIterator<Participant> {
  const at = request.when ?? ctx.blockTime;
  const past = at < ctx.blockTime;
  for (const participant of source(ctx, state, request, owner)) {
    if (passes(participant, request, owner, at, past)) yield participant;
  }
}

/** The walk along the narrowest index that serves a filter of the request. */
function source(
  ctx: ReadContext,
  state: ParticipantState,
  r: Request,
  owner: bigint,
): IterableIterator<Participant> {
  const all = state.participants;
  const under = (start: Uint8Array) => from(start, r.modifiedAfter);
  if (r.did !== "") return all.along(ctx, state.byDid, under(stringKey.encode(r.did)));
  if (r.participantId !== 0n) {
    return all.along(ctx, state.byValidator, under(u64Key.encode(r.participantId)));
  }
  if (owner !== 0n) return all.along(ctx, state.byCorporation, under(u64Key.encode(owner)));
  if (r.schemaId !== 0n) return all.along(ctx, state.bySchema, under(u64Key.encode(r.schemaId)));
  if (r.onlyRepaid) return all.along(ctx, state.repaid, under(NOTHING));
  if (r.onlySlashed) return all.along(ctx, state.slashed, under(NOTHING));
  if (r.opState !== 0) return all.along(ctx, state.byOpState, under(u8Key.encode(r.opState)));
  if (r.role !== 0) return all.along(ctx, state.byRole, under(u8Key.encode(r.role)));
  // What is revoked or slashed now may have been active at a past time.
  const past = r.when !== undefined && r.when < ctx.blockTime;
  return all.along(ctx, r.onlyValid && !past ? state.open : state.byModified, under(NOTHING));
}

const NOTHING = new Uint8Array(0);

/** From the earliest, or `modifiedAfter` itself, on. */
function from(start: Uint8Array, modifiedAfter: bigint | undefined): Walk {
  const gte = modifiedAfter === undefined ? start : concat([start, timeKey.encode(modifiedAfter)]);
  const lt = prefixEnd(start);
  return { gte, ...(lt === undefined ? {} : { lt }) };
}

function passes(p: Participant, r: Request, owner: bigint, at: bigint, past: boolean): boolean {
  return (
    (p.created ?? 0n) <= at &&
    (r.did === "" || p.did === r.did) &&
    (r.participantId === 0n || p.validatorParticipantId === r.participantId) &&
    (owner === 0n || p.corporationId === owner) &&
    (r.schemaId === 0n || p.schemaId === r.schemaId) &&
    (r.role === 0 || p.role === r.role) &&
    (r.opState === 0 || p.opState === r.opState) &&
    (!r.onlyValid || (isActive(p, at) && (past || isOpen(p)))) &&
    (!r.onlySlashed || (p.slashed !== undefined && p.slashed <= at)) &&
    (!r.onlyRepaid || (p.repaid !== undefined && p.repaid <= at))
  );
}
