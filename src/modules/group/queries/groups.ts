import {
  Query,
  type QueryGroupInfoRequest,
  type QueryGroupInfoResponse,
  type QueryGroupMembersRequest,
  type QueryGroupMembersResponse,
  type QueryGroupsByAdminRequest,
  type QueryGroupsByAdminResponse,
  type QueryGroupsByMemberRequest,
  type QueryGroupsByMemberResponse,
  type QueryGroupsRequest,
  type QueryGroupsResponse,
} from "../../../gen/cosmos/group/v1.js";
import { u64Key } from "../../../keeper/keys.js";
import { pageOfIndex, pageOfMap } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding } from "../../../keeper/query.js";
import { checkAccount } from "../checks.js";
import type { Groups } from "../groups.js";
import type { GroupState } from "../state.js";

interface Keepers {
  readonly state: GroupState;
  readonly groups: Groups;
}

/** x/group's queries of groups and members. */
export const groupQueries = (k: Keepers): readonly QueryBinding[] => [
  groupInfo(k),
  groups(k),
  groupMembers(k),
  groupsByAdmin(k),
  groupsByMember(k),
];

const groupInfo = (k: Keepers) =>
  defineQuery<QueryGroupInfoRequest, QueryGroupInfoResponse>({
    method: Query.GroupInfo,
    run: (ctx, { groupId }) => ({ info: k.groups.load(ctx, groupId) }),
  });

const groups = (k: Keepers) =>
  defineQuery<QueryGroupsRequest, QueryGroupsResponse>({
    method: Query.Groups,
    run(ctx, request) {
      const { items, pagination } = pageOfMap(ctx, request.pagination, k.state.groups);
      return { groups: items, pagination };
    },
  });

const groupMembers = (k: Keepers) =>
  defineQuery<QueryGroupMembersRequest, QueryGroupMembersResponse>({
    method: Query.GroupMembers,
    run(ctx, request) {
      const start = u64Key.encode(request.groupId);
      const { items, pagination } = pageOfMap(ctx, request.pagination, k.state.members, start);
      return { members: items, pagination };
    },
  });

const groupsByAdmin = (k: Keepers) =>
  defineQuery<QueryGroupsByAdminRequest, QueryGroupsByAdminResponse>({
    method: Query.GroupsByAdmin,
    run(ctx, request) {
      const by = { index: k.state.groupsByAdmin, ref: checkAccount(ctx, request.admin, "admin") };
      const { items, pagination } = pageOfIndex(ctx, request.pagination, k.state.groups, by);
      return { groups: items, pagination };
    },
  });

const groupsByMember = (k: Keepers) =>
  defineQuery<QueryGroupsByMemberRequest, QueryGroupsByMemberResponse>({
    method: Query.GroupsByMember,
    run(ctx, request) {
      const ref = checkAccount(ctx, request.address, "address");
      const by = { index: k.state.membersByAddress, ref };
      const { items, pagination } = pageOfIndex(ctx, request.pagination, k.state.members, by);
      return { groups: items.map(({ groupId }) => k.groups.load(ctx, groupId)), pagination };
    },
  });
