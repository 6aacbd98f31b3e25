import type { BasicAllowance, PeriodicAllowance } from "../../gen/cosmos/feegrant/v1beta1.js";
import { type Coin, subCoins } from "../../keeper/coins.js";
import type { ErrorKind } from "../../keeper/errors.js";
import type { Allowance } from "./allowance.js";
import { feegrantErrors } from "./errors.js";

/** A fee that an allowance is to pay. */
export interface FeeRequest {
  readonly fee: readonly Coin[];
  /** Type URLs of the transaction's messages. */
  readonly messages: readonly string[];
  /** Block time. */
  readonly now: bigint;
}

/** Why an allowance does not pay a fee, in Cosmos SDK's words. */
export interface Rejection {
  readonly kind: ErrorKind;
  readonly log: string;
}

/** What an allowance leaves after a fee; undefined when it is used up. */
export interface Acceptance {
  readonly left: Allowance | undefined;
}

/** Pays a fee out of an allowance. x/feegrant `FeeAllowanceI.Accept`. */
export function accept(allowance: Allowance, request: FeeRequest): Acceptance | Rejection {
  if (allowance.kind === "basic") return acceptBasic(allowance.value, request);
  if (allowance.kind === "periodic") return acceptPeriodic(allowance.value, request);
  const allowed = new Set(allowance.messages);
  if (request.messages.some((typeUrl) => !allowed.has(typeUrl))) {
    const log = "message does not exist in allowed messages";
    return { kind: feegrantErrors.messageNotAllowed, log };
  }
  const verdict = accept(allowance.inner, request);
  if (!("left" in verdict) || verdict.left === undefined) return verdict;
  return { left: { ...allowance, inner: verdict.left } };
}

function acceptBasic(basic: BasicAllowance, { fee, now }: FeeRequest): Acceptance | Rejection {
  const log = "basic allowance";
  if (isOver(basic, now)) return { kind: feegrantErrors.expired, log };
  if (basic.spendLimit.length === 0) return { left: { kind: "basic", value: basic } };
  const spendLimit = subCoins(basic.spendLimit, fee);
  if (spendLimit === undefined) return { kind: feegrantErrors.limitExceeded, log };
  if (spendLimit.length === 0) return { left: undefined };
  return { left: { kind: "basic", value: { ...basic, spendLimit } } };
}

function acceptPeriodic(
  given: PeriodicAllowance,
  { fee, now }: FeeRequest,
): Acceptance | Rejection {
  if (isOver(given.basic, now)) return { kind: feegrantErrors.expired, log: "absolute limit" };
  const current = inCurrentPeriod(given, now);
  const { limitExceeded } = feegrantErrors;
  const periodCanSpend = subCoins(current.periodCanSpend, fee);
  if (periodCanSpend === undefined) return { kind: limitExceeded, log: "period limit" };
  const value = { ...current, periodCanSpend };
  if (current.basic.spendLimit.length === 0) return { left: { kind: "periodic", value } };
  const spendLimit = subCoins(current.basic.spendLimit, fee);
  if (spendLimit === undefined) return { kind: limitExceeded, log: "absolute limit" };
  if (spendLimit.length === 0) return { left: undefined };
  const basic = { ...current.basic, spendLimit };
  return { left: { kind: "periodic", value: { ...value, basic } } };
}

/** An allowance serves up to its last moment. */
const isOver = ({ expiration }: BasicAllowance, now: bigint): boolean =>
  expiration !== undefined && expiration < now;

/**
 * The allowance in the period of `now`: when the one before is over, no more than the rest of the whole
 * limit can be spent. A period follows the one before, or begins now when more than one has passed.
 */
function inCurrentPeriod(given: PeriodicAllowance, now: bigint): PeriodicAllowance {
  const { basic, period, periodSpendLimit, periodReset } = given;
  if (now < periodReset) return given;
  const isLess =
    basic.spendLimit.length > 0 && subCoins(basic.spendLimit, periodSpendLimit) === undefined;
  const next = periodReset + period;
  return {
    ...given,
    periodCanSpend: isLess ? basic.spendLimit : periodSpendLimit,
    periodReset: now > next ? now + period : next,
  };
}
