import type { RuleId } from "../../../gen/rules.js";
import {
  MsgGrantOperatorAuthorization,
  MsgGrantOperatorAuthorizationResponse,
  type OperatorAuthorization,
} from "../../../gen/verana/de/v1.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { operatorGranted } from "../events.js";
import { type Grant, grantOf } from "../grant.js";
import { type Granter, granter } from "../granter.js";
import { ensureAccounts } from "../named-accounts.js";

interface Proof {
  readonly grant: Grant;
  /** What the grant replaces. */
  readonly previous: OperatorAuthorization | undefined;
}

type GrantOperatorAuthorization = Handler<
  MsgGrantOperatorAuthorization,
  Granter,
  Proof,
  MsgGrantOperatorAuthorizationResponse
>;

const RULE: RuleId = "MOD-DE-MSG-3-2";

/** [MOD-DE-MSG-3] Grant Operator Authorization. */
export const grantOperatorAuthorization = (parts: AuthorityParts): GrantOperatorAuthorization => ({
  rule: "MOD-DE-MSG-3",
  type: MsgGrantOperatorAuthorization,
  response: MsgGrantOperatorAuthorizationResponse,

  /** [MOD-DE-MSG-3-1] [MOD-DE-MSG-3-2] Only `operator` of the accounts may be absent. */
  parse(message) {
    ensureAccounts(parts, message, RULE);
    grantOf(parts.prefix, message);
  },

  authorize: granter(parts, MsgGrantOperatorAuthorization.typeUrl, RULE),

  /** [MOD-DE-MSG-3-2] The stateful checks; [MOD-DE-MSG-3-3] fees are the ante stage's. */
  check(ctx, message, by) {
    const grant = grantOf(parts.prefix, message);
    const { grantee, expiration } = grant;
    ensure(grantee !== by.operator, "D-AUTHZ-12", deErrors.grantToSelf, { grantee });
    const ahead = expiration === undefined || expiration > ctx.blockTime;
    ensure(ahead, RULE, deErrors.expirationNotInFuture);
    ensureNoVsOperator(ctx, parts, by.groupId, grantee);
    return { grant, previous: parts.state.authorizations.get(ctx, [by.groupId, grantee]) };
  },

  /** [MOD-DE-MSG-3-4] [D-DE-03] A grant replaces an earlier one whole, policy included, and keeps its id. */
  execute(ctx, _message, by, { grant, previous }) {
    const { grantee, spendLimit } = grant;
    const corporationId = by.groupId;
    allowFees(ctx, parts, by, grant);
    const id = previous?.id ?? parts.state.ids.next(ctx);
    parts.state.authorizations.set(ctx, [corporationId, grantee], {
      id,
      corporationId,
      operator: grantee,
      msgTypes: grant.msgTypes,
      spendLimit,
      remainingSpend: spendLimit,
      expiration: grant.expiration,
      period: grant.period,
      grantingPolicy: by.policyAddress,
    });
    const time = ctx.blockTime;
    const withFeegrant = grant.fees !== undefined;
    ctx.emit(operatorGranted({ id, corporationId, grantee, withFeegrant, time }));
    return {};
  },
});

/** [MOD-DE-MSG-3-4] [D-DE-03] The fee allowance is replaced with the grant, or goes when it has none. */
function allowFees(ctx: WriteContext, parts: AuthorityParts, by: Granter, grant: Grant): void {
  const corporation = { id: by.groupId, policyAddress: by.policyAddress };
  const { grantee, msgTypes, expiration, fees } = grant;
  if (fees === undefined) parts.fees.revoke(ctx, corporation, grantee);
  else parts.fees.grant(ctx, { corporation, grantee, msgTypes, expiration, ...fees });
}

/** [MOD-DE-MSG-3-2] [D-DE-05] One account has one kind of authorization from a corporation, dead ones included. */
function ensureNoVsOperator(
  ctx: ReadContext,
  { state }: AuthorityParts,
  groupId: bigint,
  grantee: string,
): void {
  const taken = state.vsAuthorizations.has(ctx, [groupId, grantee]);
  ensure(!taken, RULE, deErrors.vsOperatorExists, { grantee });
}
