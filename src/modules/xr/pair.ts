import type { RuleId } from "../../gen/rules.js";
import { PricingAssetType, PricingAssetTypeEnum } from "../../gen/verana/cs/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { type ErrorKind, ensure } from "../../keeper/errors.js";
import { storedPricingAsset } from "../../keeper/formats/pricing-asset.js";
import { xrErrors } from "./errors.js";
import type { CoinPort } from "./ports.js";

/** What is priced: a type of `PricingAssetType` and the asset, as given or as stored. */
export interface Asset {
  readonly type: number;
  readonly asset: string;
}

/** Two assets in this order: the inverse is another pair (D-XR-03). */
export interface Pair {
  readonly base: Asset;
  readonly quote: Asset;
}

/** How messages, requests and entries spell a pair. */
export interface PairFields {
  readonly baseAssetType: number;
  readonly baseAsset: string;
  readonly quoteAssetType: number;
  readonly quoteAsset: string;
}

export const pairOf = (fields: PairFields): Pair => ({
  base: { type: fields.baseAssetType, asset: fields.baseAsset },
  quote: { type: fields.quoteAssetType, asset: fields.quoteAsset },
});

/**
 * [D-XR-01] [D-CS-04] The pair as it is stored. Refuses, in the order of the specification, types and
 * assets that are missing, types that there are not, and assets that do not fit their types.
 */
export function storedPair({ base, quote }: Pair, rule: RuleId): Pair {
  ensureType(base.type, "base_asset_type", rule);
  ensureType(quote.type, "quote_asset_type", rule);
  ensureAsset(base, "base_asset", rule);
  ensureAsset(quote, "quote_asset", rule);
  return {
    base: stored(base, "base_asset", rule, xrErrors.malformedBaseAsset),
    quote: stored(quote, "quote_asset", rule, xrErrors.malformedQuoteAsset),
  };
}

function ensureType(type: number, parameter: string, rule: RuleId): void {
  ensure(type !== 0, rule, xrErrors.missingParameter, { parameter });
  ensure(isAssetType(type), rule, xrErrors.malformedAssetType, { [parameter]: type });
}

/** Whether the number is one of a type of assets. */
export const isAssetType = (type: number): boolean =>
  type !== 0 && PricingAssetTypeEnum.byNumber[type] !== undefined;

/** [D-XR-01] The trust unit alone needs no name. */
function ensureAsset({ type, asset }: Asset, parameter: string, rule: RuleId): void {
  const named = type === PricingAssetType.TU || asset !== "";
  ensure(named, rule, xrErrors.missingParameter, { parameter });
}

function stored({ type, asset }: Asset, name: string, rule: RuleId, kind: ErrorKind): Asset {
  const normal = storedPricingAsset(type, asset);
  ensure(normal !== undefined, rule, kind, { [name]: asset });
  return { type, asset: normal };
}

export const isSameAsset = (a: Asset, b: Asset): boolean =>
  a.type === b.type && a.asset === b.asset;

const FOREIGN = /^(ibc|factory)\//;

/**
 * [D-XR-02] The native coin is always there, another when some of it was issued or it is described. No
 * chain of ours transfers coins of others or lets accounts issue some: `ibc/…` has no trace and
 * `factory/…` no token, whatever genesis gave out under such a name.
 */
export function ensureCoinExists(
  ctx: ReadContext,
  coins: CoinPort,
  { type, asset: denom }: Asset,
  rule: RuleId,
): void {
  if (type !== PricingAssetType.COIN || denom === ctx.chain.denom) return;
  const there = !FOREIGN.test(denom) && coins.isKnownDenom(ctx, denom);
  ensure(there, rule, xrErrors.coinNotFound, { denom });
}
