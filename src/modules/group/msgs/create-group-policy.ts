import {
  MsgCreateGroupPolicy,
  MsgCreateGroupPolicyResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { checkId } from "../checks.js";
import type { Groups, NewPolicy } from "../groups.js";

type CreateGroupPolicy = Handler<
  MsgCreateGroupPolicy,
  AnyAccount,
  NewPolicy,
  MsgCreateGroupPolicyResponse
>;

/** x/group MsgCreateGroupPolicy: a group's admin gives it an account and rules for deciding. */
export const createGroupPolicy = (groups: Groups): CreateGroupPolicy => ({
  type: MsgCreateGroupPolicy,
  response: MsgCreateGroupPolicyResponse,
  authorize: anyAccount,

  check(ctx, message) {
    checkId(message.groupId, "group id");
    const policy = groups.checkPolicy(ctx, message);
    const group = groups.load(ctx, message.groupId);
    if (group.admin !== policy.admin) refuse(sdkErrors.unauthorized, { log: "not group admin" });
    return policy;
  },

  execute: (ctx, message, _by, policy) => ({
    address: groups.createPolicy(ctx, message.groupId, policy),
  }),
});
