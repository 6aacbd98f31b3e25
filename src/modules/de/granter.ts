import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { Authorize, DelegableMessage, Signer } from "../../keeper/authority.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { type AuthorityParts, corporationOperator } from "./authorization.js";
import { deErrors } from "./errors.js";

/** Authority to grant and to revoke: a group policy acting alone, or an operator of a registered corporation. */
export interface Granter {
  /** Registered or not (D-AUTHZ-02). */
  readonly groupId: bigint;
  /** The policy whose grant it is, lower-case bech32. */
  readonly policyAddress: string;
  /** Undefined in group mode. */
  readonly operator: string | undefined;
}

/**
 * [D-AUTHZ-12] [D-DE-02] Both ways to grant and to revoke: without an operator, or with the policy itself
 * as one, it is the group's. `rule` is the method's own for its signature checks.
 */
export const granter =
  (parts: AuthorityParts, typeUrl: string, rule: RuleId): Authorize<DelegableMessage, Granter> =>
  (ctx, message, signer) => {
    if (isGroupMode(ctx, parts, message)) return groupGranter(ctx, parts, message, signer, rule);
    const authorize = corporationOperator(parts, typeUrl, rule);
    const { corporation, operator } = authorize(ctx, message, signer);
    return { groupId: corporation.id, policyAddress: corporation.policyAddress, operator };
  };

function isGroupMode(
  ctx: ReadContext,
  { prefix, corporations }: AuthorityParts,
  { corporation, operator }: DelegableMessage,
): boolean {
  if (operator === "") return true;
  const policy =
    parseAccount(prefix, corporation) ?? corporations.resolve(ctx, corporation)?.policyAddress;
  return parseAccount(prefix, operator) === policy;
}

/**
 * [D-AUTHZ-02] The signing policy grants on its own, before registration too, without AUTHZ-CHECK; once
 * its group is registered only the bound policy may: a weaker one must not reach the corporation's money.
 */
function groupGranter(
  ctx: ReadContext,
  { prefix, corporations, groups }: AuthorityParts,
  { corporation }: DelegableMessage,
  signer: Signer,
  rule: RuleId,
): Granter {
  const policyAddress = parseAccount(prefix, corporation);
  ensure(policyAddress !== undefined, "D-AUTHZ-02", deErrors.notAGroupPolicy, { corporation });
  ensure(policyAddress === signer.account, rule, deErrors.signerMismatch, { corporation });
  const policy = groups.policy(ctx, policyAddress);
  ensure(policy !== undefined, "D-AUTHZ-02", deErrors.notAGroupPolicy, { corporation });
  const registered = corporations.find(ctx, policy.groupId);
  const bound = registered === undefined || registered.policyAddress === policyAddress;
  ensure(bound, "D-GEN-01", deErrors.policyNotBound, { corporation });
  return { groupId: policy.groupId, policyAddress, operator: undefined };
}
