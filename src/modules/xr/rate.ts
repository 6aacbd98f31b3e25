import type { RuleId } from "../../gen/rules.js";
import { ensure } from "../../keeper/errors.js";
import { xrErrors } from "./errors.js";

const RATE = /^[1-9][0-9]{0,77}$/;

/** Most digits after the point of a rate. */
export const MOST_SCALE = 18;

/** Shortest validity of a rate: a minute, in nanoseconds. */
export const LEAST_VALIDITY = 60_000_000_000n;

/** [D-XR-04] A rate's text is a whole number above 0. */
export const isRate = (text: string): boolean => RATE.test(text);

/** [D-XR-04] Refuses a rate that is missing or none. */
export function ensureRate(rate: string, rule: RuleId): void {
  ensure(rate !== "", rule, xrErrors.missingParameter, { parameter: "rate" });
  ensure(isRate(rate), rule, xrErrors.malformedRate, { rate });
}

/** [D-XR-07] What an amount of the base asset is in the quote asset, rounded down. */
export const converted = (amount: bigint, rate: string, scale: number): bigint =>
  (amount * BigInt(rate)) / 10n ** BigInt(scale);
