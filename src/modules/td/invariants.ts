import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { TrustDepositKeeper } from "./keeper.js";
import { worth } from "./shares.js";

/** [D-TD-13] What must hold of trust deposits. Genesis is held to the same. */
export const trustDepositInvariants = (k: TrustDepositKeeper): readonly Invariant[] => [
  { name: "td/covered", check: (ctx) => coverFault(ctx, k) },
  { name: "td/counters", check: (ctx) => counterFault(ctx, k) },
  { name: "td/total-share", check: (ctx) => totalFault(ctx, k) },
];

/** The module's account covers each deposit and what could be claimed beyond it. */
function coverFault(ctx: ReadContext, k: TrustDepositKeeper): string | undefined {
  const value = k.params(ctx).trustDepositShareValue;
  let owed = 0n;
  for (const [, { deposit, share }] of k.state.deposits.entries(ctx)) {
    const claimable = worth(share, value);
    owed += claimable > deposit ? claimable : deposit;
  }
  const held = k.held(ctx);
  return held >= owed ? undefined : `deposits are worth ${owed}, the account holds ${held}`;
}

function counterFault(ctx: ReadContext, k: TrustDepositKeeper): string | undefined {
  for (const [id, td] of k.state.deposits.entries(ctx)) {
    if (td.refunded > td.deposit) return `deposit ${id} has more credit than it holds`;
    if (td.repaidDeposit > td.slashedDeposit) return `deposit ${id} repaid more than was slashed`;
    if (td.share < 0n) return `deposit ${id} has a share below 0`;
  }
  return undefined;
}

function totalFault(ctx: ReadContext, k: TrustDepositKeeper): string | undefined {
  let sum = 0n;
  for (const [, { share }] of k.state.deposits.entries(ctx)) sum += share;
  const total = k.totalShare(ctx);
  return total === sum ? undefined : `shares are ${sum} in sum, ${total} is stored`;
}
