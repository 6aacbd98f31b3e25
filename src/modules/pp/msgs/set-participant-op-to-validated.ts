import {
  MsgSetParticipantOPToValidated,
  MsgSetParticipantOPToValidatedResponse,
  OnboardingState,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { Coin } from "../../../keeper/coins.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { isDigestSri } from "../../../keeper/formats/sri.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive, isActive, VALIDATOR } from "../activity.js";
import {
  ensureBelowLimit,
  ensureFees,
  ensureOfParticipant,
  ensureOwner,
  ensureTime,
  loadSchema,
} from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { releaseEscrow } from "../escrow.js";
import { onboardingValidated } from "../events.js";
import { ensureNoOverlap } from "../overlap.js";
import { nonZero, settlementDenom } from "../pricing.js";
import { ensureAgreed, ensureDiscounts, termOf } from "../validation.js";

interface Proof {
  readonly applicant: Participant;
  readonly fee: Coin;
  readonly opExp: bigint | undefined;
  readonly effectiveUntil: bigint | undefined;
}

type SetValidated = MsgSetParticipantOPToValidated;
type SetParticipantOpToValidated = Handler<
  SetValidated,
  CorporationOperator,
  Proof,
  MsgSetParticipantOPToValidatedResponse
>;

const BASIC = "MOD-PP-MSG-3-2-1";
const FEES = "MOD-PP-MSG-3-2-3";

/** [MOD-PP-MSG-3] Set Participant OP to Validated, by the validator's corporation. */
export const setParticipantOpToValidated = (k: PpDeps): SetParticipantOpToValidated => ({
  rule: "MOD-PP-MSG-3",
  type: MsgSetParticipantOPToValidated,
  response: MsgSetParticipantOPToValidatedResponse,

  /** [MOD-PP-MSG-3-1] [D-PP-18] */
  parse(msg) {
    ensureOfParticipant(k, msg, BASIC);
    ensureFees(msg, BASIC);
    const { opSummaryDigest: digest } = msg;
    const formed = digest === "" || isDigestSri(digest);
    ensure(formed, BASIC, ppErrors.malformedDigestSri, { op_summary_digest: digest });
    ensureDiscounts(msg);
    ensureTime(msg.effectiveUntil, BASIC);
  },

  authorize: k.delegation.operatorOrVsOperator(MsgSetParticipantOPToValidated.typeUrl, BASIC, {
    primary(ctx, { id }: SetValidated) {
      const applicant = k.participants.load(ctx, id, BASIC);
      const validator = k.participants.find(ctx, applicant.validatorParticipantId);
      const active = validator !== undefined && isActive(validator, ctx.blockTime);
      return { id: applicant.validatorParticipantId, active };
    },
    amounts(ctx, { id }) {
      return depositCoins(ctx, k.participants.load(ctx, id, BASIC));
    },
  }),

  /** [MOD-PP-MSG-3-2] [MOD-PP-MSG-3-2-4] */
  check(ctx, msg, by) {
    const applicant = k.participants.load(ctx, msg.id, BASIC);
    const facts = { participant_id: applicant.id };
    const pending = applicant.opState === OnboardingState.PENDING;
    ensure(pending, BASIC, ppErrors.notPending, facts);
    const live = applicant.revoked === undefined && applicant.slashed === undefined;
    ensure(live, "D-PP-19", ppErrors.applicantRevoked, facts);
    const schema = loadSchema(ctx, k, applicant.schemaId, BASIC);
    const validator = k.participants.find(ctx, applicant.validatorParticipantId);
    ensure(validator !== undefined, BASIC, ppErrors.validatorNotFound, facts);
    ensureAgreed(msg, applicant, { schema, validator });
    const term = termOf(ctx, msg, applicant, schema);
    checkValidator(ctx, validator, by);
    const fee = { denom: settlementDenom(ctx, schema), amount: applicant.opCurrentFees };
    ensureDepositPayable(ctx, k, by, { deposit: applicant.opCurrentDeposit, fee });
    ensureBelowLimit(applicant.opValidatorDeposit + applicant.opCurrentDeposit, FEES);
    const span = {
      from: applicant.effectiveFrom ?? ctx.blockTime,
      until: term.effectiveUntil,
    };
    const entry = { context: applicant, span, self: applicant.id };
    ensureNoOverlap(ctx, k.participants.state, entry, "MOD-PP-MSG-3-2-4");
    return { applicant, fee, ...term };
  },

  /** [MOD-PP-MSG-3-3] [D-PP-04] [D-PP-22] */
  execute(ctx, msg, by, { applicant, fee, opExp, effectiveUntil }) {
    const { opCurrentDeposit: deposit } = applicant;
    k.delegation.debit(ctx, by, depositCoins(ctx, applicant));
    releaseEscrow(ctx, k, by.corporation, fee);
    if (deposit > 0n) k.deposits.adjust(ctx, by.corporation, deposit);
    const now = ctx.blockTime;
    const validated = k.participants.change(ctx, applicant, {
      modified: now,
      opState: OnboardingState.VALIDATED,
      opLastStateChange: now,
      opValidatorDeposit: applicant.opValidatorDeposit + deposit,
      opCurrentFees: 0n,
      opCurrentDeposit: 0n,
      opSummaryDigest: msg.opSummaryDigest,
      opExp,
      effectiveUntil,
      ...(applicant.effectiveFrom === undefined ? agreed(msg, now) : {}),
    });
    k.delegation.updateVsOperatorExpiration(ctx, validated.id, effectiveUntil);
    ctx.emit(onboardingValidated(validated, by));
    return {};
  },
});

/** What the first validation fixes. */
const agreed = (msg: SetValidated, now: bigint): Partial<Participant> => ({
  validationFees: msg.validationFees,
  issuanceFees: msg.issuanceFees,
  verificationFees: msg.verificationFees,
  effectiveFrom: now,
  issuanceFeeDiscount: msg.issuanceFeeDiscount,
  verificationFeeDiscount: msg.verificationFeeDiscount,
});

const depositCoins = (ctx: ReadContext, { opCurrentDeposit }: Participant): readonly Coin[] =>
  nonZero([{ denom: ctx.chain.denom, amount: opCurrentDeposit }]);

/** [MOD-PP-MSG-3-2-2] Set Participant OP to Validated validator perms. */
function checkValidator(ctx: ReadContext, validator: Participant, by: CorporationOperator): void {
  const rule = "MOD-PP-MSG-3-2-2";
  ensureActive(validator, ctx.blockTime, rule, VALIDATOR);
  ensureOwner(validator, by, rule, ppErrors.notValidator);
}

/** [MOD-PP-MSG-3-2-3] [D-PP-12] The deposit is paid after the escrow has paid the fee. */
function ensureDepositPayable(
  ctx: ReadContext,
  k: PpDeps,
  { corporation }: CorporationOperator,
  { deposit, fee }: { readonly deposit: bigint; readonly fee: Coin },
): void {
  if (deposit === 0n) return;
  const incoming = fee.denom === ctx.chain.denom ? fee.amount : 0n;
  const needed = k.deposits.needed(ctx, corporation.id, deposit);
  k.deposits.ensureRepaid(ctx, corporation.id);
  const { policyAddress: account } = corporation;
  const held = k.bank.spendable(ctx, account, ctx.chain.denom) + incoming;
  ensure(held >= needed, FEES, ppErrors.insufficientFunds, { account, needed, held });
  k.deposits.ensureAdjustable(ctx, corporation, deposit, incoming);
}
