import type { Params } from "../../gen/cosmos/staking/v1beta1.js";
import { isDenom } from "../../keeper/coins.js";
import { ONE } from "../../keeper/dec.js";

const DAY_NS = 86_400_000_000_000n;

/** Base units of stake that make one unit of power in consensus. */
export const POWER_REDUCTION = 1_000_000n;

/** Cosmos SDK's defaults: 21 days of unbonding, 100 validators, 7 entries a pair. */
export const defaultParams = (bondDenom: string): Params => ({
  unbondingTime: 21n * DAY_NS,
  maxValidators: 100,
  maxEntries: 7,
  historicalEntries: 10_000,
  bondDenom,
  minCommissionRate: 0n,
});

/** What is wrong with parameters; undefined when nothing is. x/staking Params.Validate. */
export function paramsFault(params: Params): string | undefined {
  if (params.unbondingTime <= 0n) return "unbonding time must be positive";
  if (params.maxValidators === 0) return "max validators must be positive";
  if (params.maxEntries === 0) return "max entries must be positive";
  if (params.bondDenom.trim() === "") return "bond denom cannot be blank";
  if (!isDenom(params.bondDenom)) return `invalid denom: ${params.bondDenom}`;
  if (params.minCommissionRate < 0n) return "minimum commission rate cannot be negative";
  if (params.minCommissionRate > ONE) return "minimum commission rate cannot be greater than 100%";
  return undefined;
}
