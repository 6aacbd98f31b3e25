import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/di/v1.js";
import { moduleParams, noParams, type ParamsBinding } from "../../keeper/module-params.js";

/** [D-GF-05] The wire's MsgUpdateParams: there are no parameters, and the specification has no such message. */
export const digestParams = (): ParamsBinding =>
  moduleParams({
    module: "di",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    ...noParams,
  });
