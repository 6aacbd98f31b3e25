import type { RuleId } from "../../../gen/rules.js";
import {
  MsgRevokeOperatorAuthorization,
  MsgRevokeOperatorAuthorizationResponse,
  type OperatorAuthorization,
} from "../../../gen/verana/de/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { operatorRevoked } from "../events.js";
import { type Granter, granter } from "../granter.js";
import { ensureAccounts } from "../named-accounts.js";

type RevokeOperatorAuthorization = Handler<
  MsgRevokeOperatorAuthorization,
  Granter,
  OperatorAuthorization,
  MsgRevokeOperatorAuthorizationResponse
>;

const RULE: RuleId = "MOD-DE-MSG-4-2";

/** [MOD-DE-MSG-4] Revoke Operator Authorization, dead ones included (D-DE-07). */
export const revokeOperatorAuthorization = (
  parts: AuthorityParts,
): RevokeOperatorAuthorization => ({
  rule: "MOD-DE-MSG-4",
  type: MsgRevokeOperatorAuthorization,
  response: MsgRevokeOperatorAuthorizationResponse,

  /** [MOD-DE-MSG-4-1] [D-DE-02] Only `operator` of the accounts may be absent. */
  parse: (message) => ensureAccounts(parts, message, RULE),

  authorize: granter(parts, MsgRevokeOperatorAuthorization.typeUrl, RULE),

  /** [MOD-DE-MSG-4-2] [MOD-DE-MSG-4-3] There is one to revoke; fees are the ante stage's. */
  check(ctx, message, { groupId }) {
    const grantee = parseAccount(parts.prefix, message.grantee) ?? "";
    const found = parts.state.authorizations.get(ctx, [groupId, grantee]);
    const facts = { corporation: groupId, grantee };
    ensure(found !== undefined, RULE, deErrors.operatorAuthorizationNotFound, facts);
    return found;
  },

  /** [MOD-DE-MSG-4-4] */
  execute(ctx, _message, { groupId, policyAddress }, { id, operator: grantee }) {
    parts.state.authorizations.delete(ctx, [groupId, grantee]);
    parts.fees.revoke(ctx, { id: groupId, policyAddress }, grantee);
    ctx.emit(operatorRevoked({ id, corporationId: groupId, grantee, time: ctx.blockTime }));
    return {};
  },
});
