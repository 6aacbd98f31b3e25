import type { RuleId } from "../../../gen/rules.js";
import {
  MsgCreateSchemaAuthorizationPolicy,
  MsgCreateSchemaAuthorizationPolicyResponse,
  SchemaAuthorizationPolicy,
} from "../../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { isAbsoluteUri } from "../../../keeper/formats/url.js";
import type { Handler } from "../../../keeper/handler.js";
import { hasInvalidUtf8 } from "../../../wire/text.js";
import { controlledSchema } from "../controlled-schema.js";
import { csErrors } from "../errors.js";
import { policyCreated } from "../events.js";
import type { SchemaKeeper } from "../keeper.js";
import { ensurePresent, ensureRole, ensureSigners } from "../parameters.js";
import type { MessageDeps } from "./message-deps.js";

type Create = MsgCreateSchemaAuthorizationPolicy;
/** The draft that is there already. */
type Proof = SchemaAuthorizationPolicy | undefined;
type CreateSchemaAuthorizationPolicy = Handler<
  Create,
  CorporationOperator,
  Proof,
  MsgCreateSchemaAuthorizationPolicyResponse
>;

const BASIC: RuleId = "MOD-CS-MSG-5-2-1";

/**
 * [MOD-CS-MSG-5] Create Schema Authorization Policy: a draft for a role, or other contents of the
 * draft that there is. Nothing happens to participants or to the schema [D-CS-10].
 */
export const createSchemaAuthorizationPolicy = (
  k: MessageDeps,
): CreateSchemaAuthorizationPolicy => ({
  rule: "MOD-CS-MSG-5",
  type: MsgCreateSchemaAuthorizationPolicy,
  response: MsgCreateSchemaAuthorizationPolicyResponse,

  /** [MOD-CS-MSG-5-1] [D-GEN-04] Every parameter is mandatory, the operator too. */
  parse(msg) {
    const { corporation, operator, schemaId, role, url, digestSri } = msg;
    const asked = { schema_id: schemaId, role, url, digest_sri: digestSri };
    ensurePresent(BASIC, { corporation, operator, ...asked });
    ensureSigners(k, msg, BASIC);
    ensureRole(role, BASIC);
    ensure(isAbsoluteUri(url), BASIC, csErrors.malformedUri, { url });
    ensure(!hasInvalidUtf8(digestSri), BASIC, csErrors.malformedDigest, { digest_sri: digestSri });
  },

  authorize: k.delegation.corporationOperator(MsgCreateSchemaAuthorizationPolicy.typeUrl, BASIC),

  /** [MOD-CS-MSG-5-2] [MOD-CS-MSG-5-2-1] Needs the state; [MOD-CS-MSG-5-2-2] fees are the ante stage's. */
  check(ctx, { schemaId, role }, by) {
    controlledSchema(ctx, k, { id: schemaId, by }, BASIC);
    const [draft, ...more] = k.schemas.policiesIn(ctx, schemaId, role, "draft");
    ensure(more.length === 0, BASIC, csErrors.severalDrafts, { schema_id: schemaId, role });
    return draft;
  },

  /** [MOD-CS-MSG-5-3] [D-CS-08] */
  execute(ctx, msg, by, draft) {
    const { url, digestSri } = msg;
    const policy = { ...(draft ?? newDraft(ctx, k.schemas, msg)), url, digestSri };
    k.schemas.state.policies.set(ctx, policy.id, policy);
    ctx.emit(policyCreated(policy, by));
    return { id: policy.id };
  },
});

function newDraft(
  ctx: WriteContext,
  schemas: SchemaKeeper,
  { schemaId, role }: Create,
): SchemaAuthorizationPolicy {
  return SchemaAuthorizationPolicy.create({
    id: schemas.state.policyIds.next(ctx),
    schemaId,
    role,
    version: schemas.lastVersion(ctx, schemaId, role) + 1,
    created: ctx.blockTime,
  });
}
