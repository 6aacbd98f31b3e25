import type { RuleId } from "../../../gen/rules.js";
import {
  MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  MsgIncreaseActiveSchemaAuthorizationPolicyVersionResponse,
  type SchemaAuthorizationPolicy,
} from "../../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { controlledSchema } from "../controlled-schema.js";
import { csErrors } from "../errors.js";
import { policyActivated } from "../events.js";
import { ensurePresent, ensureRole, ensureSigners } from "../parameters.js";
import type { MessageDeps } from "./message-deps.js";

interface Proof {
  readonly draft: SchemaAuthorizationPolicy;
  readonly before: readonly SchemaAuthorizationPolicy[];
}

type IncreaseActiveVersion = Handler<
  MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  CorporationOperator,
  Proof,
  MsgIncreaseActiveSchemaAuthorizationPolicyVersionResponse
>;

const { typeUrl } = MsgIncreaseActiveSchemaAuthorizationPolicyVersion;
const BASIC: RuleId = "MOD-CS-MSG-6-2-1";

/**
 * [MOD-CS-MSG-6] Increase Active Schema Authorization Policy Version: the draft comes into force, and
 * what was in force ends. That is no revocation.
 */
export const increaseActiveSchemaAuthorizationPolicyVersion = (
  k: MessageDeps,
): IncreaseActiveVersion => ({
  rule: "MOD-CS-MSG-6",
  type: MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  response: MsgIncreaseActiveSchemaAuthorizationPolicyVersionResponse,

  /** [MOD-CS-MSG-6-1] [D-GEN-04] Every parameter is mandatory, the operator too. */
  parse(msg) {
    const { corporation, operator, schemaId, role } = msg;
    ensurePresent(BASIC, { corporation, operator, schema_id: schemaId, role });
    ensureSigners(k, msg, BASIC);
    ensureRole(role, BASIC);
  },

  authorize: k.delegation.corporationOperator(typeUrl, BASIC),

  /** [MOD-CS-MSG-6-2] [MOD-CS-MSG-6-2-1] Needs the state; [MOD-CS-MSG-6-2-2] fees are the ante stage's. */
  check(ctx, { schemaId, role }, by) {
    controlledSchema(ctx, k, { id: schemaId, by }, BASIC);
    const facts = { schema_id: schemaId, role };
    const [draft, ...more] = k.schemas.policiesIn(ctx, schemaId, role, "draft");
    ensure(draft !== undefined, BASIC, csErrors.noDraft, facts);
    ensure(more.length === 0, BASIC, csErrors.severalDrafts, facts);
    const complete = draft.url !== "" && draft.digestSri !== "";
    ensure(complete, BASIC, csErrors.draftIncomplete, { id: draft.id });
    return { draft, before: k.schemas.policiesIn(ctx, schemaId, role, "inForce") };
  },

  /** [MOD-CS-MSG-6-3] [D-CS-07] A policy that was in force and is revoked is left alone. */
  execute(ctx, _msg, by, { draft, before }) {
    const now = ctx.blockTime;
    const { policies } = k.schemas.state;
    for (const policy of before) policies.set(ctx, policy.id, { ...policy, effectiveUntil: now });
    policies.set(ctx, draft.id, { ...draft, effectiveFrom: now });
    ctx.emit(policyActivated(draft, by));
    return {};
  },
});
