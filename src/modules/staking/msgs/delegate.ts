import { MsgDelegate, MsgDelegateResponse } from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkDelegator, checkOperator } from "../addresses.js";
import { delegated } from "../events.js";
import type { StakingKeeper } from "../keeper.js";
import { checkAmount, checkBondDenom } from "./amount.js";

/** Who delegates to whom. */
export interface Pair {
  readonly delegator: string;
  readonly operator: string;
}

/** x/staking MsgDelegate. */
export const delegate = (
  keeper: StakingKeeper,
): Handler<MsgDelegate, AnyAccount, Pair, MsgDelegateResponse> => ({
  type: MsgDelegate,
  response: MsgDelegateResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const operator = checkOperator(ctx, message.validatorAddress);
    const delegator = checkDelegator(ctx, message.delegatorAddress);
    checkAmount(message.amount, "invalid delegation amount");
    keeper.validators.load(ctx, operator);
    checkBondDenom(ctx, keeper, message.amount);
    return { delegator, operator };
  },

  execute(ctx, { amount, validatorAddress, delegatorAddress }, _by, { delegator, operator }) {
    const from = { account: delegator };
    const shares = keeper.delegations.delegate(ctx, delegator, operator, amount.amount, from);
    const facts = { validator: validatorAddress, delegator: delegatorAddress };
    ctx.emit(delegated(facts, amount, shares));
    return {};
  },
});
