import type { RuleId } from "../../../gen/rules.js";
import {
  MsgRevokeSchemaAuthorizationPolicy,
  MsgRevokeSchemaAuthorizationPolicyResponse,
  type SchemaAuthorizationPolicy,
} from "../../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { controlledSchema } from "../controlled-schema.js";
import { csErrors } from "../errors.js";
import { policyRevoked } from "../events.js";
import { ensurePresent, ensureRole, ensureSigners } from "../parameters.js";
import type { MessageDeps } from "./message-deps.js";

type RevokeSchemaAuthorizationPolicy = Handler<
  MsgRevokeSchemaAuthorizationPolicy,
  CorporationOperator,
  SchemaAuthorizationPolicy,
  MsgRevokeSchemaAuthorizationPolicyResponse
>;

const BASIC: RuleId = "MOD-CS-MSG-7-2-1";

/** [MOD-CS-MSG-7] Revoke Schema Authorization Policy: one that is or was in force, for good. */
export const revokeSchemaAuthorizationPolicy = (
  k: MessageDeps,
): RevokeSchemaAuthorizationPolicy => ({
  rule: "MOD-CS-MSG-7",
  type: MsgRevokeSchemaAuthorizationPolicy,
  response: MsgRevokeSchemaAuthorizationPolicyResponse,

  /** [MOD-CS-MSG-7-1] [D-GEN-04] Every parameter is mandatory, the operator too. */
  parse(msg) {
    const { corporation, operator, schemaId, role, version } = msg;
    ensurePresent(BASIC, { corporation, operator, schema_id: schemaId, role, version });
    ensureSigners(k, msg, BASIC);
    ensureRole(role, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgRevokeSchemaAuthorizationPolicy.typeUrl, BASIC),

  /** [MOD-CS-MSG-7-2] [MOD-CS-MSG-7-2-1] [D-CS-09] Needs the state; [MOD-CS-MSG-7-2-2] fees are the ante stage's. */
  check(ctx, { schemaId, role, version }, by) {
    controlledSchema(ctx, k, { id: schemaId, by }, BASIC);
    const facts = { schema_id: schemaId, role, version };
    const policy = k.schemas.policyAt(ctx, schemaId, role, version);
    ensure(policy !== undefined, BASIC, csErrors.policyNotFound, facts);
    ensure(policy.effectiveFrom !== undefined, BASIC, csErrors.policyNotEnabled, facts);
    ensure(!policy.revoked, BASIC, csErrors.policyRevoked, facts);
    return policy;
  },

  /** [MOD-CS-MSG-7-3] */
  execute(ctx, _msg, by, policy) {
    const revoked = { ...policy, revoked: true };
    k.schemas.state.policies.set(ctx, policy.id, revoked);
    ctx.emit(policyRevoked(revoked, by));
    return {};
  },
});
