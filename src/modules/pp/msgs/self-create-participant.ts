import {
  MsgSelfCreateParticipant,
  MsgSelfCreateParticipantResponse,
  type Participant,
  ParticipantRole,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive, isFuture, VALIDATOR } from "../activity.js";
import { ensureFees, ensureOperated, ensurePresent, loadSchema } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { participantCreated } from "../events.js";
import {
  createParticipant,
  ensureDates,
  ensureFuture,
  ensureNoDebt,
  ensureOneController,
  ensureSubject,
} from "../new-participant.js";
import { modeOf } from "../onboarding.js";
import { ensureNoOverlap } from "../overlap.js";
import { ensureAuthorization } from "../vs-authorization.js";

interface Proof {
  readonly validator: Participant;
  readonly from: bigint;
}

type SelfCreate = MsgSelfCreateParticipant;
type SelfCreateParticipant = Handler<
  SelfCreate,
  CorporationOperator,
  Proof,
  MsgSelfCreateParticipantResponse
>;

const BASIC = "MOD-PP-MSG-14-2-1";
const PERMISSION = "MOD-PP-MSG-14-2-2";

/**
 * [MOD-PP-MSG-14] Self Create Participant, an issuer or verifier of a schema that is open. It needs no more
 * than the transaction fee [MOD-PP-MSG-14-2-3].
 */
export const selfCreateParticipant = (k: PpDeps): SelfCreateParticipant => ({
  rule: "MOD-PP-MSG-14",
  type: MsgSelfCreateParticipant,
  response: MsgSelfCreateParticipantResponse,

  /** [MOD-PP-MSG-14-1] [D-PP-51] */
  parse(msg) {
    ensurePresent(
      {
        corporation: msg.corporation !== "",
        operator: msg.operator !== "",
        role: msg.role !== 0,
        validator_participant_id: msg.validatorParticipantId !== 0n,
        did: msg.did !== "",
        effective_from: msg.effectiveFrom !== undefined,
      },
      BASIC,
    );
    ensureOperated(k, msg, BASIC);
    const known = msg.role === ParticipantRole.ISSUER || msg.role === ParticipantRole.VERIFIER;
    ensure(known, BASIC, ppErrors.malformedRole, { role: msg.role });
    ensureSubject(k, msg, BASIC);
    ensureDates(msg, BASIC);
    ensureFees({ ...msg, issuanceFees: 0n }, BASIC);
    ensureAuthorization(k, msg, msg.role, BASIC);
    ensureNoVerifierFees(msg);
  },

  authorize: k.delegation.corporationOperator(MsgSelfCreateParticipant.typeUrl, BASIC),

  /** [MOD-PP-MSG-14-2] [MOD-PP-MSG-14-2-4] */
  check(ctx, msg, by) {
    const validator = loadValidator(ctx, k, msg);
    ensureOneController(ctx, k, { did: msg.did, own: by.corporation.id }, BASIC);
    const from = ensureWithin(ctx, msg, validator);
    const schema = loadSchema(ctx, k, validator.schemaId, PERMISSION);
    const open = modeOf(msg.role, schema) === "open";
    ensure(open, PERMISSION, ppErrors.schemaNotOpen, { schema_id: schema.id, role: msg.role });
    ensureNoDebt(ctx, k, schema.ecosystemId, by);
    const context = {
      schemaId: schema.id,
      role: msg.role,
      validatorParticipantId: validator.id,
      corporationId: by.corporation.id,
    };
    const span = { from, until: msg.effectiveUntil };
    ensureNoOverlap(ctx, k.participants.state, { context, span }, "MOD-PP-MSG-14-2-4");
    return { validator, from };
  },

  /** [MOD-PP-MSG-14-3] [D-PP-03] [D-PP-52] */
  execute(ctx, msg, by, { validator, from }) {
    const { role, effectiveUntil, validationFees, verificationFees } = msg;
    const participant = createParticipant(ctx, k, msg, {
      by,
      entry: {
        validatorParticipantId: validator.id,
        schemaId: validator.schemaId,
        role,
        effectiveFrom: from,
        effectiveUntil,
        validationFees,
        verificationFees,
      },
      expiration: effectiveUntil,
    });
    ctx.emit(participantCreated(participant, by));
    return { id: participant.id };
  },
});

/** [D-PP-52] A verifier asks for no fees. */
function ensureNoVerifierFees(msg: SelfCreate): void {
  const { role, validationFees, verificationFees } = msg;
  const none =
    role !== ParticipantRole.VERIFIER || (validationFees === 0n && verificationFees === 0n);
  ensure(none, PERMISSION, ppErrors.verifierFees, {
    validation_fees: validationFees,
    verification_fees: verificationFees,
  });
}

/** [D-PP-52] An ecosystem participant that is active or will be. */
function loadValidator(ctx: ReadContext, k: PpDeps, msg: SelfCreate): Participant {
  const id = msg.validatorParticipantId;
  const validator = k.participants.find(ctx, id);
  ensure(validator !== undefined, BASIC, ppErrors.validatorNotFound, { id });
  const root = validator.role === ParticipantRole.ECOSYSTEM;
  ensure(root, BASIC, ppErrors.validatorNotEcosystem, { id, role: validator.role });
  if (!isFuture(validator, ctx.blockTime)) {
    ensureActive(validator, ctx.blockTime, BASIC, VALIDATOR);
  }
  return validator;
}

/** [D-PP-51] [D-PP-52] Within the validator's time; when it begins. */
function ensureWithin(ctx: ReadContext, msg: SelfCreate, validator: Participant): bigint {
  const from = ensureFuture(ctx, msg, BASIC);
  const { effectiveUntil: until } = msg;
  const end = validator.effectiveUntil;
  const inside = from >= (validator.effectiveFrom ?? 0n) && (end === undefined || from < end);
  ensure(inside, BASIC, ppErrors.fromOutsideValidator, { validator_participant_id: validator.id });
  const ends = end === undefined || (until !== undefined && until <= end);
  ensure(ends, BASIC, ppErrors.untilOutsideValidator, { validator_participant_id: validator.id });
  return from;
}
