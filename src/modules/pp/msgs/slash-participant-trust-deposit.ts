import {
  MsgSlashParticipantTrustDeposit,
  MsgSlashParticipantTrustDepositResponse,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator, SigningCorporation } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { StateFault } from "../../../keeper/state-fault.js";
import { ensureOver } from "../authority.js";
import { ensureBelowLimit, ensureOfParticipant } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { participantSlashed } from "../events.js";

interface Proof {
  readonly participant: Participant;
  readonly holder: SigningCorporation;
}

type Slash = Handler<
  MsgSlashParticipantTrustDeposit,
  CorporationOperator,
  Proof,
  MsgSlashParticipantTrustDepositResponse
>;

const BASIC = "MOD-PP-MSG-12-2-1";

/**
 * [MOD-PP-MSG-12] Slash Participant Trust Deposit: burns of what the participant put at stake. It needs no
 * more than the transaction fee [MOD-PP-MSG-12-2-3]; revoked, expired and root entries may be slashed too.
 */
export const slashParticipantTrustDeposit = (k: PpDeps): Slash => ({
  rule: "MOD-PP-MSG-12",
  type: MsgSlashParticipantTrustDeposit,
  response: MsgSlashParticipantTrustDepositResponse,

  /** [MOD-PP-MSG-12-1] [D-PP-48] A reason is not needed. */
  parse(msg) {
    ensureOfParticipant(k, msg, BASIC);
    ensure(msg.amount > 0n, BASIC, ppErrors.amountNotPositive, { amount: msg.amount });
    ensureBelowLimit(msg.amount, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgSlashParticipantTrustDeposit.typeUrl, BASIC),

  /** [MOD-PP-MSG-12-2] [MOD-PP-MSG-12-2-2] [D-PP-46] What is slashed and not repaid cannot be slashed again. */
  check(ctx, { id, amount }, by) {
    const participant = k.participants.load(ctx, id, BASIC);
    const { deposit, slashedDeposit, repaidDeposit, corporationId } = participant;
    const left = deposit - (slashedDeposit - repaidDeposit);
    const facts = { participant_id: id, amount, left };
    ensure(amount <= left, BASIC, ppErrors.slashAboveDeposit, facts);
    ensureOver(ctx, k, participant, by, { rule: "MOD-PP-MSG-12-2-2", own: false });
    k.deposits.ensureBurnable(ctx, corporationId, amount);
    const holder = k.corporations.find(ctx, corporationId);
    if (holder === undefined) throw new StateFault(`participant ${id} is of no corporation`);
    return { participant, holder };
  },

  /** [MOD-PP-MSG-12-3] [D-PP-47] */
  execute(ctx, { amount, reason }, by, { participant, holder }) {
    const now = ctx.blockTime;
    const slashed = k.participants.change(ctx, participant, {
      slashed: now,
      modified: now,
      slashedDeposit: participant.slashedDeposit + amount,
    });
    k.deposits.burnSlashed(ctx, holder, amount);
    k.delegation.revokeVsOperator(ctx, slashed.id);
    ctx.emit(participantSlashed(slashed, by, { amount, reason }));
    return {};
  },
});
