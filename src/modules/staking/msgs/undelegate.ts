import { MsgUndelegate, MsgUndelegateResponse } from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Dec } from "../../../keeper/dec.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkDelegator, checkOperator } from "../addresses.js";
import { unbonded } from "../events.js";
import type { StakingKeeper } from "../keeper.js";
import { checkAmount, checkBondDenom } from "./amount.js";
import type { Pair } from "./delegate.js";

/** x/staking MsgUndelegate: the tokens come back after the time of unbonding. */
export const undelegate = (
  keeper: StakingKeeper,
): Handler<MsgUndelegate, AnyAccount, Pair & { readonly shares: Dec }, MsgUndelegateResponse> => ({
  type: MsgUndelegate,
  response: MsgUndelegateResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const operator = checkOperator(ctx, message.validatorAddress);
    const delegator = checkDelegator(ctx, message.delegatorAddress);
    checkAmount(message.amount, "invalid shares amount");
    const { amount } = message.amount;
    const shares = keeper.delegations.sharesToUnbond(ctx, delegator, operator, amount);
    checkBondDenom(ctx, keeper, message.amount);
    return { delegator, operator, shares };
  },

  execute(ctx, message, _by, { delegator, operator, shares }) {
    const done = keeper.delegations.undelegate(ctx, delegator, operator, shares);
    const amount = { denom: message.amount.denom, amount: done.amount };
    const facts = { validator: message.validatorAddress, delegator: message.delegatorAddress };
    ctx.emit(unbonded(facts, amount, done.completionTime));
    return { completionTime: done.completionTime, amount };
  },
});
