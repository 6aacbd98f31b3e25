import {
  MsgRepaySlashedTrustDeposit,
  MsgRepaySlashedTrustDepositResponse,
  type TrustDeposit,
} from "../../../gen/verana/td/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { Coin } from "../../../keeper/coins.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureAmount, ensureBelowLimit } from "../amounts.js";
import { NAME } from "../deposit.js";
import { tdErrors } from "../errors.js";
import { slashRepaid } from "../events.js";
import { sharesFor } from "../shares.js";
import { ensureOperated, type TdMessageDeps } from "./operated.js";

interface Proof {
  readonly td: TrustDeposit;
  readonly coins: readonly Coin[];
}

type Repay = Handler<
  MsgRepaySlashedTrustDeposit,
  CorporationOperator,
  Proof,
  MsgRepaySlashedTrustDepositResponse
>;

const BASIC = "MOD-TD-MSG-6-2-1";

/** [MOD-TD-MSG-6] Repay Slashed Trust Deposit: exactly what governance slashed and is not repaid. */
export const repaySlashedTrustDeposit = (k: TdMessageDeps): Repay => ({
  rule: "MOD-TD-MSG-6",
  type: MsgRepaySlashedTrustDeposit,
  response: MsgRepaySlashedTrustDepositResponse,

  /** [MOD-TD-MSG-6-1] */
  parse(msg) {
    ensureOperated(k, msg, BASIC);
    ensureAmount(msg.deposit, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgRepaySlashedTrustDeposit.typeUrl, BASIC),

  /** [MOD-TD-MSG-6-2] [D-TD-10] */
  check(ctx, { deposit: amount }, by) {
    const corporation = by.corporation.id;
    const td = k.deposits.find(ctx, corporation);
    ensure(td !== undefined, BASIC, tdErrors.depositNotFound, { corporation });
    const owed = td.slashedDeposit - td.repaidDeposit;
    ensure(amount === owed, BASIC, tdErrors.notTheAmountOwed, { amount, owed });
    ensureBelowLimit(td.deposit + amount, BASIC);
    const coins = [{ denom: ctx.chain.denom, amount }];
    k.delegation.ensureCanSpend(ctx, by, coins);
    ensureHeld(ctx, k, by, amount);
    return { td, coins };
  },

  /** [MOD-TD-MSG-6-3] Refunded credit is not used. */
  execute(ctx, { deposit: amount }, by, { td, coins }) {
    const { deposits } = k;
    k.delegation.debit(ctx, by, coins);
    deposits.ports.bank.toModule(ctx, by.corporation.policyAddress, NAME, coins);
    deposits.put(ctx, td, {
      ...td,
      deposit: td.deposit + amount,
      share: td.share + sharesFor(amount, deposits.params(ctx).trustDepositShareValue),
      repaidDeposit: td.repaidDeposit + amount,
      lastRepaid: ctx.blockTime,
    });
    ctx.emit(slashRepaid(ctx, by.corporation, amount));
    return {};
  },
});

/** [MOD-TD-MSG-6-2-2] */
function ensureHeld(
  ctx: ReadContext,
  { deposits }: TdMessageDeps,
  { corporation }: CorporationOperator,
  amount: bigint,
): void {
  const { policyAddress: account } = corporation;
  const held = deposits.ports.bank.spendable(ctx, account, ctx.chain.denom);
  const facts = { account, needed: amount, held };
  ensure(held >= amount, "MOD-TD-MSG-6-2-2", tdErrors.insufficientFunds, facts);
}
