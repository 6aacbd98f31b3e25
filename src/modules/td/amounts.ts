import type { RuleId } from "../../gen/rules.js";
import { AMOUNT_LIMIT } from "../../keeper/coins.js";
import { ensure } from "../../keeper/errors.js";
import { tdErrors } from "./errors.js";

/** [D-GEN-20] */
export function ensureBelowLimit(amount: bigint, rule: RuleId): void {
  ensure(amount < AMOUNT_LIMIT, rule, tdErrors.amountOutOfRange, { amount });
}

/** [D-GEN-20] Above 0 and below 2^63. */
export function ensureAmount(amount: bigint, rule: RuleId): void {
  ensure(amount > 0n, rule, tdErrors.amountNotPositive, { amount });
  ensureBelowLimit(amount, rule);
}
