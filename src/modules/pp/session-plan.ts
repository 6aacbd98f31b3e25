import type { Participant } from "../../gen/verana/pp/v1.js";
import { addCoins, type Coin } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";
import { beneficiariesOf } from "./beneficiaries.js";
import type { PpDeps } from "./deps.js";
import { nativeValue, nonZero, partOf, pricingCase, settlementDenom, WHOLE } from "./pricing.js";
import type { SessionParties } from "./session-parties.js";

/** What one participant earns: coins for its corporation's account, and a deposit in native base units. */
export interface Payment {
  readonly participant: Participant;
  /** Sorted by denomination, none of 0. */
  readonly account: readonly Coin[];
  readonly deposit: bigint;
}

/**
 * [D-PP-38] Who is paid what by a session, in the order of payment. The same plan is checked, executed
 * and quoted.
 */
export interface SessionPlan {
  readonly payer: Participant;
  readonly beneficiaries: readonly Payment[];
  readonly agents: readonly Payment[];
  /** Native base units that the payer stakes for itself: as much as its beneficiaries' deposits. */
  readonly payerDeposit: bigint;
  /** [D-AUTHZ-03] All that the payer pays, its own deposit included, before any credit. */
  readonly total: readonly Coin[];
}

type PlanDeps = Pick<PpDeps, "participants" | "deposits" | "prices">;

/** [MOD-PP-MSG-10-3] [D-PP-36] [D-PP-38] Each amount is rounded down for itself; none is the price of a sum. */
export function planSession(ctx: ReadContext, k: PlanDeps, parties: SessionParties): SessionPlan {
  const { payer, verifier, agent, walletAgent } = parties;
  const rates = k.deposits.params(ctx);
  const isVerification = verifier !== undefined;
  const discount = isVerification ? payer.verificationFeeDiscount : payer.issuanceFeeDiscount;
  const beneficiaries: Payment[] = [];
  let native = 0n;
  for (const participant of beneficiariesOf(ctx, k.participants, parties)) {
    const field = isVerification ? participant.verificationFees : participant.issuanceFees;
    const fee = (field * (WHOLE - discount)) / WHOLE;
    if (fee === 0n) continue;
    const share = shareOf(ctx, k, parties, fee, rates.trustDepositRate);
    native += share.native;
    beneficiaries.push({ participant, account: share.account, deposit: share.deposit });
  }
  const reward = (to: Participant | undefined, rate: Dec): readonly Payment[] =>
    to === undefined ? [] : rewardOf(ctx, to, partOf(native, rate), rates.trustDepositRate);
  const agents = [
    ...reward(agent, rates.userAgentRewardRate),
    ...reward(walletAgent, rates.walletUserAgentRewardRate),
  ];
  const payerDeposit = beneficiaries.reduce((sum, { deposit }) => sum + deposit, 0n);
  const total = [...beneficiaries, ...agents].reduce(
    (sum, payment) => addCoins(sum, sentTo(ctx, payment)),
    nonZero([{ denom: ctx.chain.denom, amount: payerDeposit }]),
  );
  return { payer, beneficiaries, agents, payerDeposit, total };
}

/** How a fee in the schema's asset is paid: cases A to D of [MOD-PP-MSG-10-3]. */
function shareOf(
  ctx: ReadContext,
  k: PlanDeps,
  { schema }: SessionParties,
  fee: bigint,
  rate: Dec,
): { readonly native: bigint; readonly account: readonly Coin[]; readonly deposit: bigint } {
  const native = nativeValue(ctx, k, schema, fee);
  const deposit = partOf(native, rate);
  const how = pricingCase(ctx, schema);
  const amount = how === "fiat" ? 0n : how === "coin" ? fee - partOf(fee, rate) : native - deposit;
  return { native, deposit, account: nonZero([{ denom: settlementDenom(ctx, schema), amount }]) };
}

/** An agent's reward, a part of it as deposit; nothing where it comes to nothing. */
function rewardOf(
  ctx: ReadContext,
  participant: Participant,
  total: bigint,
  rate: Dec,
): readonly Payment[] {
  if (total === 0n) return [];
  const deposit = partOf(total, rate);
  const account = nonZero([{ denom: ctx.chain.denom, amount: total - deposit }]);
  return [{ participant, account, deposit }];
}

/** Coins that a recipient's account is sent: what it keeps, and what its deposit is then taken from. */
export const sentTo = (ctx: ReadContext, { account, deposit }: Payment): readonly Coin[] =>
  addCoins(account, nonZero([{ denom: ctx.chain.denom, amount: deposit }]));

/** [D-PP-40] What the payer's account must hold: the total without the credit that its deposit uses. */
export function neededOf(
  ctx: ReadContext,
  { deposits }: Pick<PpDeps, "deposits">,
  { payer, payerDeposit, total }: SessionPlan,
): readonly Coin[] {
  const credit = payerDeposit - deposits.needed(ctx, payer.corporationId, payerDeposit);
  const { denom } = ctx.chain;
  return nonZero(
    total.map((coin) => (coin.denom === denom ? { denom, amount: coin.amount - credit } : coin)),
  );
}
