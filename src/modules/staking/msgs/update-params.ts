import { MsgUpdateParams, MsgUpdateParamsResponse } from "../../../gen/cosmos/staking/v1beta1.js";
import { refuse } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { StakingKeeper } from "../keeper.js";
import { paramsFault } from "../params.js";

/** x/staking MsgUpdateParams. The bond denomination stays: the pools hold coins of it. */
export const updateParams = (
  keeper: StakingKeeper,
): Handler<MsgUpdateParams, Governance, void, MsgUpdateParamsResponse> => ({
  type: MsgUpdateParams,
  response: MsgUpdateParamsResponse,
  authorize: governance,

  check(ctx, { params }) {
    const fault = paramsFault(params);
    if (fault !== undefined) refuse(sdkErrors.invalidRequest, { log: fault });
    const { bondDenom } = keeper.params(ctx);
    const { bonded, notBonded } = keeper.poolTotals(ctx);
    if (params.bondDenom !== bondDenom && bonded + notBonded > 0n) {
      const log = `stakes are held in ${bondDenom}; the bond denomination cannot change`;
      refuse(sdkErrors.invalidRequest, { log });
    }
  },

  execute(ctx, { params }) {
    keeper.state.params.set(ctx, params);
    return {};
  },
});
