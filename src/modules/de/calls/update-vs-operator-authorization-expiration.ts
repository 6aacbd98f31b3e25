import type { WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { vsOperatorChanged } from "../events.js";
import { holderOf } from "../vs-records.js";
import { isRecordTime } from "./expiration.js";
import { recomputeFeeAllowance } from "./recompute-fee-allowance.js";

const RULE = "MOD-DE-MSG-9-2";

/**
 * [MOD-DE-MSG-9] [D-DE-01] Update VS Operator Authorization Expiration, for methods that move the end of
 * a participant. A participant without record is none of its business. It takes nothing:
 * [MOD-DE-MSG-9-3] fees are those of the caller's transaction.
 */
export function updateVsOperatorAuthorizationExpiration(
  ctx: WriteContext,
  parts: AuthorityParts,
  /** [MOD-DE-MSG-9-1] Nanoseconds since the Unix epoch; undefined for no end (D-AUTHZ-09). */
  {
    participantId,
    expiration,
  }: { readonly participantId: bigint; readonly expiration: bigint | undefined },
): void {
  const missing = { parameter: "participant_id" };
  ensure(participantId > 0n, RULE, deErrors.missingParameter, missing);
  ensure(isRecordTime(expiration), RULE, deErrors.malformedExpiration, { expiration });
  /** [MOD-DE-MSG-9-4] */
  const { state } = parts;
  const entry = state.records.get(ctx, participantId);
  if (entry === undefined) return;
  const { corporationId, vsOperator, record } = entry;
  state.records.set(ctx, participantId, { ...entry, record: { ...record, expiration } });
  recomputeFeeAllowance(ctx, parts, entry);
  const { id: vsoaId } = holderOf(ctx, state, entry);
  const time = ctx.blockTime;
  ctx.emit(vsOperatorChanged("update", { vsoaId, corporationId, vsOperator, participantId, time }));
}
