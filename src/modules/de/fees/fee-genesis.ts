import type { FeeGrant } from "../../../gen/verana/de/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import { coversCoins, isValidCoins } from "../../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { delegableTypes } from "../msg-types.js";
import { hasEnded } from "../renewal.js";
import { allowanceOf } from "./fee-grant.js";
import type { FeeGrants } from "./fee-grants.js";

/** [D-TX-10] Fee grants of a genesis. One that has ended since its export, or is used up, is left out. */
export function restoreFeeGrants(
  ctx: WriteContext,
  parts: AuthorityParts,
  grants: FeeGrants,
  given: readonly FeeGrant[],
): void {
  for (const each of given) {
    const grant = checked(ctx, parts, each);
    const { grantorCorporationId: id, grantee, grantingPolicy: policy } = grant;
    valid(grants.find(ctx, id, grantee) === undefined, "a grantee given twice", grant);
    valid(grants.entryOf(ctx, policy, grantee) === undefined, "a policy given twice", grant);
    const isOver = grant.period === undefined && hasEnded(grant.expiration, ctx.blockTime);
    if (!isOver && allowanceOf(grant) !== undefined) grants.put(ctx, grant);
    else grants.forget(ctx, grant);
  }
}

function checked(ctx: ReadContext, parts: AuthorityParts, given: FeeGrant): FeeGrant {
  const { msgTypes, spendLimit, remainingSpend, expiration, period } = given;
  const grantee = parseAccount(parts.prefix, given.grantee);
  valid(grantee !== undefined, "malformed grantee", given);
  const distinct = new Set(msgTypes);
  const areTypes = msgTypes.every((type) => delegableTypes.includes(type));
  valid(areTypes && distinct.size === msgTypes.length && distinct.size > 0, "message types", given);
  valid(isValidCoins(spendLimit), "spend limit", given);
  const left = remainingSpend.filter(({ amount }) => amount !== 0n);
  const fits = isValidCoins(left) && coversCoins(spendLimit, left);
  valid(fits && (spendLimit.length > 0 || left.length === 0), "balance", given);
  const renews = period === undefined || (period > 0n && expiration !== undefined);
  valid(renews && (period === undefined || spendLimit.length > 0), "period", given);
  return { ...given, grantee, grantingPolicy: policyOf(ctx, parts, { ...given, grantee }) };
}

/** The policy that pays: the bound one, or before registration the one that granted the authorization. */
function policyOf(
  ctx: ReadContext,
  { prefix, corporations, state }: AuthorityParts,
  given: FeeGrant,
): string {
  const { grantorCorporationId: id, grantee, grantingPolicy } = given;
  const bound = corporations.find(ctx, id)?.policyAddress;
  const policy = grantingPolicy === "" ? bound : parseAccount(prefix, grantingPolicy);
  valid(policy !== undefined, "no policy that pays", given);
  const granted = bound ?? state.authorizations.get(ctx, [id, grantee])?.grantingPolicy;
  valid(granted === policy, "the policy is not of this corporation", given);
  return policy;
}

function valid(ok: boolean, reason: string, { grantee }: FeeGrant): asserts ok {
  if (!ok) refuse(deErrors.invalidGenesis, { reason: `fee grant: ${reason}`, grantee });
}
