import {
  MsgBeginRedelegate,
  MsgBeginRedelegateResponse,
} from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Dec } from "../../../keeper/dec.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkDelegator, checkOperator } from "../addresses.js";
import { redelegated } from "../events.js";
import type { StakingKeeper } from "../keeper.js";
import type { RedelegationKey } from "../state.js";
import { checkAmount, checkBondDenom } from "./amount.js";

interface Plan {
  readonly key: RedelegationKey;
  readonly shares: Dec;
}

/** x/staking MsgBeginRedelegate: stake moves to another validator at once. */
export const beginRedelegate = (
  keeper: StakingKeeper,
): Handler<MsgBeginRedelegate, AnyAccount, Plan, MsgBeginRedelegateResponse> => ({
  type: MsgBeginRedelegate,
  response: MsgBeginRedelegateResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const from = "invalid source validator address";
    const source = checkOperator(ctx, message.validatorSrcAddress, from);
    const to = "invalid destination validator address";
    const target = checkOperator(ctx, message.validatorDstAddress, to);
    const delegator = checkDelegator(ctx, message.delegatorAddress);
    checkAmount(message.amount, "invalid shares amount");
    const { amount } = message.amount;
    const shares = keeper.delegations.sharesToUnbond(ctx, delegator, source, amount);
    checkBondDenom(ctx, keeper, message.amount);
    return { key: [delegator, source, target], shares };
  },

  execute(ctx, message, _by, { key, shares }) {
    const completionTime = keeper.redelegations.begin(ctx, key, shares);
    const facts = { source: message.validatorSrcAddress, target: message.validatorDstAddress };
    ctx.emit(redelegated(facts, message.amount, completionTime));
    return { completionTime };
  },
});
