import {
  MsgWithdrawDelegatorReward,
  MsgWithdrawDelegatorRewardResponse,
} from "../../../gen/cosmos/distribution/v1beta1.js";
import type { Validator } from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { distributionErrors } from "../errors.js";
import type { DistributionKeeper } from "../keeper.js";
import type { DistributionStakingPort } from "../ports.js";
import { checkAccount, checkOperator } from "./checks.js";

interface Plan {
  readonly validator: Validator;
  readonly delegator: string;
}

/** x/distribution MsgWithdrawDelegatorReward. */
export const withdrawDelegatorReward = (
  keeper: DistributionKeeper,
  staking: DistributionStakingPort,
): Handler<MsgWithdrawDelegatorReward, AnyAccount, Plan, MsgWithdrawDelegatorRewardResponse> => ({
  type: MsgWithdrawDelegatorReward,
  response: MsgWithdrawDelegatorRewardResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const operator = checkOperator(ctx, message.validatorAddress);
    const what = "invalid delegator address";
    const delegator = checkAccount(ctx, message.delegatorAddress, what);
    const validator = staking.find(ctx, operator);
    if (validator === undefined) return refuse(distributionErrors.noValidatorInfo);
    if (staking.sharesOf(ctx, delegator, operator) === undefined) {
      refuse(distributionErrors.noDelegationInfo);
    }
    return { validator, delegator };
  },

  execute(ctx, _message, _by, { validator, delegator }) {
    return { amount: keeper.withdraw(ctx, validator, delegator) };
  },
});
