import {
  MsgRevokeAllowance,
  MsgRevokeAllowanceResponse,
} from "../../../gen/cosmos/feegrant/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { Parties } from "../events.js";
import type { FeegrantKeeper } from "../keeper.js";

/** x/feegrant MsgRevokeAllowance. */
export const revokeAllowance = (
  keeper: FeegrantKeeper,
): Handler<MsgRevokeAllowance, AnyAccount, Parties, MsgRevokeAllowanceResponse> => ({
  type: MsgRevokeAllowance,
  response: MsgRevokeAllowanceResponse,
  authorize: anyAccount,

  check(ctx, { granter: by, grantee: to }) {
    const { prefix } = ctx.chain;
    if (by.toLowerCase() === to.toLowerCase()) {
      refuse(sdkErrors.invalidAddress, { log: "addresses must be different" });
    }
    const grantee = checkAddress(prefix, to, "invalid grantee address");
    const parties = { granter: checkAddress(prefix, by, "invalid granter address"), grantee };
    keeper.checkExists(ctx, parties);
    return parties;
  },

  execute(ctx, _message, _by, parties) {
    keeper.revoke(ctx, parties);
    return {};
  },
});
