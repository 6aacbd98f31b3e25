import {
  Query,
  type QueryGranteeGrantsRequest,
  type QueryGranteeGrantsResponse,
  type QueryGranterGrantsRequest,
  type QueryGranterGrantsResponse,
  type QueryGrantsRequest,
  type QueryGrantsResponse,
} from "../../gen/cosmos/authz/v1beta1.js";
import { pageOfEntries, pageOfKeys, pageOfMap } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { queryAddress } from "../../keeper/query-address.js";
import { StateFault } from "../../keeper/state-fault.js";
import { type AuthzState, type GrantKey, wireGrant, wireGrantOf } from "./state.js";

/** Cosmos SDK's x/authz Query service. */
export function authzQueries(state: AuthzState): readonly QueryBinding[] {
  return [
    defineQuery<QueryGrantsRequest, QueryGrantsResponse>({
      method: Query.Grants,
      run(ctx, { granter: by, grantee: to, msgTypeUrl, pagination: request }) {
        const [granter, grantee] = [queryAddress(ctx, by), queryAddress(ctx, to)];
        if (msgTypeUrl !== "") {
          const grant = state.grants.get(ctx, [granter, grantee, msgTypeUrl]);
          if (grant !== undefined) return { grants: [wireGrant(grant)] };
          const reason = `authorization not found for ${msgTypeUrl} type`;
          throw new StatusError("NotFound", `${reason}: authorization not found`);
        }
        const start = state.pair(granter, grantee);
        const { items, pagination } = pageOfMap(ctx, request, state.grants, start);
        return { grants: items.map(wireGrant), pagination };
      },
    }),
    defineQuery<QueryGranterGrantsRequest, QueryGranterGrantsResponse>({
      method: Query.GranterGrants,
      run(ctx, { granter, pagination: request }) {
        const start = state.account(queryAddress(ctx, granter));
        const { items, pagination } = pageOfEntries(ctx, request, state.grants, start);
        return { grants: items.map(([key, grant]) => wireGrantOf(key, grant)), pagination };
      },
    }),
    defineQuery<QueryGranteeGrantsRequest, QueryGranteeGrantsResponse>({
      method: Query.GranteeGrants,
      run(ctx, { grantee: to, pagination: request }) {
        const start = state.account(queryAddress(ctx, to));
        const { items, pagination } = pageOfKeys(ctx, request, state.byGrantee, start);
        const grants = items.map(([grantee, granter, typeUrl]) => {
          const key: GrantKey = [granter, grantee, typeUrl];
          const grant = state.grants.get(ctx, key);
          if (grant === undefined) throw new StateFault("a grantee's index names no grant");
          return wireGrantOf(key, grant);
        });
        return { grants, pagination };
      },
    }),
  ];
}
