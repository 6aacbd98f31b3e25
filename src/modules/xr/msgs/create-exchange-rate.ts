import type { RuleId } from "../../../gen/rules.js";
import {
  type ExchangeRate,
  MsgCreateExchangeRate,
  MsgCreateExchangeRateResponse,
} from "../../../gen/verana/xr/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { xrErrors } from "../errors.js";
import { exchangeRateCreated } from "../events.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { ensureCoinExists, isSameAsset, type Pair, pairOf, storedPair } from "../pair.js";
import type { CoinPort } from "../ports.js";
import { ensureRate, LEAST_VALIDITY, MOST_SCALE } from "../rate.js";

interface Deps {
  readonly keeper: ExchangeRateKeeper;
  readonly coins: CoinPort;
}

type CreateExchangeRate = Handler<
  MsgCreateExchangeRate,
  Governance,
  Pair,
  MsgCreateExchangeRateResponse
>;

const RULE: RuleId = "MOD-XR-MSG-1";

/** [MOD-XR-MSG-1] Create Exchange Rate, by governance. Fees are the ante stage's. */
export const createExchangeRate = ({ keeper, coins }: Deps): CreateExchangeRate => ({
  rule: "MOD-XR-MSG-1",
  type: MsgCreateExchangeRate,
  response: MsgCreateExchangeRateResponse,

  /** Everything that the message alone tells; a scale of 0 is one. */
  parse(message) {
    const pair = storedPair(pairOf(message), RULE);
    const same = isSameAsset(pair.base, pair.quote);
    ensure(!same, RULE, xrErrors.sameAsset, { base_asset: pair.base.asset });
    ensureRate(message.rate, RULE);
    const { rateScale, validityDuration } = message;
    const scaled = rateScale <= MOST_SCALE;
    ensure(scaled, "D-XR-04", xrErrors.rateScaleOutOfRange, { rate_scale: rateScale });
    const missing = { parameter: "validity_duration" };
    ensure(validityDuration !== 0n, RULE, xrErrors.missingParameter, missing);
    const long = validityDuration >= LEAST_VALIDITY;
    ensure(long, RULE, xrErrors.validityTooShort, { nanoseconds: validityDuration });
  },

  authorize: governance,

  /** Coins are there, and the pair is not. */
  check(ctx, message) {
    const pair = storedPair(pairOf(message), RULE);
    ensureCoinExists(ctx, coins, pair.base, RULE);
    ensureCoinExists(ctx, coins, pair.quote, RULE);
    const other = keeper.byPair(ctx, pair);
    ensure(other === undefined, "D-XR-03", xrErrors.pairExists, { id: other?.id });
    return pair;
  },

  /** [D-WIRE-06] A rate starts disabled, whatever the message says of its state. */
  execute(ctx, { rate, rateScale, validityDuration }, { authority }, { base, quote }) {
    const now = ctx.blockTime;
    const created: ExchangeRate = {
      id: keeper.state.ids.next(ctx),
      baseAssetType: base.type,
      baseAsset: base.asset,
      quoteAssetType: quote.type,
      quoteAsset: quote.asset,
      rate,
      rateScale,
      validityDuration,
      expires: now + validityDuration,
      state: false,
      updated: now,
    };
    keeper.state.rates.set(ctx, created.id, created);
    ctx.emit(exchangeRateCreated(created, authority));
    return { id: created.id };
  },
});
