import type { Minter, Params } from "../../gen/cosmos/mint/v1beta1.js";
import { isDenom } from "../../keeper/coins.js";
import * as dec from "../../keeper/dec.js";

/** Cosmos SDK's defaults: 7 to 20 % a year, blocks of five seconds. */
export const defaultParams = (mintDenom: string): Params => ({
  mintDenom,
  inflationRateChange: dec.parse("0.13"),
  inflationMax: dec.parse("0.20"),
  inflationMin: dec.parse("0.07"),
  goalBonded: dec.parse("0.67"),
  blocksPerYear: 6_311_520n,
});

export const DEFAULT_MINTER: Minter = { inflation: dec.parse("0.13"), annualProvisions: 0n };

/** What is wrong with parameters; undefined when nothing is. x/mint Params.Validate. */
export function paramsFault(params: Params): string | undefined {
  const { mintDenom, inflationRateChange, inflationMax, inflationMin, goalBonded } = params;
  if (!isDenom(mintDenom)) return `invalid denom: ${mintDenom}`;
  for (const [name, rate] of Object.entries({ inflationRateChange, inflationMax, inflationMin })) {
    if (rate < 0n || rate > dec.ONE) return `${name} must lie between 0 and 1`;
  }
  if (goalBonded <= 0n || goalBonded > dec.ONE) return "goal bonded must lie between 0 and 1";
  if (params.blocksPerYear === 0n || params.blocksPerYear >= 1n << 63n) {
    return "blocks per year must be positive";
  }
  return inflationMax < inflationMin ? "max inflation must not be below min inflation" : undefined;
}

/** Inflation of the next block: it climbs while less than the goal is bonded, and falls else. */
export function nextInflation(minter: Minter, params: Params, bondedRatio: dec.Dec): dec.Dec {
  const away = dec.sub(dec.ONE, dec.quo(bondedRatio, params.goalBonded));
  const perYear = dec.mul(away, params.inflationRateChange);
  const perBlock = dec.quo(perYear, dec.fromInt(params.blocksPerYear));
  const inflation = dec.add(minter.inflation, perBlock);
  if (inflation > params.inflationMax) return params.inflationMax;
  return inflation < params.inflationMin ? params.inflationMin : inflation;
}
