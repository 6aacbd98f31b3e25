import { MsgUpdateParams, MsgUpdateParamsResponse } from "../../../gen/cosmos/gov/v1.js";
import { refuse } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { paramsFault } from "../params.js";
import type { GovState } from "../state.js";

/** x/gov MsgUpdateParams. */
export const updateParams = (
  state: GovState,
): Handler<MsgUpdateParams, Governance, void, MsgUpdateParamsResponse> => ({
  type: MsgUpdateParams,
  response: MsgUpdateParamsResponse,
  authorize: governance,

  check(ctx, { params }) {
    const log = paramsFault(params, ctx.chain.prefix);
    if (log !== undefined) refuse(sdkErrors.invalidRequest, { log });
  },

  execute(ctx, { params }) {
    state.params.set(ctx, params);
    return {};
  },
});
