import type { RuleId } from "../../../gen/rules.js";
import {
  MsgRevokeExchangeRateAuthorization,
  MsgRevokeExchangeRateAuthorizationResponse,
} from "../../../gen/verana/xr/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import { ensure } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { xrErrors } from "../errors.js";
import { exchangeRateAuthzRevoked } from "../events.js";
import type { ExchangeRateKeeper } from "../keeper.js";
import { ensureAuthorizationKey } from "./authorization-key.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: ExchangeRateKeeper;
}

type RevokeExchangeRateAuthorization = Handler<
  MsgRevokeExchangeRateAuthorization,
  Governance,
  readonly [bigint, string],
  MsgRevokeExchangeRateAuthorizationResponse
>;

const RULE: RuleId = "MOD-XR-MSG-5";

/** [MOD-XR-MSG-5] Revoke Exchange Rate Authorization, by governance, dead ones included. */
export const revokeExchangeRateAuthorization = (deps: Deps): RevokeExchangeRateAuthorization => ({
  rule: "MOD-XR-MSG-5",
  type: MsgRevokeExchangeRateAuthorization,
  response: MsgRevokeExchangeRateAuthorizationResponse,

  parse: (message) => ensureAuthorizationKey(deps.settings.prefix, message, RULE),

  authorize: governance,

  check(ctx, { xrId, operator }) {
    const key = [xrId, parseAccount(deps.settings.prefix, operator) ?? ""] as const;
    const there = deps.keeper.state.authorizations.has(ctx, key);
    ensure(there, RULE, xrErrors.authorizationNotFound, { xr_id: xrId, operator });
    return key;
  },

  execute(ctx, _message, _by, key) {
    deps.keeper.state.authorizations.delete(ctx, key);
    ctx.emit(exchangeRateAuthzRevoked(...key));
    return {};
  },
});
