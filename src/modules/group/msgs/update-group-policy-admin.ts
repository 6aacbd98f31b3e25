import {
  type GroupPolicyInfo,
  MsgUpdateGroupPolicyAdmin,
  MsgUpdateGroupPolicyAdminResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkOtherAdmin } from "../checks.js";
import type { Groups } from "../groups.js";

interface Succession {
  readonly policy: GroupPolicyInfo;
  readonly admin: string;
}

type UpdateGroupPolicyAdmin = Handler<
  MsgUpdateGroupPolicyAdmin,
  AnyAccount,
  Succession,
  MsgUpdateGroupPolicyAdminResponse
>;

/** x/group MsgUpdateGroupPolicyAdmin: the admin hands the policy over; open proposals are given up. */
export const updateGroupPolicyAdmin = (groups: Groups): UpdateGroupPolicyAdmin => ({
  type: MsgUpdateGroupPolicyAdmin,
  response: MsgUpdateGroupPolicyAdminResponse,
  authorize: anyAccount,

  check(ctx, message) {
    checkOtherAdmin(message);
    const policy = groups.loadPolicyOf(ctx, message.groupPolicyAddress, message.admin);
    return { policy, admin: checkAccount(ctx, message.newAdmin, "new admin address") };
  },

  execute(ctx, _message, _by, { policy, admin }) {
    groups.updatePolicy(ctx, policy, { admin });
    return {};
  },
});
