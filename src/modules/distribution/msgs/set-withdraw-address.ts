import {
  MsgSetWithdrawAddress,
  MsgSetWithdrawAddressResponse,
} from "../../../gen/cosmos/distribution/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { distributionErrors } from "../errors.js";
import { withdrawAddressSet } from "../events.js";
import type { DistributionKeeper } from "../keeper.js";
import { checkAccount } from "./checks.js";

interface Plan {
  readonly delegator: string;
  readonly to: string;
}

/** x/distribution MsgSetWithdrawAddress: rewards of an account go to another one. */
export const setWithdrawAddress = (
  keeper: DistributionKeeper,
  blocked: ReadonlySet<string>,
): Handler<MsgSetWithdrawAddress, AnyAccount, Plan, MsgSetWithdrawAddressResponse> => ({
  type: MsgSetWithdrawAddress,
  response: MsgSetWithdrawAddressResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const what = "invalid delegator address";
    const delegator = checkAccount(ctx, message.delegatorAddress, what);
    const to = checkAccount(ctx, message.withdrawAddress, "invalid withdraw address");
    if (blocked.has(to)) {
      refuse(sdkErrors.unauthorized, { log: `${to} is not allowed to receive external funds` });
    }
    if (!keeper.params(ctx).withdrawAddrEnabled) refuse(distributionErrors.withdrawAddressOff);
    return { delegator, to };
  },

  execute(ctx, _message, _by, { delegator, to }) {
    ctx.emit(withdrawAddressSet(to));
    keeper.state.withdrawAddresses.set(ctx, delegator, to);
    return {};
  },
});
