import { MsgLeaveGroup, MsgLeaveGroupResponse } from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkId } from "../checks.js";
import { groupLeft } from "../events.js";
import type { Groups } from "../groups.js";
import { type MembershipChange, planLeave } from "../membership.js";

interface Leave {
  readonly address: string;
  readonly change: MembershipChange;
}

type LeaveGroup = Handler<MsgLeaveGroup, AnyAccount, Leave, MsgLeaveGroupResponse>;

/** x/group MsgLeaveGroup: a member goes, and no admin is asked. */
export const leaveGroup = (groups: Groups): LeaveGroup => ({
  type: MsgLeaveGroup,
  response: MsgLeaveGroupResponse,
  authorize: anyAccount,

  check(ctx, message) {
    checkId(message.groupId, "group-id");
    const address = checkAccount(ctx, message.address, "group member");
    const group = groups.load(ctx, message.groupId);
    return { address, change: planLeave(ctx, groups, group, address) };
  },

  execute(ctx, { groupId }, _by, { address, change }) {
    groups.changeMembers(ctx, change);
    ctx.emit(groupLeft(groupId, address));
    return {};
  },
});
