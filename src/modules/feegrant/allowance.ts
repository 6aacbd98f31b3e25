import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
} from "../../gen/cosmos/feegrant/v1beta1.js";
import { type Coin, formatCoins, isValidCoins } from "../../keeper/coins.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { pack } from "../../wire/any.js";
import { type Any, type MessageType, WireError } from "../../wire/descriptor.js";
import { feegrantErrors } from "./errors.js";

/** What a granter allows. Times are nanoseconds since the Unix epoch, periods nanoseconds. */
export type Allowance =
  | { readonly kind: "basic"; readonly value: BasicAllowance }
  | { readonly kind: "periodic"; readonly value: PeriodicAllowance }
  | {
      readonly kind: "allowed-messages";
      readonly inner: Allowance;
      /** Type URLs. */
      readonly messages: readonly string[];
    };

/** Reads a packed allowance. Refuses with `feegrant` 5 what is none. */
export function unpackAllowance(packed: Any | undefined): Allowance {
  switch (packed?.typeUrl) {
    case BasicAllowance.typeUrl:
      return { kind: "basic", value: decoded(BasicAllowance, packed) };
    case PeriodicAllowance.typeUrl:
      return { kind: "periodic", value: decoded(PeriodicAllowance, packed) };
    case AllowedMsgAllowance.typeUrl: {
      const { allowance, allowedMessages: messages } = decoded(AllowedMsgAllowance, packed);
      return { kind: "allowed-messages", inner: unpackAllowance(allowance), messages };
    }
    default:
      return refuse(feegrantErrors.noAllowance, { log: "failed to get allowance" });
  }
}

function decoded<T>(type: MessageType<T>, packed: Any): T {
  try {
    return type.decode(packed.value);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return refuse(feegrantErrors.noAllowance, { log: `failed to get allowance: ${error.message}` });
  }
}

/** The allowance in canonical bytes. */
export function packAllowance(allowance: Allowance): Any {
  if (allowance.kind === "basic") return pack(BasicAllowance, allowance.value);
  if (allowance.kind === "periodic") return pack(PeriodicAllowance, allowance.value);
  return pack(AllowedMsgAllowance, {
    allowance: packAllowance(allowance.inner),
    allowedMessages: allowance.messages,
  });
}

/** When the whole allowance ends; undefined when it does not. */
export function expirationOf(allowance: Allowance): bigint | undefined {
  if (allowance.kind === "basic") return allowance.value.expiration;
  if (allowance.kind === "periodic") return allowance.value.basic.expiration;
  return expirationOf(allowance.inner);
}

/** Whether no fee changes the allowance: it has no limit. */
export function isUnlimited(allowance: Allowance): boolean {
  if (allowance.kind === "allowed-messages") return isUnlimited(allowance.inner);
  return allowance.kind === "basic" && allowance.value.spendLimit.length === 0;
}

/** Refuses what no granter may allow: amounts with `sdk` 10, times with `feegrant` 4, an empty list with 6. */
export function checkAllowance(allowance: Allowance): void {
  if (allowance.kind === "basic") checkBasic(allowance.value);
  else if (allowance.kind === "periodic") checkPeriodic(allowance.value);
  else {
    if (allowance.messages.length === 0) {
      refuse(feegrantErrors.noMessages, { log: "allowed messages shouldn't be empty" });
    }
    checkAllowance(allowance.inner);
  }
}

function checkBasic({ spendLimit, expiration }: BasicAllowance): void {
  checkCoins(spendLimit, "send amount is invalid");
  if (expiration !== undefined && expiration < 0n) {
    refuse(feegrantErrors.invalidDuration, { log: "expiration time cannot be negative" });
  }
}

function checkPeriodic(allowance: PeriodicAllowance): void {
  const { basic, period, periodSpendLimit, periodCanSpend } = allowance;
  checkBasic(basic);
  checkCoins(periodSpendLimit, "spend amount is invalid");
  if (periodSpendLimit.length === 0) {
    refuse(sdkErrors.invalidCoins, { log: "spend limit must be positive" });
  }
  checkCoins(periodCanSpend, "can spend amount is invalid");
  const limited = new Set(basic.spendLimit.map(({ denom }) => denom));
  if (limited.size > 0 && periodSpendLimit.some(({ denom }) => !limited.has(denom))) {
    const log = "period spend limit has different currency than basic spend limit";
    refuse(sdkErrors.invalidCoins, { log });
  }
  if (period < 0n) refuse(feegrantErrors.invalidDuration, { log: "negative clock step" });
}

function checkCoins(coins: readonly Coin[], what: string): void {
  if (!isValidCoins(coins))
    refuse(sdkErrors.invalidCoins, { log: `${what}: ${formatCoins(coins)}` });
}
