import {
  Query,
  type QueryGroupPoliciesByAdminRequest,
  type QueryGroupPoliciesByAdminResponse,
  type QueryGroupPoliciesByGroupRequest,
  type QueryGroupPoliciesByGroupResponse,
  type QueryGroupPolicyInfoRequest,
  type QueryGroupPolicyInfoResponse,
} from "../../../gen/cosmos/group/v1.js";
import { pageOfIndex } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding } from "../../../keeper/query.js";
import { checkAccount } from "../checks.js";
import type { Groups } from "../groups.js";
import type { GroupState } from "../state.js";

interface Keepers {
  readonly state: GroupState;
  readonly groups: Groups;
}

/** x/group's queries of group policies. */
export const policyQueries = (k: Keepers): readonly QueryBinding[] => [
  groupPolicyInfo(k),
  groupPoliciesByGroup(k),
  groupPoliciesByAdmin(k),
];

const groupPolicyInfo = (k: Keepers) =>
  defineQuery<QueryGroupPolicyInfoRequest, QueryGroupPolicyInfoResponse>({
    method: Query.GroupPolicyInfo,
    run(ctx, request) {
      const address = checkAccount(ctx, request.address, "address");
      return { info: k.groups.loadPolicy(ctx, address) };
    },
  });

const groupPoliciesByGroup = (k: Keepers) =>
  defineQuery<QueryGroupPoliciesByGroupRequest, QueryGroupPoliciesByGroupResponse>({
    method: Query.GroupPoliciesByGroup,
    run(ctx, request) {
      const by = { index: k.state.policiesByGroup, ref: request.groupId };
      const { items, pagination } = pageOfIndex(ctx, request.pagination, k.state.policies, by);
      return { groupPolicies: items, pagination };
    },
  });

const groupPoliciesByAdmin = (k: Keepers) =>
  defineQuery<QueryGroupPoliciesByAdminRequest, QueryGroupPoliciesByAdminResponse>({
    method: Query.GroupPoliciesByAdmin,
    run(ctx, request) {
      const by = { index: k.state.policiesByAdmin, ref: checkAccount(ctx, request.admin, "admin") };
      const { items, pagination } = pageOfIndex(ctx, request.pagination, k.state.policies, by);
      return { groupPolicies: items, pagination };
    },
  });
