import type { RuleId } from "../../../gen/rules.js";
import {
  type CredentialSchema,
  MsgUpdateCredentialSchema,
  MsgUpdateCredentialSchemaResponse,
} from "../../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { controlledSchema } from "../controlled-schema.js";
import { schemaUpdated } from "../events.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import { checkPeriods, periodsOf } from "../validity-periods.js";
import type { MessageDeps } from "./message-deps.js";

type UpdateCredentialSchema = Handler<
  MsgUpdateCredentialSchema,
  CorporationOperator,
  CredentialSchema,
  MsgUpdateCredentialSchemaResponse
>;

const BASIC: RuleId = "MOD-CS-MSG-2-2-1";

/**
 * [MOD-CS-MSG-2] Update Credential Schema: its five validity periods, all of them. One that is left
 * out becomes 0, which never expires [D-CS-06].
 */
export const updateCredentialSchema = (k: MessageDeps): UpdateCredentialSchema => ({
  rule: "MOD-CS-MSG-2",
  type: MsgUpdateCredentialSchema,
  response: MsgUpdateCredentialSchemaResponse,

  /** [MOD-CS-MSG-2-1] [D-GEN-04] The operator is mandatory too. */
  parse(msg) {
    const { corporation, operator, id } = msg;
    ensurePresent(BASIC, { corporation, operator, id });
    ensureSigners(k, msg, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgUpdateCredentialSchema.typeUrl, BASIC),

  /** [MOD-CS-MSG-2-2] [MOD-CS-MSG-2-2-1] Needs the state; [MOD-CS-MSG-2-2-2] fees are the ante stage's. */
  check(ctx, msg, by) {
    const schema = controlledSchema(ctx, k, { id: msg.id, by }, BASIC);
    checkPeriods(periodsOf(msg), k.schemas.params(ctx), BASIC);
    return schema;
  },

  /** [MOD-CS-MSG-2-3] Processes that run keep the ends that they have. */
  execute(ctx, msg, by, schema) {
    const now = ctx.blockTime;
    const changed = { ...schema, ...periodsOf(msg), modified: now };
    k.schemas.state.schemas.set(ctx, schema.id, changed);
    ctx.emit(schemaUpdated(changed, by, now));
    return {};
  },
});
