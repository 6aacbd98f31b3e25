import type { FeeGrant } from "../../../gen/verana/de/v1.js";
import { amountsByDenom, type Coin } from "../../../keeper/coins.js";
import type { Allowance } from "../../feegrant/index.js";

/** What delegation stores of a fee grant; types, balance and times stand in the allowance. */
export type FeeGrantEntry = Pick<
  FeeGrant,
  "grantorCorporationId" | "grantee" | "spendLimit" | "grantingPolicy"
>;

/**
 * [D-DE-08] The allowance that a fee grant is: for its message types, basic or periodic, its limit what
 * remains. Undefined when the limit is used up for good.
 */
export function allowanceOf(grant: FeeGrant): Allowance | undefined {
  const { msgTypes, spendLimit, remainingSpend, expiration, period } = grant;
  const left = remainingSpend.filter(({ amount }) => amount > 0n);
  const messages = msgTypes;
  if (period === undefined) {
    if (spendLimit.length > 0 && left.length === 0) return undefined;
    const inner = { kind: "basic", value: { spendLimit: left, expiration } } as const;
    return { kind: "allowed-messages", inner, messages };
  }
  if (expiration === undefined) throw new TypeError("a fee grant with a period and without end");
  const value = {
    // The end of a cycle is not that of the grant, which renews itself.
    basic: { spendLimit: [], expiration: undefined },
    period,
    periodSpendLimit: spendLimit,
    periodCanSpend: left,
    periodReset: expiration,
  };
  return { kind: "allowed-messages", inner: { kind: "periodic", value }, messages };
}

/** The fee grant behind an allowance that delegation made; undefined for an allowance that it does not make. */
export function feeGrantOf(entry: FeeGrantEntry, allowance: Allowance): FeeGrant | undefined {
  if (allowance.kind !== "allowed-messages") return undefined;
  const { inner, messages: msgTypes } = allowance;
  if (inner.kind === "basic") {
    const { spendLimit, expiration } = inner.value;
    const remainingSpend = balanceOf(entry.spendLimit, spendLimit);
    return { ...entry, msgTypes, remainingSpend, expiration, period: undefined };
  }
  if (inner.kind !== "periodic") return undefined;
  const { period, periodCanSpend, periodReset: expiration } = inner.value;
  const remainingSpend = balanceOf(entry.spendLimit, periodCanSpend);
  return { ...entry, msgTypes, remainingSpend, expiration, period };
}

/** [D-WIRE-03] A balance names the limit's denominations, a used-up one with 0. */
function balanceOf(limit: readonly Coin[], left: readonly Coin[]): readonly Coin[] {
  const amounts = amountsByDenom(left);
  return limit.map(({ denom }) => ({ denom, amount: amounts.get(denom) ?? 0n }));
}
