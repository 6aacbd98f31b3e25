import { MsgExec, MsgExecResponse } from "../../../gen/cosmos/authz/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { AuthzKeeper } from "../keeper.js";

/** x/authz MsgExec: messages of other accounts, all of them or none. */
export const exec = (
  keeper: AuthzKeeper,
): Handler<MsgExec, AnyAccount, string, MsgExecResponse> => ({
  type: MsgExec,
  response: MsgExecResponse,
  authorize: anyAccount,

  check(ctx, { grantee: text, msgs }) {
    const grantee = checkAddress(ctx.chain.prefix, text, "invalid grantee address");
    if (msgs.length === 0) {
      refuse(sdkErrors.invalidRequest, { log: "messages cannot be empty" });
    }
    for (const message of msgs) keeper.router.parse(message);
    return grantee;
  },

  execute: (ctx, { msgs }, _by, grantee) => ({ results: keeper.dispatch(ctx, grantee, msgs) }),
});
