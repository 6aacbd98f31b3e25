import {
  type ExchangeRate,
  Query,
  type QueryGetExchangeRateRequest,
  type QueryGetExchangeRateResponse,
} from "../../../gen/verana/xr/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure, refuse } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { optionalIdParam, params } from "../../../keeper/query-params.js";
import { xrErrors } from "../errors.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { type PairFields, pairOf, storedPair } from "../pair.js";
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

type Request = QueryGetExchangeRateRequest;

/** [MOD-XR-QRY-1-1] */
const getParams = params({ id: optionalIdParam, ...pairParams, ...usableParams }).refine(
  ...namesExpiryOnce,
);

/** [MOD-XR-QRY-1] Get Exchange Rate, by its id or by its pair. */
export const getExchangeRate = ({ keeper }: { readonly keeper: ExchangeRateKeeper }) =>
  defineQuery({
    rule: "MOD-XR-QRY-1",
    method: Query.GetExchangeRate,
    /** [MOD-XR-QRY-1-3] With who may update it, on the wire. */
    run(ctx: ReadContext, request: Request): QueryGetExchangeRateResponse {
      const exchangeRate = found(ctx, keeper, request);
      const start = idBound(exchangeRate.id);
      const authorizations = [...keeper.state.authorizations.entries(ctx, { start })];
      return { exchangeRate, authorizations: authorizations.map(([, each]) => each) };
    },
    spec: {
      path: "/xr/v1/get",
      aliases: ["/xr/v1/get/{id}"],
      params: getParams,
      toRequest: (given) => ({
        ...pairRequest(given),
        id: given.id ?? 0n,
        state: stateRequest(given.state),
        expireTs: expiresRequest(given),
      }),
      render: ({ exchangeRate }: QueryGetExchangeRateResponse) => ({
        exchange_rate: exchangeRateJson(exchangeRate ?? refuse(xrErrors.exchangeRateNotFound)),
      }),
    },
  });

/** [MOD-XR-QRY-1-2] [D-XR-08] The id wins over the pair; what a filter leaves out is not found. */
function found(ctx: ReadContext, keeper: ExchangeRateKeeper, request: Request): ExchangeRate {
  const rule = "MOD-XR-QRY-1-2";
  const state = stateOf(request.state, rule);
  const rate = request.id === 0n ? byPair(ctx, keeper, request) : keeper.find(ctx, request.id);
  const passes =
    rate !== undefined &&
    (state === undefined || rate.state === state) &&
    outlasts(rate, request.expireTs);
  const facts = request.id === 0n ? {} : { id: request.id };
  ensure(passes, rule, xrErrors.exchangeRateNotFound, facts);
  return rate;
}

function byPair(
  ctx: ReadContext,
  keeper: ExchangeRateKeeper,
  request: PairFields,
): ExchangeRate | undefined {
  const { baseAssetType, quoteAssetType } = request;
  const whole = baseAssetType !== 0 && quoteAssetType !== 0;
  ensure(whole, "D-XR-08", xrErrors.partialPair);
  return keeper.byPair(ctx, storedPair(pairOf(request), "D-XR-08"));
}
