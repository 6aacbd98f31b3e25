import {
  MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  ParticipantRole,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureFees, ensureOperated, ensurePresent, loadSchema } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { rootParticipantCreated } from "../events.js";
import {
  createParticipant,
  ensureDates,
  ensureFuture,
  ensureNoDebt,
  ensureOneController,
  ensureSubject,
} from "../new-participant.js";
import { ensureNoOverlap } from "../overlap.js";
import type { SchemaFacts } from "../ports.js";
import { ensureAuthorization } from "../vs-authorization.js";

/** What `check` proved: when the entry begins. */
interface Proof {
  readonly from: bigint;
}

type Create = MsgCreateRootParticipant;
type CreateRootParticipant = Handler<
  Create,
  CorporationOperator,
  Proof,
  MsgCreateRootParticipantResponse
>;

const BASIC = "MOD-PP-MSG-7-2-1";

/**
 * [MOD-PP-MSG-7] Create Root Participant, for a schema of an ecosystem that the corporation controls.
 * The method takes nothing but the transaction fee, which the ante stage checks [MOD-PP-MSG-7-2-3].
 */
export const createRootParticipant = (k: PpDeps): CreateRootParticipant => ({
  rule: "MOD-PP-MSG-7",
  type: MsgCreateRootParticipant,
  response: MsgCreateRootParticipantResponse,

  /** [MOD-PP-MSG-7-1] [D-PP-02] [D-GEN-04] Mandatory parameters; fees default to 0. */
  parse(msg) {
    ensurePresent(
      {
        corporation: msg.corporation !== "",
        operator: msg.operator !== "",
        schema_id: msg.schemaId !== 0n,
        did: msg.did !== "",
        effective_from: msg.effectiveFrom !== undefined,
      },
      BASIC,
    );
    ensureOperated(k, msg, BASIC);
    ensureSubject(k, msg, BASIC);
    ensureDates(msg, BASIC);
    ensureFees(msg, BASIC);
    ensureAuthorization(k, msg, ParticipantRole.ECOSYSTEM, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgCreateRootParticipant.typeUrl, BASIC),

  /** [MOD-PP-MSG-7-2] [MOD-PP-MSG-7-2-4] Preconditions that need the state. */
  check(ctx, msg, by) {
    const schema = loadSchema(ctx, k, msg.schemaId, BASIC);
    ensureOneController(ctx, k, { did: msg.did, own: by.corporation.id }, BASIC);
    const from = ensureFuture(ctx, msg, BASIC);
    ensureController(ctx, k, schema, by);
    ensureNoDebt(ctx, k, schema.ecosystemId, by);
    const context = {
      schemaId: schema.id,
      role: ParticipantRole.ECOSYSTEM,
      validatorParticipantId: 0n,
      corporationId: by.corporation.id,
    };
    const span = { from, until: msg.effectiveUntil };
    ensureNoOverlap(ctx, k.participants.state, { context, span }, "MOD-PP-MSG-7-2-4");
    return { from };
  },

  /**
   * [MOD-PP-MSG-7-3] [D-PP-01] [D-PP-03] What is not given is zero or unset, the onboarding state too.
   * [D-PP-28] A record is stored at once, though it is of no use before the entry begins.
   */
  execute(ctx, msg, by, { from }) {
    const { schemaId, effectiveUntil, validationFees, issuanceFees, verificationFees } = msg;
    const participant = createParticipant(ctx, k, msg, {
      by,
      entry: {
        schemaId,
        role: ParticipantRole.ECOSYSTEM,
        effectiveFrom: from,
        effectiveUntil,
        validationFees,
        issuanceFees,
        verificationFees,
      },
      expiration: effectiveUntil,
    });
    ctx.emit(rootParticipantCreated(participant, by));
    return { id: participant.id };
  },
});

/** [MOD-PP-MSG-7-2-2] Create Root Participant permission checks. */
function ensureController(
  ctx: ReadContext,
  k: PpDeps,
  schema: SchemaFacts,
  by: CorporationOperator,
): void {
  const controller = k.ecosystems.find(ctx, schema.ecosystemId)?.corporationId;
  const controls = controller === by.corporation.id;
  ensure(controls, "MOD-PP-MSG-7-2-2", ppErrors.notEcosystemController, { schema_id: schema.id });
}
