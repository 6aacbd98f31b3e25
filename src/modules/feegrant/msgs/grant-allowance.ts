import {
  MsgGrantAllowance,
  MsgGrantAllowanceResponse,
} from "../../../gen/cosmos/feegrant/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { type Allowance, checkAllowance, unpackAllowance } from "../allowance.js";
import type { Parties } from "../events.js";
import type { FeegrantKeeper } from "../keeper.js";

interface Proof {
  readonly parties: Parties;
  readonly allowance: Allowance;
}

/** x/feegrant MsgGrantAllowance: a first allowance for an account; another one needs a revocation. */
export const grantAllowance = (
  keeper: FeegrantKeeper,
): Handler<MsgGrantAllowance, AnyAccount, Proof, MsgGrantAllowanceResponse> => ({
  type: MsgGrantAllowance,
  response: MsgGrantAllowanceResponse,
  authorize: anyAccount,

  check(ctx, { granter: by, grantee: to, allowance: packed }) {
    const { prefix } = ctx.chain;
    if (by.toLowerCase() === to.toLowerCase()) {
      refuse(sdkErrors.invalidAddress, { log: "cannot self-grant fee authorization" });
    }
    const grantee = checkAddress(prefix, to, "invalid grantee address");
    const parties = { granter: checkAddress(prefix, by, "invalid granter address"), grantee };
    keeper.checkNone(ctx, parties);
    const allowance = unpackAllowance(packed);
    checkAllowance(allowance);
    keeper.checkNew(ctx, parties, allowance);
    return { parties, allowance };
  },

  execute(ctx, _message, _by, { parties, allowance }) {
    keeper.set(ctx, parties, allowance);
    return {};
  },
});
