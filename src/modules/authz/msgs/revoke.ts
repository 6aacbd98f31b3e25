import { MsgRevoke, MsgRevokeResponse } from "../../../gen/cosmos/authz/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { AuthzKeeper } from "../keeper.js";
import type { GrantKey } from "../state.js";
import { checkParties } from "./parties.js";

/** x/authz MsgRevoke. */
export const revoke = (
  keeper: AuthzKeeper,
): Handler<MsgRevoke, AnyAccount, GrantKey, MsgRevokeResponse> => ({
  type: MsgRevoke,
  response: MsgRevokeResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const [granter, grantee] = checkParties(ctx, message);
    const { msgTypeUrl } = message;
    if (msgTypeUrl === "") refuse(sdkErrors.invalidRequest, { log: "missing msg_type_url" });
    const key: GrantKey = [granter, grantee, msgTypeUrl];
    keeper.checkExists(ctx, key);
    return key;
  },

  execute(ctx, _message, _by, key) {
    keeper.revoke(ctx, key);
    return {};
  },
});
