import type { SigningCorporation } from "../../keeper/authority.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { StateFault } from "../../keeper/state-fault.js";
import type { PpDeps } from "./deps.js";
import { ensureHeld } from "./escrow.js";
import { neededOf, type Payment, type SessionPlan, sentTo } from "./session-plan.js";

const FEES = "MOD-PP-MSG-10-3";
const EXECUTION = "MOD-PP-MSG-10-4";

/** [D-PP-39] [D-PP-40] Refuses a plan that cannot be carried out as a whole. */
export function ensurePlanPayable(
  ctx: ReadContext,
  k: PpDeps,
  payer: SigningCorporation,
  plan: SessionPlan,
): void {
  if (plan.payerDeposit > 0n) k.deposits.ensureRepaid(ctx, payer.id);
  for (const { participant, deposit } of [...plan.beneficiaries, ...plan.agents]) {
    if (deposit > 0n) k.deposits.ensureRepaid(ctx, participant.corporationId);
  }
  ensureHeld(ctx, k, payer.policyAddress, neededOf(ctx, k, plan), FEES);
}

/**
 * [MOD-PP-MSG-10-4] [D-PP-37] Pays a plan: each recipient's account and what it deposits, then the payer's
 * own deposit. What the payer pays depends on no recipient.
 */
export function payPlan(
  ctx: WriteContext,
  k: PpDeps,
  payer: SigningCorporation,
  plan: SessionPlan,
): void {
  for (const payment of [...plan.beneficiaries, ...plan.agents]) payOne(ctx, k, payer, payment);
  const { payerDeposit: deposit } = plan;
  if (deposit === 0n) return;
  k.deposits.adjust(ctx, payer, deposit);
  k.participants.addDeposit(ctx, plan.payer.id, deposit, EXECUTION);
}

function payOne(ctx: WriteContext, k: PpDeps, payer: SigningCorporation, payment: Payment): void {
  const { participant, deposit } = payment;
  const holder = k.corporations.find(ctx, participant.corporationId);
  if (holder === undefined) throw new StateFault(`participant ${participant.id} has no owner`);
  const coins = sentTo(ctx, payment);
  const self = holder.id === payer.id;
  if (!self && coins.length > 0) {
    k.bank.send(ctx, payer.policyAddress, holder.policyAddress, coins);
  }
  if (deposit === 0n) return;
  k.deposits.adjust(ctx, holder, deposit);
  k.participants.addDeposit(ctx, participant.id, deposit, EXECUTION);
}
