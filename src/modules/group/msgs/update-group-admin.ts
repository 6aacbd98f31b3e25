import {
  type GroupInfo,
  MsgUpdateGroupAdmin,
  MsgUpdateGroupAdminResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkId, checkOtherAdmin } from "../checks.js";
import type { Groups } from "../groups.js";

interface Succession {
  readonly group: GroupInfo;
  readonly admin: string;
}

type UpdateGroupAdmin = Handler<
  MsgUpdateGroupAdmin,
  AnyAccount,
  Succession,
  MsgUpdateGroupAdminResponse
>;

/** x/group MsgUpdateGroupAdmin: the admin hands the group over. */
export const updateGroupAdmin = (groups: Groups): UpdateGroupAdmin => ({
  type: MsgUpdateGroupAdmin,
  response: MsgUpdateGroupAdminResponse,
  authorize: anyAccount,

  check(ctx, message) {
    checkId(message.groupId, "group id");
    checkOtherAdmin(message);
    const by = checkAccount(ctx, message.admin, "admin address");
    const admin = checkAccount(ctx, message.newAdmin, "new admin address");
    return { group: groups.loadOf(ctx, message.groupId, by), admin };
  },

  execute(ctx, _message, _by, { group, admin }) {
    groups.update(ctx, group, { admin });
    return {};
  },
});
