import {
  MsgWithdrawValidatorCommission,
  MsgWithdrawValidatorCommissionResponse,
} from "../../../gen/cosmos/distribution/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import type { DistributionKeeper } from "../keeper.js";
import { checkOperator } from "./checks.js";

/** x/distribution MsgWithdrawValidatorCommission. */
export const withdrawValidatorCommission = (
  keeper: DistributionKeeper,
): Handler<
  MsgWithdrawValidatorCommission,
  AnyAccount,
  string,
  MsgWithdrawValidatorCommissionResponse
> => ({
  type: MsgWithdrawValidatorCommission,
  response: MsgWithdrawValidatorCommissionResponse,
  authorize: anyAccount,
  check: (ctx, { validatorAddress }) => checkOperator(ctx, validatorAddress),
  execute: (ctx, _message, _by, operator) => ({
    amount: keeper.withdrawCommission(ctx, operator),
  }),
});
