import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/co/v1.js";
import { moduleParams, noParams, type ParamsBinding } from "../../keeper/module-params.js";

/**
 * [MOD-CO-MSG-4] Update Module Parameters [MOD-CO-MSG-4-1] [MOD-CO-MSG-4-2] [MOD-CO-MSG-4-2-2]
 * [MOD-CO-MSG-4-3]: there are none, so that every key is refused [D-CO-05].
 */
export const corporationParams = (): ParamsBinding =>
  moduleParams({
    module: "co",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    ...noParams,
    keys: { rule: "MOD-CO-MSG-4-2-1", names: [] },
  });
