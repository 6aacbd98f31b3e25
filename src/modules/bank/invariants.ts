import type { Invariant } from "../../keeper/module.js";
import type { BankState } from "./state.js";

/** What must hold of balances. */
export const bankInvariants = (state: BankState): readonly Invariant[] => [
  {
    name: "bank/nonnegative-outstanding",
    check(ctx) {
      for (const [[address, denom], amount] of state.balances.entries(ctx)) {
        if (amount <= 0n) return `${address} has ${amount}${denom}`;
      }
      return undefined;
    },
  },
  {
    name: "bank/total-supply",
    check(ctx) {
      const sums = new Map<string, bigint>();
      for (const [[, denom], amount] of state.balances.entries(ctx)) {
        sums.set(denom, (sums.get(denom) ?? 0n) + amount);
      }
      for (const [denom, supply] of state.supply.entries(ctx)) {
        const sum = sums.get(denom) ?? 0n;
        if (sum !== supply) return `the supply is ${supply}${denom}, balances are ${sum}${denom}`;
        sums.delete(denom);
      }
      const [denom] = sums.keys();
      return denom === undefined ? undefined : `there are ${denom} without a supply`;
    },
  },
];
