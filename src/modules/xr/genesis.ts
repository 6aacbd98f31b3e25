import {
  type ExchangeRate,
  type ExchangeRateAuthorization,
  GenesisState,
} from "../../gen/verana/xr/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ChainError, refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { xrErrors } from "./errors.js";
import type { ExchangeRateKeeper } from "./keeper.js";
import { isSameAsset, type Pair, pairOf, storedPair } from "./pair.js";
import { checkParams, DEFAULT_PARAMS } from "./params.js";
import { isRate, LEAST_VALIDITY, MOST_SCALE } from "./rate.js";

/** The section `xr` of `app_state`. That coins exist is asked of messages alone. */
export function exchangeRateGenesis(keeper: ExchangeRateKeeper, prefix: string): ModuleGenesis {
  return {
    name: "xr",
    fresh: () => printSection(GenesisState, GenesisState.create({ params: DEFAULT_PARAMS })),
    init: (ctx, section) =>
      init(ctx, keeper, prefix, readSection(GenesisState, section, xrErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, keeper)),
  };
}

function init(
  ctx: WriteContext,
  keeper: ExchangeRateKeeper,
  prefix: string,
  genesis: GenesisState,
): void {
  const { params, ids, rates } = keeper.state;
  checkParams(genesis.params);
  params.set(ctx, genesis.params);
  const next = genesis.nextExchangeRateId;
  let last = next === 0n ? 0n : next - 1n;
  for (const given of genesis.exchangeRates) {
    const stored = checkedRate(ctx, keeper, given);
    rates.set(ctx, stored.id, stored);
    if (stored.id > last) last = stored.id;
  }
  ids.restore(ctx, last);
  for (const given of genesis.exchangeRateAuthorizations) {
    const stored = checkedAuthorization(ctx, keeper, prefix, given);
    keeper.state.authorizations.set(ctx, [stored.xrId, stored.operator], stored);
  }
}

function checkedRate(
  ctx: ReadContext,
  keeper: ExchangeRateKeeper,
  given: ExchangeRate,
): ExchangeRate {
  const { id, rate, rateScale, validityDuration, expires, updated } = given;
  valid(id > 0n && keeper.find(ctx, id) === undefined, "id missing or given twice", id);
  const pair = pairOfGenesis(given);
  valid(!isSameAsset(pair.base, pair.quote), "base and quote are the same asset", id);
  valid(keeper.byPair(ctx, pair) === undefined, "pair given twice", id);
  valid(isRate(rate), "malformed rate", id);
  valid(rateScale <= MOST_SCALE, "rate_scale above 18", id);
  valid(validityDuration >= LEAST_VALIDITY, "validity_duration below 1 minute", id);
  valid(expires !== undefined && updated !== undefined, "expires or updated missing", id);
  return { ...given, baseAsset: pair.base.asset, quoteAsset: pair.quote.asset };
}

function pairOfGenesis(given: ExchangeRate): Pair {
  try {
    return storedPair(pairOf(given), "D-XR-01");
  } catch (error) {
    if (error instanceof ChainError) return invalid(error.kind.text, given.id);
    throw error;
  }
}

function checkedAuthorization(
  ctx: ReadContext,
  keeper: ExchangeRateKeeper,
  prefix: string,
  given: ExchangeRateAuthorization,
): ExchangeRateAuthorization {
  const { xrId, expiration, minInterval, maxDeviationBps } = given;
  const operator = parseAccount(prefix, given.operator) ?? invalid("malformed operator", xrId);
  valid(keeper.find(ctx, xrId) !== undefined, "authorization of no exchange rate", xrId);
  const twice = keeper.state.authorizations.has(ctx, [xrId, operator]);
  valid(!twice, "operator given twice", xrId);
  valid(expiration !== undefined, "expiration missing", xrId);
  valid(minInterval === undefined || minInterval > 0n, "min_interval not above 0", xrId);
  valid(maxDeviationBps <= 10_000, "max_deviation_bps above 10000", xrId);
  return { ...given, operator };
}

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  if (!ok) invalid(reason, id);
}

function invalid(reason: string, id: bigint): never {
  return refuse(xrErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, keeper: ExchangeRateKeeper): GenesisState {
  const { ids, rates, authorizations } = keeper.state;
  const last = ids.last(ctx);
  return {
    params: keeper.params(ctx),
    exchangeRates: [...rates.entries(ctx)].map(([, rate]) => rate),
    nextExchangeRateId: last === 0n ? 0n : last + 1n,
    exchangeRateAuthorizations: [...authorizations.entries(ctx)].map(([, each]) => each),
  };
}
