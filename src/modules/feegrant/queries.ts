import {
  Query,
  type QueryAllowanceRequest,
  type QueryAllowanceResponse,
  type QueryAllowancesByGranterRequest,
  type QueryAllowancesByGranterResponse,
  type QueryAllowancesRequest,
  type QueryAllowancesResponse,
} from "../../gen/cosmos/feegrant/v1beta1.js";
import { pageOfKeys, pageOfMap } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { queryAddress } from "../../keeper/query-address.js";
import { StateFault } from "../../keeper/state-fault.js";
import { type FeegrantState, wireGrant } from "./state.js";

/** Cosmos SDK's x/feegrant Query service. */
export function feegrantQueries(state: FeegrantState): readonly QueryBinding[] {
  return [
    defineQuery<QueryAllowanceRequest, QueryAllowanceResponse>({
      method: Query.Allowance,
      run(ctx, { granter: by, grantee: to }) {
        const granter = queryAddress(ctx, by);
        const found = state.grants.get(ctx, [queryAddress(ctx, to), granter]);
        if (found === undefined)
          throw new StatusError("NotFound", "fee-grant not found: not found");
        return { allowance: wireGrant(found) };
      },
    }),
    defineQuery<QueryAllowancesRequest, QueryAllowancesResponse>({
      method: Query.Allowances,
      run(ctx, { grantee, pagination: request }) {
        const start = state.account(queryAddress(ctx, grantee));
        const { items, pagination } = pageOfMap(ctx, request, state.grants, start);
        return { allowances: items.map(wireGrant), pagination };
      },
    }),
    defineQuery<QueryAllowancesByGranterRequest, QueryAllowancesByGranterResponse>({
      method: Query.AllowancesByGranter,
      run(ctx, { granter: by, pagination: request }) {
        const start = state.account(queryAddress(ctx, by));
        const { items, pagination } = pageOfKeys(ctx, request, state.byGranter, start);
        const allowances = items.map(([granter, grantee]) => {
          const grant = state.grants.get(ctx, [grantee, granter]);
          if (grant === undefined) throw new StateFault("a granter's index names no grant");
          return wireGrant(grant);
        });
        return { allowances, pagination };
      },
    }),
  ];
}
