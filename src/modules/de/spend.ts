import type { OperatorAuthorization } from "../../gen/verana/de/v1.js";
import type { Coin } from "../../keeper/coins.js";
import { ensure } from "../../keeper/errors.js";
import { deErrors } from "./errors.js";

/**
 * [AUTHZ-CHECK-1] [D-AUTHZ-03] What is left after `amounts`: a limit is a whitelist of denominations,
 * and a used-up one stays with 0 (D-WIRE-03). Refuses what is not listed or not left. `amounts` has
 * one entry a denomination.
 */
export function remainingAfter(
  authorization: OperatorAuthorization,
  amounts: readonly Coin[],
): readonly Coin[] {
  const positive = amounts.filter(({ amount }) => amount > 0n);
  if (authorization.spendLimit.length === 0) return authorization.remainingSpend;
  for (const { denom, amount } of positive) {
    const left = authorization.remainingSpend.find((coin) => coin.denom === denom);
    const enough = left !== undefined && left.amount >= amount;
    ensure(enough, "AUTHZ-CHECK-1", deErrors.spendLimitExceeded, { denom, amount });
  }
  return authorization.remainingSpend.map((coin) => {
    const used = positive.find(({ denom }) => denom === coin.denom)?.amount ?? 0n;
    return { ...coin, amount: coin.amount - used };
  });
}
