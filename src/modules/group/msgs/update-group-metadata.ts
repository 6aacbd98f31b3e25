import {
  type GroupInfo,
  MsgUpdateGroupMetadata,
  MsgUpdateGroupMetadataResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkId, checkLength } from "../checks.js";
import type { Groups } from "../groups.js";

type UpdateGroupMetadata = Handler<
  MsgUpdateGroupMetadata,
  AnyAccount,
  GroupInfo,
  MsgUpdateGroupMetadataResponse
>;

/** x/group MsgUpdateGroupMetadata: the admin says something else of the group. */
export const updateGroupMetadata = (groups: Groups): UpdateGroupMetadata => ({
  type: MsgUpdateGroupMetadata,
  response: MsgUpdateGroupMetadataResponse,
  authorize: anyAccount,

  check(ctx, { admin, groupId, metadata }) {
    checkId(groupId, "group id");
    checkLength(metadata, "group metadata");
    return groups.loadOf(ctx, groupId, checkAccount(ctx, admin, "admin address"));
  },

  execute(ctx, { metadata }, _by, group) {
    groups.update(ctx, group, { metadata });
    return {};
  },
});
