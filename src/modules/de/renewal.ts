import type { RuleId } from "../../gen/rules.js";
import type {
  OperatorAuthorization,
  ParticipantAuthorizationRecord,
} from "../../gen/verana/de/v1.js";
import { ensure } from "../../keeper/errors.js";
import { deErrors } from "./errors.js";

/** Whether the cycle or the life has ended at `now`: an end is not part of it. No end date, no end. */
export const hasEnded = (expiration: bigint | undefined, now: bigint): expiration is bigint =>
  expiration !== undefined && now >= expiration;

/**
 * [AUTHZ-CHECK-1] [D-AUTHZ-04] The authorization as it stands at `now`: a cycle that has ended starts
 * again from `now`; without a period an authorization whose time has come is dead and refused.
 */
export function currentCycle(
  authorization: OperatorAuthorization,
  now: bigint,
): OperatorAuthorization {
  const { id, expiration, period, spendLimit } = authorization;
  if (!hasEnded(expiration, now)) return authorization;
  ensure(period !== undefined, "AUTHZ-CHECK-1", deErrors.authorizationExpired, { authz_id: id });
  return { ...authorization, remainingSpend: spendLimit, expiration: now + period };
}

/**
 * [AUTHZ-CHECK-3] [D-AUTHZ-04] [D-AUTHZ-09] The same for the record of a participant that is active:
 * both of its balances start again. `rule` is the check at hand.
 */
export function currentRecord(
  record: ParticipantAuthorizationRecord,
  now: bigint,
  rule: RuleId,
): ParticipantAuthorizationRecord {
  const { participantId, expiration, period, spendLimit, feeSpendLimit } = record;
  if (!hasEnded(expiration, now)) return record;
  const renews = period !== undefined;
  ensure(renews, rule, deErrors.recordExpired, { participant_id: participantId });
  return {
    ...record,
    remainingSpend: spendLimit,
    remainingFeeSpend: feeSpendLimit,
    expiration: now + period,
  };
}
