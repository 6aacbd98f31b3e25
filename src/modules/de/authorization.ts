import type { RuleId } from "../../gen/rules.js";
import type { OperatorAuthorization } from "../../gen/verana/de/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type {
  Authorize,
  CorporationOperator,
  DelegableMessage,
  Signer,
  SigningCorporation,
} from "../../keeper/authority.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure, refuse } from "../../keeper/errors.js";
import { deErrors } from "./errors.js";
import { operatorAuthorizationUpdated } from "./events.js";
import type { CorporationPort, FeeAllowancePort, GroupPort } from "./ports.js";
import { currentCycle } from "./renewal.js";
import type { DelegationState } from "./state.js";

/** What the authority checks stand on. */
export interface AuthorityParts {
  readonly prefix: string;
  readonly state: DelegationState;
  readonly corporations: CorporationPort;
  readonly groups: GroupPort;
  readonly fees: FeeAllowancePort;
}

/** Authority to register a group, before there is a corporation. */
export interface Registrant {
  readonly groupId: bigint;
  /** The policy that granted, lower-case bech32. */
  readonly policyAddress: string;
  readonly operator: string;
}

/** AUTHZ-CHECK-5 and then -1, for a message of `typeUrl`; `rule` is the method's own for its signature checks. */
export const corporationOperator =
  (
    parts: AuthorityParts,
    typeUrl: string,
    rule: RuleId,
  ): Authorize<DelegableMessage, CorporationOperator> =>
  (ctx, message, signer) => {
    const operator = signingOperator(parts, message, signer, rule);
    const corporation = registeredCorporation(ctx, parts, message.corporation);
    useAuthorization(ctx, parts, { groupId: corporation.id, operator, typeUrl });
    return { corporation, operator };
  };

/** [D-AUTHZ-02] AUTHZ-CHECK-1 alone, for the registration of a group: the policy that granted must be named. */
export const registrant =
  (parts: AuthorityParts, typeUrl: string, rule: RuleId): Authorize<DelegableMessage, Registrant> =>
  (ctx, message, signer) => {
    const operator = signingOperator(parts, message, signer, rule);
    const facts = { corporation: message.corporation };
    const policyAddress = parseAccount(parts.prefix, message.corporation);
    ensure(policyAddress !== undefined, "D-AUTHZ-02", deErrors.notGrantingPolicy, facts);
    const policy = parts.groups.policy(ctx, policyAddress);
    ensure(policy !== undefined, "D-AUTHZ-02", deErrors.notGrantingPolicy, facts);
    const { groupId } = policy;
    const used = useAuthorization(ctx, parts, { groupId, operator, typeUrl });
    const granted = used.grantingPolicy === policyAddress;
    ensure(granted, "D-AUTHZ-02", deErrors.notGrantingPolicy, facts);
    return { groupId, policyAddress, operator };
  };

/** [D-GEN-03] The operator that the message names is the account that its router authenticated. */
export function signingOperator(
  parts: AuthorityParts,
  { operator }: Pick<DelegableMessage, "operator">,
  signer: Signer,
  rule: RuleId,
): string {
  const account = parseAccount(parts.prefix, operator);
  ensure(account === signer.account, rule, deErrors.signerMismatch, { operator });
  return account;
}

/** [AUTHZ-CHECK-5] [D-GEN-01] [D-GEN-02] The corporation named by its bound policy or by its group id. */
export function registeredCorporation(
  ctx: ReadContext,
  { prefix, corporations, groups }: AuthorityParts,
  text: string,
): SigningCorporation {
  const found = corporations.resolve(ctx, text);
  if (found !== undefined) return { id: found.id, policyAddress: found.policyAddress };
  const address = parseAccount(prefix, text);
  const policy = address === undefined ? undefined : groups.policy(ctx, address);
  const other = policy !== undefined && corporations.find(ctx, policy.groupId) !== undefined;
  ensure(!other, "D-GEN-01", deErrors.policyNotBound, { corporation: text });
  return refuse(deErrors.corporationNotRegistered, { corporation: text }, "AUTHZ-CHECK-5");
}

/** [AUTHZ-CHECK-1] Finds the authorization that covers the message; a cycle that it renews stays renewed with the message. */
export function useAuthorization(
  ctx: WriteContext,
  { state }: AuthorityParts,
  use: { readonly groupId: bigint; readonly operator: string; readonly typeUrl: string },
): OperatorAuthorization {
  const rule = "AUTHZ-CHECK-1";
  const { groupId, operator, typeUrl } = use;
  const key = [groupId, operator] as const;
  const stored = state.authorizations.get(ctx, key);
  ensure(stored !== undefined, rule, deErrors.authorizationNotFound, {
    corporation: groupId,
    operator,
  });
  const covered = stored.msgTypes.includes(typeUrl);
  ensure(covered, rule, deErrors.messageTypeNotGranted, { msg_type: typeUrl });
  const current = currentCycle(stored, ctx.blockTime);
  if (current !== stored) {
    state.authorizations.set(ctx, key, current);
    ctx.emit(operatorAuthorizationUpdated(current.id));
  }
  return current;
}
