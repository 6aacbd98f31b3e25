import type { OperatorAuthorization } from "../../gen/verana/de/v1.js";
import { ensure } from "../../keeper/errors.js";
import { deErrors } from "./errors.js";

/**
 * [AUTHZ-CHECK-1] [D-AUTHZ-04] The authorization as it stands at `now`: a cycle that has ended starts
 * again from `now`; without a period an authorization whose time has come is dead and refused.
 */
export function currentCycle(
  authorization: OperatorAuthorization,
  now: bigint,
): OperatorAuthorization {
  const { id, expiration, period, spendLimit } = authorization;
  if (expiration === undefined || now < expiration) return authorization;
  ensure(period !== undefined, "AUTHZ-CHECK-1", deErrors.authorizationExpired, { authz_id: id });
  return { ...authorization, remainingSpend: spendLimit, expiration: now + period };
}
