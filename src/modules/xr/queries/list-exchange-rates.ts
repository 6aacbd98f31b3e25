import type { RuleId } from "../../../gen/rules.js";
import {
  type ExchangeRate,
  Query,
  type QueryListExchangeRatesRequest,
  type QueryListExchangeRatesResponse,
} from "../../../gen/verana/xr/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import { minIdParam, params, sizeParam } from "../../../keeper/query-params.js";
import { xrErrors } from "../errors.js";
import { filterRef, type RateFilter } from "../filter.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { isAssetType } from "../pair.js";
import { exchangeRateJson } from "../render.js";
import { idBound } from "../state.js";
import {
  expiresRequest,
  namesExpiryOnce,
  pairParams,
  pairRequest,
  stateRequest,
  usableParams,
} from "./asset-params.js";
import { outlasts, stateOf } from "./usable-filter.js";

type Request = QueryListExchangeRatesRequest;
type Response = QueryListExchangeRatesResponse;

/** [MOD-XR-QRY-2-1] [D-GEN-13] */
const listParams = params({
  ...pairParams,
  ...usableParams,
  response_max_size: sizeParam,
  min_id: minIdParam,
}).refine(...namesExpiryOnce);

const RULE: RuleId = "MOD-XR-QRY-2-2";

/** [MOD-XR-QRY-2] List Exchange Rates. */
export const listExchangeRates = ({ keeper }: { readonly keeper: ExchangeRateKeeper }) =>
  defineQuery({
    rule: "MOD-XR-QRY-2",
    method: Query.ListExchangeRates,
    /** [MOD-XR-QRY-2-2] */
    run(ctx: ReadContext, request: Request): Response {
      const size = listSize(request.responseMaxSize, RULE, xrErrors.sizeOutOfRange);
      const filter = readFilter(request);
      return { exchangeRates: take(matching(ctx, keeper, filter, request), size) };
    },
    spec: {
      path: "/xr/v1/list",
      params: listParams,
      toRequest: (given) => ({
        ...pairRequest(given),
        state: stateRequest(given.state),
        expire: expiresRequest(given),
        responseMaxSize: given.response_max_size ?? 0,
        minId: given.min_id ?? 0n,
      }),
      render: ({ exchangeRates }: Response) => ({
        exchange_rates: exchangeRates.map(exchangeRateJson),
      }),
    },
  });

function readFilter(request: Request): RateFilter {
  return {
    baseAssetType: typeFilter(request.baseAssetType),
    baseAsset: assetFilter(request.baseAsset),
    quoteAssetType: typeFilter(request.quoteAssetType),
    quoteAsset: assetFilter(request.quoteAsset),
    state: stateOf(request.state, RULE),
  };
}

/** Refuses numbers that are no type. */
function typeFilter(type: number): number | undefined {
  if (type === 0) return undefined;
  ensure(isAssetType(type), RULE, xrErrors.malformedAssetType, { type });
  return type;
}

/** [D-XR-01] The trust unit in either spelling: no coin and no currency is called so. */
function assetFilter(asset: string): string | undefined {
  if (asset === "") return undefined;
  return asset === "TU" ? "tu" : asset;
}

/** [MOD-XR-QRY-2-3] [D-XR-08] By id. Expired rates are left out as they come: they are few, or will be refreshed. */
function* matching(
  ctx: ReadContext,
  keeper: ExchangeRateKeeper,
  filter: RateFilter,
  { expire, minId }: Request,
): IterableIterator<ExchangeRate> {
  for (const rate of filtered(ctx, keeper, filter, minId)) if (outlasts(rate, expire)) yield rate;
}

function* filtered(
  ctx: ReadContext,
  { state: { rates, byFilter } }: ExchangeRateKeeper,
  filter: RateFilter,
  minId: bigint,
): IterableIterator<ExchangeRate> {
  const gte = idBound(minId);
  const ref = filterRef(filter);
  if (ref !== filterRef({})) yield* rates.where(ctx, byFilter, ref, { gte });
  else for (const [, rate] of rates.entries(ctx, { gte })) yield rate;
}
