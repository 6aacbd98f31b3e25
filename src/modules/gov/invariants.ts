import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import { type Deposits, GOV } from "./deposits.js";
import type { GovAccountsPort, GovBankPort } from "./ports.js";
import { type GovState, isInDeposit, isInVoting } from "./state.js";

interface Holding {
  readonly state: GovState;
  readonly deposits: Deposits;
  readonly bank: Pick<GovBankPort, "balance">;
  readonly accounts: GovAccountsPort;
}

/** What must hold of deposits and proposals. */
export const govInvariants = (k: Holding): readonly Invariant[] => [
  { name: "gov/deposits", check: (ctx) => depositsFault(ctx, k) },
  { name: "gov/proposals", check: (ctx) => proposalsFault(ctx, k) },
];

/** Deposits are what is held of them, and the module's account has as much. */
export function depositsFault(ctx: ReadContext, k: Holding): string | undefined {
  const sums = new Map<string, bigint>();
  for (const [, { amount: coins }] of k.state.deposits.entries(ctx)) {
    for (const { denom, amount } of coins) sums.set(denom, (sums.get(denom) ?? 0n) + amount);
  }
  for (const [denom, held] of k.state.held.entries(ctx)) {
    const sum = sums.get(denom) ?? 0n;
    if (sum !== held) return `deposits are ${sum}${denom}, ${held} are held`;
    const balance = k.bank.balance(ctx, k.accounts.moduleAddress(GOV), denom);
    if (balance < sum) return `deposits are ${sum}${denom}, the account has ${balance}`;
    sums.delete(denom);
  }
  const [denom] = sums.keys();
  return denom === undefined ? undefined : `deposits of ${denom} are not held`;
}

/** Deposits and votes are of open proposals, and deposits sum up to what each says. */
export function proposalsFault(ctx: ReadContext, { state, deposits }: Holding): string | undefined {
  for (const [, proposal] of state.proposals.entries(ctx)) {
    const name = `proposal ${proposal.id}`;
    const isOpen = isInDeposit(proposal) || isInVoting(proposal);
    const sums = new Map<string, bigint>();
    for (const { amount: coins } of deposits.of(ctx, proposal.id)) {
      for (const { denom, amount } of coins) sums.set(denom, (sums.get(denom) ?? 0n) + amount);
      if (!isOpen) return `${name} is over and has deposits`;
    }
    if (!isOpen) continue;
    for (const { denom, amount } of proposal.totalDeposit) {
      if (sums.get(denom) !== amount) return `${name}: deposits are not ${amount}${denom}`;
      sums.delete(denom);
    }
    if (sums.size > 0) return `${name} has deposits that its total lacks`;
  }
  return strayFault(ctx, state);
}

function strayFault(ctx: ReadContext, state: GovState): string | undefined {
  for (const [[id]] of state.deposits.entries(ctx)) {
    if (!state.proposals.has(ctx, id)) return `a deposit is of proposal ${id}, which is not there`;
  }
  for (const [[id]] of state.votes.entries(ctx)) {
    const proposal = state.proposals.get(ctx, id);
    if (proposal === undefined) return `a vote is on proposal ${id}, which is not there`;
    if (!isInVoting(proposal)) return `a vote is on proposal ${id}, which is not voted on`;
  }
  return undefined;
}
