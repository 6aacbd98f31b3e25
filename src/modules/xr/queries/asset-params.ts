import { PricingAssetType } from "../../../gen/verana/cs/v1.js";
import { StateFilter } from "../../../gen/verana/xr/v1.js";
import {
  enumParam,
  optionalBoolParam,
  textParam,
  timeParam,
} from "../../../keeper/query-params.js";

const { TU, COIN, FIAT } = PricingAssetType;

/** [D-XR-01] A type of assets by its names, the specification's long one included. */
const assetTypeParam = enumParam({ TU, TRUST_UNIT: TU, COIN, FIAT });

/** Both sides of a pair. */
export const pairParams = {
  base_asset_type: assetTypeParam,
  base_asset: textParam,
  quote_asset_type: assetTypeParam,
  quote_asset: textParam,
};

/** [D-XR-08] `state`, and the three spellings of the time that a rate must outlast. */
export const usableParams = {
  state: optionalBoolParam,
  expire_ts: timeParam,
  expire: timeParam,
  expires: timeParam,
};

interface PairParams {
  readonly base_asset_type?: number | undefined;
  readonly base_asset?: string | undefined;
  readonly quote_asset_type?: number | undefined;
  readonly quote_asset?: string | undefined;
}

/** The pair as requests spell it. */
export const pairRequest = (given: PairParams) => ({
  baseAssetType: given.base_asset_type ?? 0,
  baseAsset: given.base_asset ?? "",
  quoteAssetType: given.quote_asset_type ?? 0,
  quoteAsset: given.quote_asset ?? "",
});

/** `state` as requests spell it. */
export function stateRequest(state: boolean | undefined): number {
  if (state === undefined) return StateFilter.STATE_FILTER_UNSPECIFIED;
  return state ? StateFilter.STATE_FILTER_ACTIVE : StateFilter.STATE_FILTER_INACTIVE;
}

/** The one time of the three spellings. */
export const expiresRequest = (given: {
  readonly expire_ts?: bigint | undefined;
  readonly expire?: bigint | undefined;
  readonly expires?: bigint | undefined;
}): bigint | undefined => given.expire_ts ?? given.expire ?? given.expires;

/** Arguments of `refine`: the time is named once, as if these were three filters. */
export const namesExpiryOnce = [
  (given: {
    readonly expire_ts?: unknown;
    readonly expire?: unknown;
    readonly expires?: unknown;
  }) =>
    [given.expire_ts, given.expire, given.expires].filter((time) => time !== undefined).length < 2,
  "expire_ts, expire and expires are one filter: give one of them",
] as const;
