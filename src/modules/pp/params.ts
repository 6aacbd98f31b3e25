import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/pp/v1.js";
import { moduleParams, type ParamsBinding } from "../../keeper/module-params.js";
import type { ParticipantKeeper } from "./keeper.js";

/** The wire's one parameter, in days; kept and returned, without effect [D-WIRE-05]. */
export const DEFAULT_PARAMS: Params = { validationTermRequestedTimeoutDays: 7n };

/**
 * [MOD-PP-MSG-11] Update Participant Module Parameters [MOD-PP-MSG-11-1] [MOD-PP-MSG-11-2]
 * [MOD-PP-MSG-11-2-2] [MOD-PP-MSG-11-3]: the specification defines no keys, so that every one is refused
 * [D-CO-05]. The typed message sets the wire's.
 */
export const participantParams = (keeper: ParticipantKeeper): ParamsBinding =>
  moduleParams({
    module: "pp",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    get: (ctx) => keeper.params(ctx),
    set: (ctx, next) => keeper.state.params.set(ctx, next),
    keys: { rule: "MOD-PP-MSG-11-2-1", names: [] },
  });
