import type { WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { vsOperatorChanged } from "../events.js";
import { holderOf } from "../vs-records.js";
import { recomputeFeeAllowance } from "./recompute-fee-allowance.js";

/**
 * [MOD-DE-MSG-6] [D-DE-01] Revoke VS Operator Authorization, for methods that end participants: removes
 * the record, and the authorization with its last one. A participant without record is none of its
 * business. It takes nothing: [MOD-DE-MSG-6-3] fees are those of the caller's transaction.
 */
export function revokeVsOperatorAuthorization(
  ctx: WriteContext,
  parts: AuthorityParts,
  /** [MOD-DE-MSG-6-1] */
  participantId: bigint,
): void {
  const missing = { parameter: "participant_id" };
  ensure(participantId > 0n, "MOD-DE-MSG-6-2", deErrors.missingParameter, missing);
  /** [MOD-DE-MSG-6-4] */
  const { state } = parts;
  const entry = state.records.get(ctx, participantId);
  if (entry === undefined) return;
  const { corporationId, vsOperator } = entry;
  const { id: vsoaId } = holderOf(ctx, state, entry);
  state.records.delete(ctx, participantId);
  recomputeFeeAllowance(ctx, parts, entry);
  const others = state.byHolder.has(ctx, [corporationId, vsOperator]);
  if (!others) state.vsAuthorizations.delete(ctx, [corporationId, vsOperator]);
  const time = ctx.blockTime;
  ctx.emit(vsOperatorChanged("revoke", { vsoaId, corporationId, vsOperator, participantId, time }));
}
