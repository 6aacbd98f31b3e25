import {
  MsgDepositValidatorRewardsPool,
  MsgDepositValidatorRewardsPoolResponse,
} from "../../../gen/cosmos/distribution/v1beta1.js";
import type { Validator } from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { fromCoins } from "../../../keeper/dec-coins.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { distributionErrors } from "../errors.js";
import { DISTRIBUTION, type DistributionKeeper } from "../keeper.js";
import type { DistributionBankPort, DistributionStakingPort } from "../ports.js";
import { checkAccount, checkCoins, checkOperator } from "./checks.js";

interface Plan {
  readonly from: string;
  readonly validator: Validator;
}

/** x/distribution MsgDepositValidatorRewardsPool: a gift to a validator and its delegators. */
export const depositValidatorRewardsPool = (
  keeper: DistributionKeeper,
  ports: { readonly bank: DistributionBankPort; readonly staking: DistributionStakingPort },
): Handler<
  MsgDepositValidatorRewardsPool,
  AnyAccount,
  Plan,
  MsgDepositValidatorRewardsPoolResponse
> => ({
  type: MsgDepositValidatorRewardsPool,
  response: MsgDepositValidatorRewardsPoolResponse,
  authorize: anyAccount,

  check(ctx, { depositor, validatorAddress, amount }) {
    const from = checkAccount(ctx, depositor, "invalid depositor address");
    checkCoins(amount);
    const operator = checkOperator(ctx, validatorAddress);
    const validator = ports.staking.find(ctx, operator);
    if (validator === undefined) return refuse(distributionErrors.noValidator, { log: operator });
    return { from, validator };
  },

  execute(ctx, { amount }, _by, { from, validator }) {
    ports.bank.toModule(ctx, from, DISTRIBUTION, amount);
    keeper.reward(ctx, validator, fromCoins(amount));
    return {};
  },
});
