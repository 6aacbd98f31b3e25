import type { RuleId } from "../../gen/rules.js";
import type { MsgGrantOperatorAuthorization } from "../../gen/verana/de/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import { type Coin, denomAmounts } from "../../keeper/coins.js";
import { ensure } from "../../keeper/errors.js";

import { deErrors } from "./errors.js";
import { normalizedMsgTypes, SESSION_TYPE } from "./msg-types.js";

/** What a grant says, with ignored values dropped and everything in its stored form. */
export interface Grant {
  /** Lower-case bech32. */
  readonly grantee: string;
  /** Type URLs, each once. */
  readonly msgTypes: readonly string[];
  /** Nanoseconds since the Unix epoch. */
  readonly expiration: bigint | undefined;
  /** Sorted by denomination; [] when unset. */
  readonly spendLimit: readonly Coin[];
  /** Nanoseconds; undefined without a limit. */
  readonly period: bigint | undefined;
}

const RULE: RuleId = "MOD-DE-MSG-3-2";

/** [MOD-DE-MSG-3-1] [MOD-DE-MSG-3-2] [D-DE-03] The stateless checks, and what is left to store. */
export function grantOf(prefix: string, message: MsgGrantOperatorAuthorization): Grant {
  ensure(message.grantee !== "", RULE, deErrors.missingParameter, { parameter: "grantee" });
  const grantee = parseAccount(prefix, message.grantee);
  ensure(grantee !== undefined, RULE, deErrors.malformedGrantee, { grantee: message.grantee });
  const msgTypes = normalizedMsgTypes(message.msgTypes, RULE);
  ensure(!msgTypes.includes(SESSION_TYPE), "D-DE-04", deErrors.sessionNotGrantable);
  const { spendLimit, period } = spending(message);
  const feePeriod = feePeriodOf(message);
  const bounded =
    message.expiration !== undefined || (period === undefined && feePeriod === undefined);
  ensure(bounded, RULE, deErrors.expirationMissing);
  ensure(!message.withFeegrant, "MOD-DE-MSG-3-4", deErrors.feeGrantUnavailable);
  return { grantee, msgTypes, expiration: message.expiration, spendLimit, period };
}

/** A period without a limit is ignored. */
function spending(message: MsgGrantOperatorAuthorization): Pick<Grant, "spendLimit" | "period"> {
  const spendLimit = denomAmounts(message.authzSpendLimit);
  ensure(spendLimit !== undefined, RULE, deErrors.malformedSpendLimit);
  const period = spendLimit.length === 0 ? undefined : message.authzSpendLimitPeriod;
  ensure(period === undefined || period > 0n, RULE, deErrors.malformedPeriod, { period });
  return { spendLimit, period };
}

/** Fee values are ignored without `with_feegrant`; so is their period without a limit. */
function feePeriodOf(message: MsgGrantOperatorAuthorization): bigint | undefined {
  if (!message.withFeegrant) return undefined;
  const limit = denomAmounts(message.feegrantSpendLimit);
  ensure(limit !== undefined, RULE, deErrors.malformedFeeLimit);
  const period = limit.length === 0 ? undefined : message.feegrantSpendLimitPeriod;
  ensure(period === undefined || period > 0n, RULE, deErrors.malformedFeePeriod, { period });
  return period;
}
