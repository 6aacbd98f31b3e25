import type { TrustDeposit } from "../../gen/verana/td/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { ensureBelowLimit } from "./amounts.js";
import { emptyDeposit, NAME } from "./deposit.js";
import { tdErrors } from "./errors.js";
import { depositAdjusted } from "./events.js";
import type { TrustDepositKeeper } from "./keeper.js";
import type { Holder } from "./ports.js";
import { sharesFor } from "./shares.js";

const BASIC = "MOD-TD-MSG-1-2-1";

interface Adjustment {
  readonly holder: Holder;
  readonly augend: bigint;
  /** Base units that the account will have got before. */
  readonly incoming: bigint;
}

/**
 * [MOD-TD-MSG-1-1] [MOD-TD-MSG-1-2] Preconditions: `holder` and `augend` are there by their types, the
 * rest stands below. Returns the deposit as it is.
 */
export function ensureAdjustable(
  ctx: ReadContext,
  k: TrustDepositKeeper,
  adjustment: Adjustment,
): TrustDeposit | undefined {
  const { holder, augend } = adjustment;
  const corporation = holder.id;
  ensure(augend !== 0n, BASIC, tdErrors.amountNotPositive, { augend });
  const td = k.find(ctx, corporation);
  if (augend < 0n) {
    ensure(td !== undefined, BASIC, tdErrors.depositNotFound, { corporation });
    const fits = td.refunded - augend <= td.deposit;
    ensure(fits, BASIC, tdErrors.refundAboveDeposit, { corporation, augend });
  }
  ensureRepaid(td, "MOD-TD-MSG-1-3");
  if (augend > 0n) ensureFunded(ctx, k, adjustment, td);
  return td;
}

/** [D-TD-01] A slash by governance that is not repaid stops both directions. */
export function ensureRepaid(
  td: TrustDeposit | undefined,
  rule: "MOD-TD-MSG-1-3" | "MOD-TD-MSG-2-2-1",
): void {
  const { slashedDeposit = 0n, repaidDeposit = 0n, corporationId = 0n } = td ?? {};
  const facts = { corporation: corporationId, owed: slashedDeposit - repaidDeposit };
  ensure(repaidDeposit >= slashedDeposit, rule, tdErrors.slashNotRepaid, facts);
}

/** [MOD-TD-MSG-1-2-2] [D-TD-03] The bound policy account pays what refunded credit does not. */
function ensureFunded(
  ctx: ReadContext,
  k: TrustDepositKeeper,
  { holder, augend, incoming }: Adjustment,
  td: TrustDeposit | undefined,
): void {
  const needed = augend - creditFor(td, augend);
  ensureBelowLimit((td?.deposit ?? 0n) + needed, BASIC);
  const spendable = k.ports.bank.spendable(ctx, holder.policyAddress, ctx.chain.denom);
  const held = spendable + incoming;
  const facts = { account: holder.policyAddress, needed, held };
  ensure(held >= needed, "MOD-TD-MSG-1-2-2", tdErrors.insufficientFunds, facts);
}

/** [MOD-TD-MSG-1-3] [D-TD-02] Refunded credit is used first; a decrease only adds to it. */
export function adjust(
  ctx: WriteContext,
  k: TrustDepositKeeper,
  holder: Holder,
  augend: bigint,
): void {
  const before = ensureAdjustable(ctx, k, { holder, augend, incoming: 0n });
  const td = before ?? emptyDeposit(holder.id);
  const next = augend > 0n ? increased(ctx, k, td, augend) : credited(td, augend);
  const paid = next.deposit - td.deposit;
  if (paid > 0n) {
    const coins = [{ denom: ctx.chain.denom, amount: paid }];
    k.ports.bank.toModule(ctx, holder.policyAddress, NAME, coins);
  }
  k.put(ctx, before, next);
  ctx.emit(depositAdjusted(ctx, holder, augend, next));
}

/** [D-PP-12] Refunded credit that an increase uses. */
export function creditFor(td: TrustDeposit | undefined, augend: bigint): bigint {
  const refunded = td?.refunded ?? 0n;
  return refunded < augend ? refunded : augend;
}

function increased(
  ctx: ReadContext,
  k: TrustDepositKeeper,
  td: TrustDeposit,
  augend: bigint,
): TrustDeposit {
  const used = creditFor(td, augend);
  const fresh = augend - used;
  return {
    ...td,
    refunded: td.refunded - used,
    deposit: td.deposit + fresh,
    share: td.share + sharesFor(fresh, k.params(ctx).trustDepositShareValue),
  };
}

const credited = (td: TrustDeposit, augend: bigint): TrustDeposit => ({
  ...td,
  refunded: td.refunded - augend,
});
