import { MsgUnjail, MsgUnjailResponse } from "../../../gen/cosmos/slashing/v1beta1.js";
import type { Validator } from "../../../gen/cosmos/staking/v1beta1.js";
import { addressBytes, addressText } from "../../../keeper/addresses.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import * as dec from "../../../keeper/dec.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { slashingErrors } from "../errors.js";
import type { SlashingKeeper } from "../keeper.js";
import type { SlashingStakingPort } from "../ports.js";

/** x/slashing MsgUnjail: a validator whose time in jail is over comes back. */
export const unjail = (
  keeper: SlashingKeeper,
  staking: SlashingStakingPort,
  consensusOf: (validator: Validator) => Uint8Array,
): Handler<MsgUnjail, AnyAccount, Validator, MsgUnjailResponse> => ({
  type: MsgUnjail,
  response: MsgUnjailResponse,
  authorize: anyAccount,

  check(ctx, { validatorAddr }) {
    const operator = checkAddress(
      `${ctx.chain.prefix}valoper`,
      validatorAddr,
      "validator input address",
    );
    const validator = staking.find(ctx, operator);
    if (validator === undefined) return refuse(slashingErrors.noValidator);
    const self = addressText(ctx.chain.prefix, addressBytes(operator));
    const shares = staking.sharesOf(ctx, self, operator);
    if (shares === undefined) return refuse(slashingErrors.noSelfDelegation);
    const tokens = dec.truncateInt(staking.tokensOf(validator, shares));
    if (tokens < validator.minSelfDelegation) {
      const log = `${tokens} less than ${validator.minSelfDelegation}`;
      refuse(slashingErrors.selfDelegationTooLow, { log });
    }
    if (!validator.jailed) refuse(slashingErrors.notJailed);
    const info = keeper.infoOf(ctx, keeper.nameOf(ctx, consensusOf(validator)));
    const isHeld = info !== undefined && (info.tombstoned || ctx.blockTime < info.jailedUntil);
    if (isHeld) refuse(slashingErrors.jailed);
    return validator;
  },

  execute(ctx, _message, _by, validator) {
    staking.unjail(ctx, validator);
    return {};
  },
});
