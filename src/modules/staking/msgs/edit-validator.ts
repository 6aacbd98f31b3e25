import {
  MsgEditValidator,
  MsgEditValidatorResponse,
  type Validator,
} from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { format, ONE } from "../../../keeper/dec.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { checkOperator } from "../addresses.js";
import { changedRate, commissionText } from "../commission.js";
import { edited, isEmpty } from "../description.js";
import { stakingErrors } from "../errors.js";
import { validatorEdited } from "../events.js";
import type { StakingKeeper } from "../keeper.js";

/** x/staking MsgEditValidator: description, commission, least stake of its own. */
export const editValidator = (
  keeper: StakingKeeper,
): Handler<MsgEditValidator, AnyAccount, Validator, MsgEditValidatorResponse> => ({
  type: MsgEditValidator,
  response: MsgEditValidatorResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const operator = checkOperator(ctx, message.validatorAddress);
    if (isEmpty(message.description)) {
      refuse(sdkErrors.invalidRequest, { log: "empty description" });
    }
    const { minSelfDelegation: least, commissionRate: rate } = message;
    if (least !== undefined && least <= 0n) {
      const log = "minimum self delegation must be a positive integer";
      refuse(sdkErrors.invalidRequest, { log });
    }
    if (rate !== undefined) checkRate(ctx, keeper, rate);
    const old = keeper.validators.load(ctx, operator);
    const described = { ...old, description: edited(old.description, message.description) };
    const charged =
      rate === undefined
        ? described
        : { ...described, commission: changedRate(old.commission, rate, ctx.blockTime) };
    if (least === undefined) return charged;
    if (least <= old.minSelfDelegation) refuse(stakingErrors.minSelfDelegationLowered);
    if (least > old.tokens) refuse(stakingErrors.selfDelegationTooLow);
    return { ...charged, minSelfDelegation: least };
  },

  execute(ctx, _message, _by, validator) {
    keeper.validators.set(ctx, validator);
    const { commission, minSelfDelegation } = validator;
    ctx.emit(validatorEdited(commissionText(commission), minSelfDelegation));
    return {};
  },
});

function checkRate(ctx: ReadContext, keeper: StakingKeeper, rate: bigint): void {
  if (rate > ONE || rate < 0n) {
    const log = "commission rate must be between 0 and 1 (inclusive)";
    refuse(sdkErrors.invalidRequest, { log });
  }
  const { minCommissionRate } = keeper.params(ctx);
  if (rate < minCommissionRate) {
    const log = `commission rate cannot be less than the min commission rate ${format(minCommissionRate)}`;
    refuse(sdkErrors.invalidRequest, { log });
  }
}
