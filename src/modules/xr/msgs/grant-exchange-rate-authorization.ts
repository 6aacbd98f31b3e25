import type { RuleId } from "../../../gen/rules.js";
import {
  type ExchangeRateAuthorization,
  MsgGrantExchangeRateAuthorization,
  MsgGrantExchangeRateAuthorizationResponse,
} from "../../../gen/verana/xr/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import { ensure } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { xrErrors } from "../errors.js";
import { exchangeRateAuthzGranted } from "../events.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { ensureAuthorizationKey } from "./authorization-key.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: ExchangeRateKeeper;
}

type GrantExchangeRateAuthorization = Handler<
  MsgGrantExchangeRateAuthorization,
  Governance,
  ExchangeRateAuthorization,
  MsgGrantExchangeRateAuthorizationResponse
>;

const RULE: RuleId = "MOD-XR-MSG-4";

/** The whole rate may move, no more. */
const MOST_DEVIATION = 10_000;

/** [MOD-XR-MSG-4] Grant Exchange Rate Authorization, by governance; an earlier one of the account is replaced. */
export const grantExchangeRateAuthorization = (deps: Deps): GrantExchangeRateAuthorization => ({
  rule: "MOD-XR-MSG-4",
  type: MsgGrantExchangeRateAuthorization,
  response: MsgGrantExchangeRateAuthorizationResponse,

  /** On the wire a deviation of 0 is one that is not given. */
  parse(message) {
    ensureAuthorizationKey(deps.settings.prefix, message, RULE);
    const { expiration, minInterval, maxDeviationBps } = message;
    const missing = { parameter: "expiration" };
    ensure(expiration !== undefined, RULE, xrErrors.missingParameter, missing);
    const interval = minInterval === undefined || minInterval > 0n;
    ensure(interval, RULE, xrErrors.malformedInterval, { nanoseconds: minInterval });
    const inRange = maxDeviationBps <= MOST_DEVIATION;
    const facts = { max_deviation_bps: maxDeviationBps };
    ensure(inRange, RULE, xrErrors.deviationOutOfRange, facts);
  },

  authorize: governance,

  check(ctx, message) {
    const { xrId, expiration = 0n, minInterval, maxDeviationBps } = message;
    deps.keeper.load(ctx, xrId, RULE);
    ensure(expiration > ctx.blockTime, RULE, xrErrors.expirationNotInFuture, { xr_id: xrId });
    const operator = parseAccount(deps.settings.prefix, message.operator) ?? "";
    return { xrId, operator, expiration, minInterval, maxDeviationBps };
  },

  execute(ctx, _message, _by, granted) {
    const key = [granted.xrId, granted.operator] as const;
    deps.keeper.state.authorizations.set(ctx, key, granted);
    ctx.emit(exchangeRateAuthzGranted(granted));
    return {};
  },
});
