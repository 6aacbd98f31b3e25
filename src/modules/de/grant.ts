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
  /** The fee allowance that goes with it; undefined for none. */
  readonly fees: FeeTerms | undefined;
}

/** Limit and period of a fee allowance, as those of the grant itself. */
export type FeeTerms = Pick<Grant, "spendLimit" | "period">;

const RULE: RuleId = "MOD-DE-MSG-3-2";

/** [MOD-DE-MSG-3-1] [MOD-DE-MSG-3-2] [D-DE-03] The stateless checks, and what is left to store. */
export function grantOf(prefix: string, message: MsgGrantOperatorAuthorization): Grant {
  const grantee = parseAccount(prefix, message.grantee);
  ensure(grantee !== undefined, RULE, deErrors.malformedGrantee, { grantee: message.grantee });
  const msgTypes = normalizedMsgTypes(message.msgTypes, RULE);
  ensure(!msgTypes.includes(SESSION_TYPE), "D-DE-04", deErrors.sessionNotGrantable);
  const { spendLimit, period } = spending(message);
  const fees = feeTerms(message);
  const bounded =
    message.expiration !== undefined || (period === undefined && fees?.period === undefined);
  ensure(bounded, RULE, deErrors.expirationMissing);
  return { grantee, msgTypes, expiration: message.expiration, spendLimit, period, fees };
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
function feeTerms(message: MsgGrantOperatorAuthorization): FeeTerms | undefined {
  if (!message.withFeegrant) return undefined;
  const spendLimit = denomAmounts(message.feegrantSpendLimit);
  ensure(spendLimit !== undefined, RULE, deErrors.malformedFeeLimit);
  const period = spendLimit.length === 0 ? undefined : message.feegrantSpendLimitPeriod;
  ensure(period === undefined || period > 0n, RULE, deErrors.malformedFeePeriod, { period });
  return { spendLimit, period };
}
