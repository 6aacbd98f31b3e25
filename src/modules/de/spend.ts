import type { RuleId } from "../../gen/rules.js";
import type { Coin } from "../../keeper/coins.js";
import { type ErrorKind, ensure } from "../../keeper/errors.js";

/** What an authorization or a record may spend, and what is left of it. */
export interface Spending {
  /** [] for no limit. */
  readonly spendLimit: readonly Coin[];
  readonly remainingSpend: readonly Coin[];
}

/**
 * [AUTHZ-CHECK-1] [AUTHZ-CHECK-3] [D-AUTHZ-03] What is left after `amounts`: a limit is a whitelist of
 * denominations, and a used-up one stays with 0 (D-WIRE-03). Refuses with `kind` what is not listed or
 * not left. `amounts` has one entry a denomination.
 */
export function remainingAfter(
  { spendLimit, remainingSpend }: Spending,
  amounts: readonly Coin[],
  rule: RuleId,
  kind: ErrorKind,
): readonly Coin[] {
  const positive = amounts.filter(({ amount }) => amount > 0n);
  if (spendLimit.length === 0) return remainingSpend;
  for (const { denom, amount } of positive) {
    const left = remainingSpend.find((coin) => coin.denom === denom);
    const enough = left !== undefined && left.amount >= amount;
    ensure(enough, rule, kind, { denom, amount });
  }
  return remainingSpend.map((coin) => {
    const used = positive.find(({ denom }) => denom === coin.denom)?.amount ?? 0n;
    return { ...coin, amount: coin.amount - used };
  });
}
