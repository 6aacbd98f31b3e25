import { isValidCoins } from "../../../keeper/coins.js";
import type { WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { deErrors } from "../errors.js";
import { feeAllowanceChanged } from "../events.js";
import type { FeeGrants } from "../fees/fee-grants.js";
import { delegableTypes } from "../msg-types.js";
import type { FeeAllowance } from "../ports.js";

const RULE = "MOD-DE-MSG-1-2";

/**
 * [MOD-DE-MSG-1] [MOD-DE-MSG-1-1] Grant Fee Allowance, for MOD-DE-MSG-3 and -5-5. It takes nothing:
 * [MOD-DE-MSG-1-3] fees are those of the caller's transaction.
 */
export function grantFeeAllowance(
  ctx: WriteContext,
  grants: FeeGrants,
  allowance: FeeAllowance,
): void {
  check(ctx, allowance);
  /** [MOD-DE-MSG-1-4] The balance starts from the limit. */
  const { corporation, grantee, msgTypes, spendLimit, expiration, period } = allowance;
  grants.put(ctx, {
    grantorCorporationId: corporation.id,
    grantee,
    msgTypes,
    spendLimit,
    remainingSpend: spendLimit,
    expiration,
    period,
    grantingPolicy: corporation.policyAddress,
  });
  const corporationId = corporation.id;
  ctx.emit(feeAllowanceChanged("grant", { corporationId, grantee, time: ctx.blockTime }));
}

/** [MOD-DE-MSG-1-2] */
function check({ blockTime }: WriteContext, allowance: FeeAllowance): void {
  const { msgTypes, spendLimit, expiration, period } = allowance;
  ensure(msgTypes.length > 0, RULE, deErrors.missingParameter, { parameter: "msg_types" });
  for (const type of msgTypes) {
    ensure(delegableTypes.includes(type), RULE, deErrors.notDelegable, { msg_type: type });
  }
  const ahead = expiration === undefined || expiration > blockTime;
  ensure(ahead, RULE, deErrors.expirationNotInFuture);
  ensure(isValidCoins(spendLimit), RULE, deErrors.malformedFeeLimit);
  if (period === undefined) return;
  ensure(period > 0n && spendLimit.length > 0, RULE, deErrors.malformedFeePeriod, { period });
  ensure(expiration !== undefined, RULE, deErrors.expirationMissing);
}
