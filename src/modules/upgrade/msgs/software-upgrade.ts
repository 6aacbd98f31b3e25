import {
  MsgSoftwareUpgrade,
  MsgSoftwareUpgradeResponse,
} from "../../../gen/cosmos/upgrade/v1beta1.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import type { UpgradeKeeper } from "../keeper.js";
import { checkPlan } from "../plan.js";

/** x/upgrade MsgSoftwareUpgrade: schedules a plan; one that waits gives way to it. */
export const softwareUpgrade = (
  keeper: UpgradeKeeper,
): Handler<MsgSoftwareUpgrade, Governance, void, MsgSoftwareUpgradeResponse> => ({
  type: MsgSoftwareUpgrade,
  response: MsgSoftwareUpgradeResponse,
  authorize: governance,

  check(ctx, { plan }) {
    checkPlan(plan);
    keeper.checkSchedule(ctx, plan);
  },

  execute(ctx, { plan }) {
    keeper.state.plan.set(ctx, plan);
    return {};
  },
});
