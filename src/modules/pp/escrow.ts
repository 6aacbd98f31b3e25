import type { RuleId } from "../../gen/rules.js";
import type { SigningCorporation } from "../../keeper/authority.js";
import { addCoins, type Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import type { PpDeps } from "./deps.js";
import { ppErrors } from "./errors.js";
import { nonZero, type OnboardingCost } from "./pricing.js";

/** Store name, module account, key of the genesis section and codespace. */
export const NAME = "pp";

/** Refuses when an account does not hold these coins. */
export function ensureHeld(
  ctx: ReadContext,
  { bank }: Pick<PpDeps, "bank">,
  account: string,
  coins: readonly Coin[],
  rule: RuleId,
): void {
  for (const { denom, amount } of coins) {
    const held = bank.spendable(ctx, account, denom);
    const facts = { account, needed: `${amount}${denom}`, held };
    ensure(held >= amount, rule, ppErrors.insufficientFunds, facts);
  }
}

/** [D-PP-12] The applicant's account holds the fee and what its credit leaves of the deposit. */
export function ensurePayable(
  ctx: ReadContext,
  k: Pick<PpDeps, "bank" | "deposits">,
  payer: SigningCorporation,
  cost: OnboardingCost,
  rule: RuleId,
): void {
  const { denom } = ctx.chain;
  const deposit = k.deposits.needed(ctx, payer.id, cost.deposit);
  const needed = addCoins(nonZero([cost.fee]), nonZero([{ denom, amount: deposit }]));
  if (cost.deposit > 0n) k.deposits.ensureRepaid(ctx, payer.id);
  ensureHeld(ctx, k, payer.policyAddress, needed, rule);
  if (cost.deposit > 0n) k.deposits.ensureAdjustable(ctx, payer, cost.deposit);
}

/** Pays what an onboarding costs: the deposit, and the fee into the escrow. */
export function payOnboarding(
  ctx: WriteContext,
  k: Pick<PpDeps, "bank" | "deposits">,
  payer: SigningCorporation,
  { fee, deposit }: OnboardingCost,
): void {
  if (deposit > 0n) k.deposits.adjust(ctx, payer, deposit);
  if (fee.amount > 0n) k.bank.toModule(ctx, payer.policyAddress, NAME, [fee]);
}

/** Pays an escrowed fee out, to the validator or back to the applicant. */
export function releaseEscrow(
  ctx: WriteContext,
  { bank }: Pick<PpDeps, "bank">,
  to: SigningCorporation,
  fee: Coin,
): void {
  if (fee.amount > 0n) bank.fromModule(ctx, NAME, to.policyAddress, [fee]);
}
