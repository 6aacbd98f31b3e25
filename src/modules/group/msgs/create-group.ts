import { MsgCreateGroup, MsgCreateGroupResponse } from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import type { Groups, NewGroup } from "../groups.js";

type CreateGroup = Handler<MsgCreateGroup, AnyAccount, NewGroup, MsgCreateGroupResponse>;

/** x/group MsgCreateGroup: an admin gathers members and their weights. */
export const createGroup = (groups: Groups): CreateGroup => ({
  type: MsgCreateGroup,
  response: MsgCreateGroupResponse,
  authorize: anyAccount,
  check: (ctx, message) => groups.check(ctx, message),
  execute: (ctx, _message, _by, group) => ({ groupId: groups.create(ctx, group) }),
});
