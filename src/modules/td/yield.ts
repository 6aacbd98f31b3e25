import type { WriteContext } from "../../keeper/context.js";
import { ONE } from "../../keeper/dec.js";
import { NAME } from "./deposit.js";
import { yieldDistributed } from "./events.js";
import type { TrustDepositKeeper } from "./keeper.js";
import { valueAfter } from "./shares.js";

const COLLECTOR = "fee_collector";

/** A year of 365 days in nanoseconds. */
const YEAR = 31_536_000n * 1_000_000_000n;

/**
 * [D-TD-06] [D-TD-07] Gives deposits their share of what the fee collector holds at the beginning of a
 * block, at most what the yearly maximum allows for the time since the block before; what the maximum
 * leaves of a base unit is carried on. The first block distributes nothing. Nothing is written, and
 * nothing told, when nothing changes.
 */
export function distributeYield(
  ctx: WriteContext,
  k: TrustDepositKeeper,
  since: bigint | undefined,
): void {
  if (since === undefined) return;
  const { bank, accounts } = k.ports;
  const { denom } = ctx.chain;
  const collector = accounts.moduleAddress(COLLECTOR);
  const params = k.params(ctx);
  const collected = bank.balance(ctx, collector, denom);
  const candidate = (collected * params.trustDepositBlockRewardShare) / ONE;
  if (candidate === 0n) return;
  const value = params.trustDepositShareValue;
  const totalShare = k.totalShare(ctx);
  const elapsed = ctx.blockTime > since ? ctx.blockTime - since : 0n;
  const allowed =
    (totalShare * value * params.trustDepositMaxYieldRate * elapsed) / (ONE * ONE * YEAR);
  const carried = k.state.carry.get(ctx) ?? 0n;
  const cap = carried + allowed;
  const amount = candidate < cap / ONE ? candidate : cap / ONE;
  keepCarry(ctx, k, carried, cap % ONE);
  if (amount === 0n || totalShare === 0n) return;
  bank.toModule(ctx, collector, NAME, [{ denom, amount }]);
  const next = valueAfter(value, amount, totalShare);
  if (next === value) return;
  k.state.params.set(ctx, { ...params, trustDepositShareValue: next });
  ctx.emit(yieldDistributed(value, next, amount));
}

function keepCarry(ctx: WriteContext, k: TrustDepositKeeper, before: bigint, after: bigint): void {
  if (after === before) return;
  if (after === 0n) k.state.carry.delete(ctx);
  else k.state.carry.set(ctx, after);
}
