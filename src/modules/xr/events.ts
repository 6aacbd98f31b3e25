import { PricingAssetTypeEnum } from "../../gen/verana/cs/v1.js";
import type { ExchangeRate, ExchangeRateAuthorization } from "../../gen/verana/xr/v1.js";
import { type Event, event } from "../../keeper/events.js";
import { goDuration } from "../../keeper/formats/duration.js";
import { formatTime } from "../../keeper/formats/time.js";

const timeText = (time: bigint | undefined): string =>
  time === undefined ? "" : formatTime(time, "trimmed");

const typeName = (type: number): string => PricingAssetTypeEnum.byNumber[type] ?? "";

/** Governance created an exchange rate. */
export const exchangeRateCreated = (rate: ExchangeRate, authority: string): Event =>
  event("create_exchange_rate", {
    id: rate.id,
    authority,
    base_asset_type: typeName(rate.baseAssetType),
    base_asset: rate.baseAsset,
    quote_asset_type: typeName(rate.quoteAssetType),
    quote_asset: rate.quoteAsset,
    rate: rate.rate,
    rate_scale: rate.rateScale,
    validity_duration: goDuration(rate.validityDuration),
    expires: timeText(rate.expires),
  });

/** An operator pushed a fresh rate. */
export const exchangeRateUpdated = (rate: ExchangeRate, operator: string): Event =>
  event("update_exchange_rate", { id: rate.id, operator, rate: rate.rate });

/** Governance enabled or disabled an exchange rate. */
export const exchangeRateStateSet = (rate: ExchangeRate, authority: string): Event =>
  event("set_exchange_rate_state", { id: rate.id, authority, state: String(rate.state) });

/** Governance lets an account update an exchange rate; 0 for guards that are not set, nanoseconds. */
export const exchangeRateAuthzGranted = (granted: ExchangeRateAuthorization): Event =>
  event("grant_exchange_rate_authz", {
    id: granted.xrId,
    operator: granted.operator,
    expiration: timeText(granted.expiration),
    min_interval: granted.minInterval ?? 0n,
    max_deviation_bps: granted.maxDeviationBps,
  });

/** Governance took an authorization back. */
export const exchangeRateAuthzRevoked = (xrId: bigint, operator: string): Event =>
  event("revoke_exchange_rate_authz", { id: xrId, operator });
