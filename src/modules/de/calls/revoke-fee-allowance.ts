import type { SigningCorporation } from "../../../keeper/authority.js";
import type { WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { deErrors } from "../errors.js";
import { feeAllowanceChanged } from "../events.js";
import type { FeeGrants } from "../fees/fee-grants.js";

const RULE = "MOD-DE-MSG-2-2";

/**
 * [MOD-DE-MSG-2] [MOD-DE-MSG-2-1] Revoke Fee Allowance, for MOD-DE-MSG-3, -4 and -5-5. It takes nothing:
 * [MOD-DE-MSG-2-3] fees are those of the caller's transaction.
 */
export function revokeFeeAllowance(
  ctx: WriteContext,
  grants: FeeGrants,
  corporation: SigningCorporation,
  grantee: string,
): void {
  ensure(corporation.id > 0n, RULE, deErrors.missingParameter, { parameter: "corporation" });
  ensure(grantee !== "", RULE, deErrors.missingParameter, { parameter: "grantee" });
  /** [MOD-DE-MSG-2-4] Nothing happens when there is none. */
  const entry = grants.state.feeGrants.get(ctx, [corporation.id, grantee]);
  if (entry === undefined) return;
  grants.drop(ctx, entry);
  const corporationId = corporation.id;
  ctx.emit(feeAllowanceChanged("revoke", { corporationId, grantee, time: ctx.blockTime }));
}
