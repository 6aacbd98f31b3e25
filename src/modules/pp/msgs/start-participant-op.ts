import {
  MsgStartParticipantOP,
  MsgStartParticipantOPResponse,
  OnboardingState,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive, VALIDATOR } from "../activity.js";
import { ensureFees, ensureOperated, ensurePresent, loadSchema } from "../checks.js";
import { hinderingProcess } from "../context-lock.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { ensurePayable, payOnboarding } from "../escrow.js";
import { onboardingStarted } from "../events.js";
import {
  createParticipant,
  ensureNoDebt,
  ensureOneController,
  ensureSubject,
} from "../new-participant.js";
import { isApplicantRole, validatorRoleFor } from "../onboarding.js";
import type { SchemaFacts } from "../ports.js";
import { faceValue, type OnboardingCost, onboardingCost } from "../pricing.js";
import { ensureAuthorization } from "../vs-authorization.js";

interface Proof {
  readonly validator: Participant;
  readonly cost: OnboardingCost;
}

type Start = MsgStartParticipantOP;
type StartParticipantOp = Handler<Start, CorporationOperator, Proof, MsgStartParticipantOPResponse>;

const BASIC = "MOD-PP-MSG-1-2-1";
const FEES = "MOD-PP-MSG-1-2-3";

/** [MOD-PP-MSG-1] Start Participant OP: an applicant asks a validator to onboard it. */
export const startParticipantOp = (k: PpDeps): StartParticipantOp => ({
  rule: "MOD-PP-MSG-1",
  type: MsgStartParticipantOP,
  response: MsgStartParticipantOPResponse,

  /** [MOD-PP-MSG-1-1] */
  parse(msg) {
    ensurePresent(
      {
        corporation: msg.corporation !== "",
        operator: msg.operator !== "",
        role: msg.role !== 0,
        validator_participant_id: msg.validatorParticipantId !== 0n,
        did: msg.did !== "",
      },
      BASIC,
    );
    ensureOperated(k, msg, BASIC);
    ensure(isApplicantRole(msg.role), BASIC, ppErrors.malformedRole, { role: msg.role });
    ensureFees(feesOf(msg), BASIC);
    ensureSubject(k, msg, BASIC);
    ensureAuthorization(k, msg, msg.role, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgStartParticipantOP.typeUrl, BASIC),

  /** [MOD-PP-MSG-1-2] */
  check(ctx, msg, by) {
    ensureOneController(ctx, k, { did: msg.did, own: by.corporation.id }, BASIC);
    const { validator, schema } = checkPermission(ctx, k, msg);
    ensureNoDebt(ctx, k, schema.ecosystemId, by);
    const cost = onboardingCost(ctx, k, schema, validator.validationFees, FEES);
    k.delegation.ensureCanSpend(ctx, by, faceValue(ctx, cost));
    ensurePayable(ctx, k, by.corporation, cost, FEES);
    ensureNoProcess(ctx, k, msg, { validator, corporationId: by.corporation.id });
    return { validator, cost };
  },

  /** [MOD-PP-MSG-1-3] */
  execute(ctx, msg, by, { validator, cost }) {
    k.delegation.debit(ctx, by, faceValue(ctx, cost));
    payOnboarding(ctx, k, by.corporation, cost);
    const now = ctx.blockTime;
    const participant = createParticipant(ctx, k, msg, {
      by,
      entry: {
        schemaId: validator.schemaId,
        role: msg.role,
        deposit: cost.deposit,
        ...feesOf(msg),
        validatorParticipantId: validator.id,
        opLastStateChange: now,
        opState: OnboardingState.PENDING,
        opCurrentFees: cost.fee.amount,
        opCurrentDeposit: cost.deposit,
      },
      // Disabled until the validation: it ends as it is made.
      expiration: now,
    });
    ctx.emit(onboardingStarted(participant, by));
    return { participantId: participant.id };
  },
});

/** [D-PP-10] Fees default to 0. */
const feesOf = (msg: Start) => ({
  validationFees: msg.validationFees?.value ?? 0n,
  issuanceFees: msg.issuanceFees?.value ?? 0n,
  verificationFees: msg.verificationFees?.value ?? 0n,
});

/** [MOD-PP-MSG-1-2-2] Start Participant OP permission checks. */
function checkPermission(
  ctx: ReadContext,
  k: PpDeps,
  msg: Start,
): { readonly validator: Participant; readonly schema: SchemaFacts } {
  const rule = "MOD-PP-MSG-1-2-2";
  const id = msg.validatorParticipantId;
  const validator = k.participants.find(ctx, id);
  ensure(validator !== undefined, rule, ppErrors.validatorNotFound, { id });
  ensureActive(validator, ctx.blockTime, rule, VALIDATOR);
  const schema = loadSchema(ctx, k, validator.schemaId, rule);
  const wanted = validatorRoleFor(msg.role, schema);
  const facts = { role: msg.role, validator_role: validator.role };
  ensure(wanted !== undefined, rule, ppErrors.onboardingNotOffered, facts);
  ensure(validator.role === wanted, rule, ppErrors.wrongValidatorRole, facts);
  return { validator, schema };
}

/** [MOD-PP-MSG-1-2-4] Start Participant OP overlap checks. */
function ensureNoProcess(
  ctx: ReadContext,
  k: PpDeps,
  { role }: Start,
  of: { readonly validator: Participant; readonly corporationId: bigint },
): void {
  const { schemaId, id: validatorParticipantId } = of.validator;
  const context = { schemaId, role, validatorParticipantId, corporationId: of.corporationId };
  const other = hinderingProcess(ctx, k.participants.state, context);
  const free = other === undefined;
  ensure(free, "MOD-PP-MSG-1-2-4", ppErrors.processOpen, { participant_id: other?.id });
}
