import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/ec/v1.js";
import { moduleParams, type ParamsBinding } from "../../keeper/module-params.js";
import type { EcosystemKeeper } from "./keeper.js";

/** What the wire's parameter says on a fresh chain; it has no effect [D-WIRE-05]. */
export const DEFAULT_PARAMS: Params = { trustUnitPrice: 1_000_000n };

/**
 * [MOD-ES-MSG-4] Update Module Parameters [MOD-ES-MSG-4-1] [MOD-ES-MSG-4-2] [MOD-ES-MSG-4-2-2]
 * [MOD-ES-MSG-4-3]: the specification defines no keys, so that every one is refused [D-CO-05]. The typed
 * message sets the wire's.
 */
export const ecosystemParams = (keeper: EcosystemKeeper): ParamsBinding =>
  moduleParams({
    module: "ec",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    get: (ctx) => keeper.params(ctx),
    set: (ctx, next) => keeper.state.params.set(ctx, next),
    keys: { rule: "MOD-ES-MSG-4-2-1", names: [] },
  });
