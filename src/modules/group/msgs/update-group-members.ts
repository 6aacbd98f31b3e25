import {
  MsgUpdateGroupMembers,
  MsgUpdateGroupMembersResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkId, checkMemberRequests } from "../checks.js";
import { groupErrors } from "../errors.js";
import { groupUpdated } from "../events.js";
import type { Groups } from "../groups.js";
import { type MembershipChange, planUpdates } from "../membership.js";

type UpdateGroupMembers = Handler<
  MsgUpdateGroupMembers,
  AnyAccount,
  MembershipChange,
  MsgUpdateGroupMembersResponse
>;

/** x/group MsgUpdateGroupMembers: the admin adds, weighs and removes members. */
export const updateGroupMembers = (groups: Groups): UpdateGroupMembers => ({
  type: MsgUpdateGroupMembers,
  response: MsgUpdateGroupMembersResponse,
  authorize: anyAccount,

  check(ctx, { admin, groupId, memberUpdates }) {
    checkId(groupId, "group id");
    if (memberUpdates.length === 0) refuse(groupErrors.empty, { log: "member updates" });
    const requests = checkMemberRequests(ctx, memberUpdates);
    const by = checkAccount(ctx, admin, "admin address");
    return planUpdates(ctx, groups, groups.loadOf(ctx, groupId, by), requests);
  },

  execute(ctx, { groupId }, _by, change) {
    groups.changeMembers(ctx, change);
    ctx.emit(groupUpdated(groupId));
    return {};
  },
});
