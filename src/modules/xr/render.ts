import { PricingAssetTypeEnum } from "../../gen/verana/cs/v1.js";
import type { ExchangeRate } from "../../gen/verana/xr/v1.js";
import type { Json } from "../../keeper/query.js";
import { durationJson, enumJson, idJson, timeJson } from "../../keeper/spec-json.js";

/** [D-XR-01] An exchange rate as the specification's REST family prints it. */
export const exchangeRateJson = (rate: ExchangeRate): Json => ({
  id: idJson(rate.id),
  base_asset_type: enumJson(PricingAssetTypeEnum.byNumber, rate.baseAssetType, ""),
  base_asset: rate.baseAsset,
  quote_asset_type: enumJson(PricingAssetTypeEnum.byNumber, rate.quoteAssetType, ""),
  quote_asset: rate.quoteAsset,
  rate: rate.rate,
  rate_scale: rate.rateScale,
  validity_duration: durationJson(rate.validityDuration),
  updated: timeJson(rate.updated),
  expires: timeJson(rate.expires),
  state: rate.state,
});
