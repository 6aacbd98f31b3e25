import {
  MsgRenewParticipantOP,
  MsgRenewParticipantOPResponse,
  OnboardingState,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive, VALIDATOR } from "../activity.js";
import { ensureBelowLimit, ensureOfParticipant, ensureOwner, loadSchema } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { ensurePayable, payOnboarding } from "../escrow.js";
import { onboardingRenewed } from "../events.js";
import { faceValue, type OnboardingCost, onboardingCost } from "../pricing.js";

interface Proof {
  readonly applicant: Participant;
  readonly cost: OnboardingCost;
}

type RenewParticipantOp = Handler<
  MsgRenewParticipantOP,
  CorporationOperator,
  Proof,
  MsgRenewParticipantOPResponse
>;

const BASIC = "MOD-PP-MSG-2-2-1";
const FEES = "MOD-PP-MSG-2-2-3";

/** [MOD-PP-MSG-2] Renew Participant OP, with the same validator. */
export const renewParticipantOp = (k: PpDeps): RenewParticipantOp => ({
  rule: "MOD-PP-MSG-2",
  type: MsgRenewParticipantOP,
  response: MsgRenewParticipantOPResponse,

  /** [MOD-PP-MSG-2-1] */
  parse: (msg) => ensureOfParticipant(k, msg, BASIC),

  authorize: k.delegation.corporationOperator(MsgRenewParticipantOP.typeUrl, BASIC),

  /** [MOD-PP-MSG-2-2] [D-PP-16] */
  check(ctx, { id }, by) {
    const applicant = k.participants.load(ctx, id, BASIC);
    const validator = checkPermission(ctx, k, applicant, by);
    const schema = loadSchema(ctx, k, validator.schemaId, FEES);
    const cost = onboardingCost(ctx, k, schema, validator.validationFees, FEES);
    ensureBelowLimit(applicant.deposit + cost.deposit, FEES);
    k.delegation.ensureCanSpend(ctx, by, faceValue(ctx, cost));
    ensurePayable(ctx, k, by.corporation, cost, FEES);
    return { applicant, cost };
  },

  /** [MOD-PP-MSG-2-3] [MOD-PP-MSG-2-2-3] */
  execute(ctx, _msg, by, { applicant, cost }) {
    k.delegation.debit(ctx, by, faceValue(ctx, cost));
    payOnboarding(ctx, k, by.corporation, cost);
    const now = ctx.blockTime;
    const renewed = k.participants.change(ctx, applicant, {
      opState: OnboardingState.PENDING,
      opLastStateChange: now,
      deposit: applicant.deposit + cost.deposit,
      opCurrentFees: cost.fee.amount,
      opCurrentDeposit: cost.deposit,
      modified: now,
    });
    ctx.emit(onboardingRenewed(renewed, by, cost));
    return {};
  },
});

/** [MOD-PP-MSG-2-2-2] [D-PP-15] Both are active, and no request waits already; the validator. */
function checkPermission(
  ctx: ReadContext,
  k: PpDeps,
  applicant: Participant,
  by: CorporationOperator,
): Participant {
  const rule = "MOD-PP-MSG-2-2-2";
  ensureOwner(applicant, by, rule);
  ensureActive(applicant, ctx.blockTime, rule);
  const validated = applicant.opState === OnboardingState.VALIDATED;
  ensure(validated, "D-PP-15", ppErrors.notValidated, { participant_id: applicant.id });
  const id = applicant.validatorParticipantId;
  const validator = k.participants.find(ctx, id);
  ensure(validator !== undefined, rule, ppErrors.validatorNotFound, { id });
  ensureActive(validator, ctx.blockTime, rule, VALIDATOR);
  return validator;
}
