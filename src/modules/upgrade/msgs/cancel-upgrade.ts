import { MsgCancelUpgrade, MsgCancelUpgradeResponse } from "../../../gen/cosmos/upgrade/v1beta1.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import type { UpgradeKeeper } from "../keeper.js";

/** x/upgrade MsgCancelUpgrade: the plan that waits is forgotten; where none does, nothing happens. */
export const cancelUpgrade = (
  keeper: UpgradeKeeper,
): Handler<MsgCancelUpgrade, Governance, void, MsgCancelUpgradeResponse> => ({
  type: MsgCancelUpgrade,
  response: MsgCancelUpgradeResponse,
  authorize: governance,
  check() {},

  execute(ctx) {
    keeper.state.plan.delete(ctx);
    return {};
  },
});
