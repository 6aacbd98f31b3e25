import type { TrustDeposit } from "../../gen/verana/td/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";
import { ensure } from "../../keeper/errors.js";
import { ensureAmount } from "./amounts.js";
import { NAME } from "./deposit.js";
import { tdErrors } from "./errors.js";
import { depositBurnt } from "./events.js";
import type { TrustDepositKeeper } from "./keeper.js";
import type { Holder } from "./ports.js";
import { sharesWithout } from "./shares.js";

type Rule = "MOD-TD-MSG-5-2-1" | "MOD-TD-MSG-7-2-1";

/**
 * [MOD-TD-MSG-7-1] [MOD-TD-MSG-7-2] [MOD-TD-MSG-7-2-1] An amount above 0 that the deposit holds; the
 * deposit. The fee of the calling message is all that is paid [MOD-TD-MSG-7-2-2].
 */
export function ensureBurnable(
  ctx: ReadContext,
  k: TrustDepositKeeper,
  corporation: bigint,
  amount: bigint,
  rule: Rule = "MOD-TD-MSG-7-2-1",
): TrustDeposit {
  ensureAmount(amount, rule);
  const td = k.find(ctx, corporation);
  ensure(td !== undefined, rule, tdErrors.depositNotFound, { corporation });
  const facts = { corporation, amount, deposit: td.deposit };
  ensure(amount <= td.deposit, rule, tdErrors.depositTooSmall, facts);
  return td;
}

/** [D-TD-08] A deposit without `amount`: credit is never above what is deposited. */
export function without(td: TrustDeposit, amount: bigint, value: Dec): TrustDeposit {
  const deposit = td.deposit - amount;
  return {
    ...td,
    deposit,
    share: sharesWithout(td.share, amount, value),
    refunded: td.refunded < deposit ? td.refunded : deposit,
  };
}

/** [MOD-TD-MSG-7-3] [D-TD-11] [D-PP-47] The counters of slashes by governance stay. */
export function burn(
  ctx: WriteContext,
  k: TrustDepositKeeper,
  holder: Holder,
  amount: bigint,
): void {
  const td = ensureBurnable(ctx, k, holder.id, amount);
  const next = without(td, amount, k.params(ctx).trustDepositShareValue);
  k.ports.bank.burn(ctx, NAME, [{ denom: ctx.chain.denom, amount }]);
  k.put(ctx, td, next);
  ctx.emit(depositBurnt(ctx, holder, amount, next));
}
