import { type Coin, isValidCoins, sortCoins } from "../../keeper/coins.js";

/** Amounts stay below 2^63 (D-GEN-20). */
const LIMIT = 1n << 63n;

/** [D-GEN-20] A list of amounts sorted by denomination; undefined with a bad denomination, a repeated one, or an amount of 0. */
export function amountList(amounts: readonly Coin[]): readonly Coin[] | undefined {
  const sorted = sortCoins(amounts);
  const valid = isValidCoins(sorted) && sorted.every(({ amount }) => amount < LIMIT);
  return valid ? sorted : undefined;
}
