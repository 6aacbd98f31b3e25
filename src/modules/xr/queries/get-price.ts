import {
  Query,
  type QueryGetPriceRequest,
  type QueryGetPriceResponse,
} from "../../../gen/verana/xr/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { params, requiredTextParam } from "../../../keeper/query-params.js";
import { xrErrors } from "../errors.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { pairOf } from "../pair.js";
import { pairParams, pairRequest } from "./asset-params.js";

const AMOUNT = /^(?:0|[1-9][0-9]{0,77})$/;

/** [MOD-XR-QRY-3-1] */
const priceParams = params({ ...pairParams, amount: requiredTextParam });

/** [MOD-XR-QRY-3] Get Price. */
export const getPrice = ({ keeper }: { readonly keeper: ExchangeRateKeeper }) =>
  defineQuery({
    rule: "MOD-XR-QRY-3",
    method: Query.GetPrice,
    run(ctx: ReadContext, request: QueryGetPriceRequest): QueryGetPriceResponse {
      const { amount } = request;
      const rule = "MOD-XR-QRY-3-1";
      ensure(amount !== "", rule, xrErrors.missingParameter, { parameter: "amount" });
      ensure(AMOUNT.test(amount), rule, xrErrors.malformedAmount, { amount });
      return { price: keeper.price(ctx, pairOf(request), BigInt(amount)).toString() };
    },
    spec: {
      path: "/xr/v1/price",
      params: priceParams,
      toRequest: (given) => ({ ...pairRequest(given), amount: given.amount }),
      render: ({ price }: QueryGetPriceResponse) => ({ price }),
    },
  });
