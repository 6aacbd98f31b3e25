import {
  MsgReclaimTrustDepositYield,
  MsgReclaimTrustDepositYieldResponse,
  type TrustDeposit,
} from "../../../gen/verana/td/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureRepaid } from "../adjust-trust-deposit.js";
import { NAME } from "../deposit.js";
import { tdErrors } from "../errors.js";
import { yieldReclaimed } from "../events.js";
import { sharesWithout, worth } from "../shares.js";
import { ensureOperated, type TdMessageDeps } from "./operated.js";

interface Proof {
  readonly td: TrustDeposit;
  readonly claim: bigint;
}

type Reclaim = Handler<
  MsgReclaimTrustDepositYield,
  CorporationOperator,
  Proof,
  MsgReclaimTrustDepositYieldResponse
>;

/**
 * [MOD-TD-MSG-2] Reclaim Trust Deposit Yield: what a corporation's shares are worth above its deposit.
 * An operator spends nothing by it; the fee is the ante stage's [MOD-TD-MSG-2-2-2].
 */
export const reclaimTrustDepositYield = (k: TdMessageDeps): Reclaim => ({
  rule: "MOD-TD-MSG-2",
  type: MsgReclaimTrustDepositYield,
  response: MsgReclaimTrustDepositYieldResponse,

  /** [MOD-TD-MSG-2-1] */
  parse: (msg) => ensureOperated(k, msg, "MOD-TD-MSG-2-2"),

  /** [MOD-TD-MSG-2-2] */
  authorize: k.delegation.corporationOperator(
    MsgReclaimTrustDepositYield.typeUrl,
    "MOD-TD-MSG-2-2",
  ),

  /** [MOD-TD-MSG-2-2-1] [D-TD-05] */
  check(ctx, _msg, { corporation }) {
    const rule = "MOD-TD-MSG-2-2-1";
    const td = k.deposits.find(ctx, corporation.id);
    ensure(td !== undefined, rule, tdErrors.depositNotFound, { corporation: corporation.id });
    ensureRepaid(td, rule);
    const value = k.deposits.params(ctx).trustDepositShareValue;
    const claim = worth(td.share, value) - td.deposit;
    ensure(claim > 0n, rule, tdErrors.nothingToClaim, { corporation: corporation.id, claim });
    return { td, claim };
  },

  /** [MOD-TD-MSG-2-3] */
  execute(ctx, _msg, { corporation }, { td, claim }) {
    const { deposits } = k;
    const value = deposits.params(ctx).trustDepositShareValue;
    const share = sharesWithout(td.share, claim, value);
    deposits.put(ctx, td, { ...td, share });
    const coins = [{ denom: ctx.chain.denom, amount: claim }];
    deposits.ports.bank.fromModule(ctx, NAME, corporation.policyAddress, coins);
    ctx.emit(yieldReclaimed(ctx, corporation, claim, td.share - share));
    return { claimedAmount: claim };
  },
});
