import type { RuleId } from "../../../gen/rules.js";
import {
  type ExchangeRate,
  type ExchangeRateAuthorization,
  MsgUpdateExchangeRate,
  MsgUpdateExchangeRateResponse,
} from "../../../gen/verana/xr/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { AnyAccount } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { xrErrors } from "../errors.js";
import { exchangeRateUpdated } from "../events.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { ensureRate } from "../rate.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: ExchangeRateKeeper;
}

type UpdateExchangeRate = Handler<
  MsgUpdateExchangeRate,
  AnyAccount,
  ExchangeRate,
  MsgUpdateExchangeRateResponse
>;

const RULE: RuleId = "MOD-XR-MSG-2";

/** [MOD-XR-MSG-2] Update Exchange Rate, by an account that governance authorized and that pays its own fee. */
export const updateExchangeRate = ({ settings, keeper }: Deps): UpdateExchangeRate => ({
  rule: "MOD-XR-MSG-2",
  type: MsgUpdateExchangeRate,
  response: MsgUpdateExchangeRateResponse,

  parse({ operator, id, rate }) {
    ensure(operator !== "", RULE, xrErrors.missingParameter, { parameter: "operator" });
    const account = parseAccount(settings.prefix, operator);
    ensure(account !== undefined, RULE, xrErrors.malformedOperator, { operator });
    ensure(id !== 0n, RULE, xrErrors.missingParameter, { parameter: "id" });
    ensureRate(rate, RULE);
  },

  /** [D-GEN-03] */
  authorize(_ctx, { operator }, signer) {
    const account = parseAccount(settings.prefix, operator);
    ensure(account === signer.account, RULE, xrErrors.signerMismatch, { operator });
    return { account };
  },

  /** [D-XR-06] A rate that has expired may be refreshed; guards that are not set do not guard. */
  check(ctx, { id, rate }, { account: operator }) {
    const found = keeper.load(ctx, id, RULE);
    ensure(found.state, RULE, xrErrors.rateDisabled, { id });
    const authz = keeper.state.authorizations.get(ctx, [id, operator]);
    ensure(authz !== undefined, RULE, xrErrors.authorizationNotFound, { id, operator });
    const alive = authz.expiration !== undefined && ctx.blockTime < authz.expiration;
    ensure(alive, RULE, xrErrors.authorizationExpired, { id, operator });
    ensureInterval(found, authz, ctx.blockTime);
    ensureDeviation(found, authz, BigInt(rate));
    return found;
  },

  execute(ctx, { rate }, { account }, found) {
    const now = ctx.blockTime;
    const expires = now + found.validityDuration;
    const changed = { ...found, rate, expires, updated: now };
    keeper.state.rates.set(ctx, found.id, changed);
    ctx.emit(exchangeRateUpdated(changed, account));
    return {};
  },
});

/** Since the entry was last touched, by whatever method. */
function ensureInterval(
  { id, updated = 0n }: ExchangeRate,
  { minInterval }: ExchangeRateAuthorization,
  now: bigint,
): void {
  const passed = minInterval === undefined || now - updated >= minInterval;
  ensure(passed, "D-XR-06", xrErrors.tooSoon, { id, min_interval: minInterval });
}

/** The move in basis points of the old rate, at most what the authorization says; both have one scale. */
function ensureDeviation(
  { id, rate: text }: ExchangeRate,
  { maxDeviationBps }: ExchangeRateAuthorization,
  next: bigint,
): void {
  const rate = BigInt(text);
  const move = next > rate ? next - rate : rate - next;
  const near = maxDeviationBps === 0 || move * 10_000n <= BigInt(maxDeviationBps) * rate;
  ensure(near, "D-XR-06", xrErrors.deviationTooLarge, { id, max_deviation_bps: maxDeviationBps });
}
