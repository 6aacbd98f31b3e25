import { type Dec, ONE } from "../../keeper/dec.js";

/**
 * [D-TD-04] [D-TD-06] Shares and what they are worth: decimals of 18 places. Rounding never favours a
 * holder, so that the module's account always covers what the deposits may claim.
 */

/** Shares that are given for an amount: rounded down. */
export const sharesFor = (amount: bigint, value: Dec): Dec => (amount * ONE * ONE) / value;

/** What is left of shares after an amount was taken: the debit rounded up, never below 0. */
export function sharesWithout(share: Dec, amount: bigint, value: Dec): Dec {
  const debit = (amount * ONE * ONE + value - 1n) / value;
  return share > debit ? share - debit : 0n;
}

/** Whole base units that shares are worth. */
export const worth = (share: Dec, value: Dec): bigint => (share * value) / (ONE * ONE);

/** The share value after a yield: what is below 18 places stays with the module. */
export const valueAfter = (value: Dec, yielded: bigint, totalShare: Dec): Dec =>
  value + (yielded * ONE * ONE) / totalShare;
