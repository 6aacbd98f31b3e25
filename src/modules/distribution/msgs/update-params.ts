import {
  MsgUpdateParams,
  MsgUpdateParamsResponse,
} from "../../../gen/cosmos/distribution/v1beta1.js";
import { refuse } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { DistributionKeeper } from "../keeper.js";
import { paramsFault } from "../params.js";

/** x/distribution MsgUpdateParams. */
export const updateParams = (
  keeper: DistributionKeeper,
): Handler<MsgUpdateParams, Governance, void, MsgUpdateParamsResponse> => ({
  type: MsgUpdateParams,
  response: MsgUpdateParamsResponse,
  authorize: governance,

  check(_ctx, { params }) {
    if (params.baseProposerReward !== 0n || params.bonusProposerReward !== 0n) {
      const log = "cannot update base or bonus proposer reward because these are deprecated fields";
      refuse(sdkErrors.invalidRequest, { log });
    }
    const log = paramsFault(params);
    if (log !== undefined) refuse(sdkErrors.invalidRequest, { log });
  },

  execute(ctx, { params }) {
    keeper.state.params.set(ctx, params);
    return {};
  },
});
