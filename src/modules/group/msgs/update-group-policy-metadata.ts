import {
  type GroupPolicyInfo,
  MsgUpdateGroupPolicyMetadata,
  MsgUpdateGroupPolicyMetadataResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkLength } from "../checks.js";
import type { Groups } from "../groups.js";

type UpdateGroupPolicyMetadata = Handler<
  MsgUpdateGroupPolicyMetadata,
  AnyAccount,
  GroupPolicyInfo,
  MsgUpdateGroupPolicyMetadataResponse
>;

/**
 * x/group MsgUpdateGroupPolicyMetadata: the admin says something else of the policy; that too is
 * another version of it, and open proposals are given up.
 */
export const updateGroupPolicyMetadata = (groups: Groups): UpdateGroupPolicyMetadata => ({
  type: MsgUpdateGroupPolicyMetadata,
  response: MsgUpdateGroupPolicyMetadataResponse,
  authorize: anyAccount,

  check(ctx, { admin, groupPolicyAddress, metadata }) {
    checkLength(metadata, "group policy metadata");
    return groups.loadPolicyOf(ctx, groupPolicyAddress, admin);
  },

  execute(ctx, { metadata }, _by, policy) {
    groups.updatePolicy(ctx, policy, { metadata });
    return {};
  },
});
