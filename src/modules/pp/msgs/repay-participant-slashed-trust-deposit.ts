import {
  MsgRepayParticipantSlashedTrustDeposit,
  MsgRepayParticipantSlashedTrustDepositResponse,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { Coin } from "../../../keeper/coins.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureOfParticipant, ensureOwner } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { ensureHeld } from "../escrow.js";
import { participantRepaid } from "../events.js";

interface Proof {
  readonly participant: Participant;
  readonly owed: bigint;
  readonly coins: readonly Coin[];
}

type Repay = Handler<
  MsgRepayParticipantSlashedTrustDeposit,
  CorporationOperator,
  Proof,
  MsgRepayParticipantSlashedTrustDepositResponse
>;

const BASIC = "MOD-PP-MSG-13-2-1";
const FEES = "MOD-PP-MSG-13-2-2";

/**
 * [MOD-PP-MSG-13] Repay Participant Slashed Trust Deposit: all that is owed. [D-PP-50] The entry stays what
 * it is; the corporation may get a new one in the ecosystem.
 */
export const repayParticipantSlashedTrustDeposit = (k: PpDeps): Repay => ({
  rule: "MOD-PP-MSG-13",
  type: MsgRepayParticipantSlashedTrustDeposit,
  response: MsgRepayParticipantSlashedTrustDepositResponse,

  /** [MOD-PP-MSG-13-1] */
  parse: (msg) => ensureOfParticipant(k, msg, BASIC),

  authorize: k.delegation.corporationOperator(
    MsgRepayParticipantSlashedTrustDeposit.typeUrl,
    BASIC,
  ),

  /** [MOD-PP-MSG-13-2] [MOD-PP-MSG-13-2-2] [D-PP-49] [D-PP-50] The account holds it all, credit or not. */
  check(ctx, { id }, by) {
    const participant = k.participants.load(ctx, id, BASIC);
    ensureOwner(participant, by, BASIC);
    const owed = participant.slashedDeposit - participant.repaidDeposit;
    ensure(owed > 0n, "D-PP-49", ppErrors.nothingToRepay, { participant_id: id });
    const coins = [{ denom: ctx.chain.denom, amount: owed }];
    k.delegation.ensureCanSpend(ctx, by, coins);
    k.deposits.ensureRepaid(ctx, by.corporation.id);
    ensureHeld(ctx, k, by.corporation.policyAddress, coins, FEES);
    k.deposits.ensureAdjustable(ctx, by.corporation, owed);
    return { participant, owed, coins };
  },

  /** [MOD-PP-MSG-13-3] */
  execute(ctx, _msg, by, { participant, owed, coins }) {
    k.delegation.debit(ctx, by, coins);
    k.deposits.adjust(ctx, by.corporation, owed);
    const now = ctx.blockTime;
    const repaid = k.participants.change(ctx, participant, {
      repaid: now,
      modified: now,
      repaidDeposit: participant.slashedDeposit,
    });
    ctx.emit(participantRepaid(repaid, by, owed));
    return {};
  },
});
