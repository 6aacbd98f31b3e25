import {
  MsgCreateGroupWithPolicy,
  MsgCreateGroupWithPolicyResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import type { GroupKeeper, GroupWithPolicyPlan } from "../keeper.js";

type CreateGroupWithPolicy = Handler<
  MsgCreateGroupWithPolicy,
  AnyAccount,
  GroupWithPolicyPlan,
  MsgCreateGroupWithPolicyResponse
>;

/** x/group MsgCreateGroupWithPolicy: a group and its first policy, which may administer both. */
export const createGroupWithPolicy = (keeper: GroupKeeper): CreateGroupWithPolicy => ({
  type: MsgCreateGroupWithPolicy,
  response: MsgCreateGroupWithPolicyResponse,
  authorize: anyAccount,

  check: (ctx, message) =>
    keeper.checkGroupWithPolicy(ctx, {
      admin: message.admin,
      members: message.members,
      metadata: message.groupMetadata,
      policyMetadata: message.groupPolicyMetadata,
      decisionPolicy: message.decisionPolicy,
      policyAsAdmin: message.groupPolicyAsAdmin,
    }),

  execute(ctx, _message, _by, plan) {
    const { groupId, policyAddress } = keeper.createPlanned(ctx, plan);
    return { groupId, groupPolicyAddress: policyAddress };
  },
});
