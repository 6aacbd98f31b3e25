import type { RuleId } from "../../gen/rules.js";
import type { ExchangeRate, Params } from "../../gen/verana/xr/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { xrErrors } from "./errors.js";
import { isSameAsset, type Pair, storedPair } from "./pair.js";
import { DEFAULT_PARAMS } from "./params.js";
import { converted } from "./rate.js";
import { type ExchangeRateState, pairRef } from "./state.js";

/** Exchange rates. Other modules hold ports to it, never the state. */
export class ExchangeRateKeeper {
  constructor(readonly state: ExchangeRateState) {}

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }

  find(ctx: ReadContext, id: bigint): ExchangeRate | undefined {
    return this.state.rates.get(ctx, id);
  }

  /** The rate of a pair as it is stored, see `storedPair`. */
  byPair(ctx: ReadContext, pair: Pair): ExchangeRate | undefined {
    return this.state.rates.by(ctx, this.state.byPair, pairRef(pair));
  }

  /** The rate with this id. Refuses with `xr` 2. */
  load(ctx: ReadContext, id: bigint, rule: RuleId): ExchangeRate {
    const found = this.find(ctx, id);
    ensure(found !== undefined, rule, xrErrors.exchangeRateNotFound, { id });
    return found;
  }

  /**
   * [MOD-XR-QRY-3] [MOD-XR-QRY-3-2] [MOD-XR-QRY-3-3] [D-XR-07] What `amount` base units of one asset are
   * in base units of another, rounded down: by the rate of just this pair, neither turned round nor over
   * a third asset (D-XR-03). An asset is worth itself. Refuses a rate that is missing, disabled or
   * expired, and assets that do not fit their types.
   */
  price(ctx: ReadContext, given: Pair, amount: bigint): bigint {
    const pair = storedPair(given, "MOD-XR-QRY-3-1");
    if (isSameAsset(pair.base, pair.quote)) return amount;
    const rule = "MOD-XR-QRY-3-2";
    const found = this.byPair(ctx, pair);
    const facts = { base_asset: pair.base.asset, quote_asset: pair.quote.asset };
    ensure(found !== undefined, rule, xrErrors.exchangeRateNotFound, facts);
    ensure(found.state, rule, xrErrors.rateDisabled, { id: found.id, ...facts });
    ensure(isFresh(found, ctx.blockTime), rule, xrErrors.rateExpired, { id: found.id, ...facts });
    return converted(amount, found.rate, found.rateScale);
  }
}

/** [D-XR-07] Whether a rate has not expired: at its expiration it has. */
export const isFresh = ({ expires }: Pick<ExchangeRate, "expires">, now: bigint): boolean =>
  expires !== undefined && now < expires;
