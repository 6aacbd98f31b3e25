import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/xr/v1.js";
import { ensure } from "../../keeper/errors.js";
import { moduleParams, type ParamsBinding } from "../../keeper/module-params.js";
import { xrErrors } from "./errors.js";
import type { ExchangeRateKeeper } from "./keeper.js";

/** The reference's default, a year. Nothing is held to it (D-XR-04, D-WIRE-05). */
export const DEFAULT_PARAMS: Params = { maxValidityDuration: 31_536_000n * 1_000_000_000n };

/** [D-WIRE-05] The duration is above 0. */
export function checkParams({ maxValidityDuration }: Params): void {
  ensure(maxValidityDuration > 0n, "D-WIRE-05", xrErrors.invalidParams, {
    max_validity_duration: maxValidityDuration,
  });
}

/** [D-GF-05] The wire's MsgUpdateParams; the specification has no parameters of exchange rates. */
export const exchangeRateParams = (keeper: ExchangeRateKeeper): ParamsBinding =>
  moduleParams({
    module: "xr",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    get: (ctx) => keeper.params(ctx),
    set: (ctx, next) => keeper.state.params.set(ctx, next),
    check: (_ctx, next) => checkParams(next),
  });
