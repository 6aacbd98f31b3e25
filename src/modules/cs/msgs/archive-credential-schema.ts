import type { RuleId } from "../../../gen/rules.js";
import {
  type CredentialSchema,
  MsgArchiveCredentialSchema,
  MsgArchiveCredentialSchemaResponse,
} from "../../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { controlledSchema } from "../controlled-schema.js";
import { csErrors } from "../errors.js";
import { schemaArchived } from "../events.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { MessageDeps } from "./message-deps.js";

type ArchiveCredentialSchema = Handler<
  MsgArchiveCredentialSchema,
  CorporationOperator,
  CredentialSchema,
  MsgArchiveCredentialSchemaResponse
>;

const BASIC: RuleId = "MOD-CS-MSG-3-2-1";

/** [MOD-CS-MSG-3] Archive Credential Schema, or take it back: it is information alone (D-GEN-05). */
export const archiveCredentialSchema = (k: MessageDeps): ArchiveCredentialSchema => ({
  rule: "MOD-CS-MSG-3",
  type: MsgArchiveCredentialSchema,
  response: MsgArchiveCredentialSchemaResponse,

  /** [MOD-CS-MSG-3-1] [D-GEN-14] Every parameter is mandatory; `archive` is present where it is false. */
  parse(msg) {
    const { corporation, operator, id } = msg;
    ensurePresent(BASIC, { corporation, operator, id });
    ensureSigners(k, msg, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgArchiveCredentialSchema.typeUrl, BASIC),

  /** [MOD-CS-MSG-3-2] [MOD-CS-MSG-3-2-1] Needs the state; [MOD-CS-MSG-3-2-2] fees are the ante stage's. */
  check(ctx, { id, archive }, by) {
    const schema = controlledSchema(ctx, k, { id, by }, BASIC);
    const archived = schema.archived !== undefined;
    ensure(!(archive && archived), BASIC, csErrors.alreadyArchived, { id });
    ensure(archive || archived, BASIC, csErrors.notArchived, { id });
    return schema;
  },

  /** [MOD-CS-MSG-3-3] [D-GEN-06] */
  execute(ctx, { archive }, by, schema) {
    const now = ctx.blockTime;
    const changed = { ...schema, archived: archive ? now : undefined, modified: now };
    k.schemas.state.schemas.set(ctx, schema.id, changed);
    ctx.emit(schemaArchived(changed, by, now));
    return {};
  },
});
