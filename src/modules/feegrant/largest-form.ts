import type { PeriodicAllowance } from "../../gen/cosmos/feegrant/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import { END_OF_TIME } from "../../keeper/keys.js";
import type { Allowance } from "./allowance.js";

/** No time is longer in its encoding. */
const LONG_TIME = END_OF_TIME - 1n;

/** The allowance with the most that its current period can come to: no use of it makes it longer. */
export function largestForm(allowance: Allowance): Allowance {
  if (allowance.kind === "basic") return allowance;
  if (allowance.kind === "periodic")
    return { kind: "periodic", value: fullPeriod(allowance.value) };
  return { ...allowance, inner: largestForm(allowance.inner) };
}

function fullPeriod(allowance: PeriodicAllowance): PeriodicAllowance {
  const { basic, periodSpendLimit, periodCanSpend } = allowance;
  const largest = [periodSpendLimit, periodCanSpend, basic.spendLimit].reduce((a, b) =>
    textLength(b) > textLength(a) ? b : a,
  );
  return { ...allowance, periodCanSpend: largest, periodReset: LONG_TIME };
}

/** Characters of denominations and amounts. */
const textLength = (coins: readonly Coin[]): number =>
  coins.reduce((sum, { denom, amount }) => sum + denom.length + `${amount}`.length + 6, 0);
