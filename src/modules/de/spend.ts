import type { RuleId } from "../../gen/rules.js";
import { amountsByDenom, type Coin } from "../../keeper/coins.js";
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
  const left = amountsByDenom(remainingSpend);
  for (const { denom, amount } of positive) {
    const enough = (left.get(denom) ?? 0n) >= amount;
    ensure(enough, rule, kind, { denom, amount });
  }
  const used = amountsByDenom(positive);
  return remainingSpend.map(({ denom, amount }) => {
    return { denom, amount: amount - (used.get(denom) ?? 0n) };
  });
}
