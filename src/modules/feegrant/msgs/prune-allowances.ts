import {
  MsgPruneAllowances,
  MsgPruneAllowancesResponse,
} from "../../../gen/cosmos/feegrant/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { allowancesPruned } from "../events.js";
import type { FeegrantKeeper } from "../keeper.js";

/** Ended grants that one message removes at most. Cosmos SDK's number. */
const PRUNED_A_MESSAGE = 75;

/** x/feegrant MsgPruneAllowances: anyone may remove grants that have ended. */
export const pruneAllowances = (
  keeper: FeegrantKeeper,
): Handler<MsgPruneAllowances, AnyAccount, void, MsgPruneAllowancesResponse> => ({
  type: MsgPruneAllowances,
  response: MsgPruneAllowancesResponse,
  authorize: anyAccount,
  check() {},
  execute(ctx, { pruner }) {
    keeper.prune(ctx, PRUNED_A_MESSAGE);
    ctx.emit(allowancesPruned(pruner));
    return {};
  },
});
