import {
  MsgCancelParticipantOPLastRequest,
  MsgCancelParticipantOPLastRequestResponse,
  OnboardingState,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { Coin } from "../../../keeper/coins.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureOfParticipant, ensureOwner, loadSchema } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { releaseEscrow } from "../escrow.js";
import { requestCancelled } from "../events.js";
import { settlementDenom } from "../pricing.js";

interface Proof {
  readonly applicant: Participant;
  readonly fee: Coin;
}

type Cancel = Handler<
  MsgCancelParticipantOPLastRequest,
  CorporationOperator,
  Proof,
  MsgCancelParticipantOPLastRequestResponse
>;

const BASIC = "MOD-PP-MSG-6-2-1";

/**
 * [MOD-PP-MSG-6] Cancel Participant OP Last Request: the applicant gets the escrowed fee and the credit of
 * its deposit back. It needs no more than the transaction fee [MOD-PP-MSG-6-2-2].
 */
export const cancelParticipantOpLastRequest = (k: PpDeps): Cancel => ({
  rule: "MOD-PP-MSG-6",
  type: MsgCancelParticipantOPLastRequest,
  response: MsgCancelParticipantOPLastRequestResponse,

  /** [MOD-PP-MSG-6-1] */
  parse: (msg) => ensureOfParticipant(k, msg, BASIC),

  authorize: k.delegation.corporationOperator(MsgCancelParticipantOPLastRequest.typeUrl, BASIC),

  /** [MOD-PP-MSG-6-2] [MOD-PP-MSG-6-2-1] [D-PP-26] */
  check(ctx, { id }, by) {
    const applicant = k.participants.load(ctx, id, BASIC);
    const facts = { participant_id: id };
    ensureOwner(applicant, by, BASIC);
    const pending = applicant.opState === OnboardingState.PENDING;
    ensure(pending, BASIC, ppErrors.notPending, facts);
    const repaid = applicant.slashedDeposit <= applicant.repaidDeposit;
    ensure(repaid, BASIC, ppErrors.ownSlashNotRepaid, facts);
    const { opCurrentDeposit: deposit } = applicant;
    if (deposit > 0n) k.deposits.ensureAdjustable(ctx, by.corporation, -deposit);
    const schema = loadSchema(ctx, k, applicant.schemaId, BASIC);
    const fee = { denom: settlementDenom(ctx, schema), amount: applicant.opCurrentFees };
    return { applicant, fee };
  },

  /** [MOD-PP-MSG-6-3] [D-PP-23] [D-PP-24] [D-PP-25] */
  execute(ctx, _msg, by, { applicant, fee }) {
    const { opCurrentDeposit: deposit } = applicant;
    releaseEscrow(ctx, k, by.corporation, fee);
    if (deposit > 0n) k.deposits.adjust(ctx, by.corporation, -deposit);
    const never = applicant.effectiveFrom === undefined;
    const now = ctx.blockTime;
    const cancelled = k.participants.change(ctx, applicant, {
      modified: now,
      opState: never ? OnboardingState.TERMINATED : OnboardingState.VALIDATED,
      opLastStateChange: now,
      opCurrentFees: 0n,
      opCurrentDeposit: 0n,
      deposit: applicant.deposit - deposit,
    });
    if (never) k.delegation.revokeVsOperator(ctx, cancelled.id);
    ctx.emit(requestCancelled(cancelled, by));
    return {};
  },
});
