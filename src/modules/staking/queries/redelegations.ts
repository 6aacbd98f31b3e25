import {
  Query,
  type QueryRedelegationsRequest,
  type QueryRedelegationsResponse,
  type Redelegation,
  type RedelegationResponse,
} from "../../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext } from "../../../keeper/context.js";
import * as dec from "../../../keeper/dec.js";
import { pageOfKeys, pageOfMap } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../../keeper/query.js";
import { queryAddress } from "../../../keeper/query-address.js";
import { queryOperator } from "../addresses.js";
import type { StakingKeeper } from "../keeper.js";
import { tokensFromShares } from "../shares.js";
import { loadValidator } from "./validators.js";

/**
 * x/staking Redelegations: one by its three addresses, those from a validator, or those of a delegator.
 */
export function redelegationQuery(keeper: StakingKeeper): QueryBinding {
  const { redelegations, redelegationsFrom } = keeper.state;
  return defineQuery<QueryRedelegationsRequest, QueryRedelegationsResponse>({
    method: Query.Redelegations,
    run(ctx, request) {
      const { delegatorAddr, srcValidatorAddr, dstValidatorAddr, pagination: paging } = request;
      const respond = (one: Redelegation) => redelegationResponse(ctx, keeper, one);
      if (delegatorAddr !== "" && srcValidatorAddr !== "" && dstValidatorAddr !== "") {
        const delegator = queryAddress(ctx, delegatorAddr);
        const source = queryOperator(ctx, srcValidatorAddr);
        const target = queryOperator(ctx, dstValidatorAddr);
        const found = redelegations.get(ctx, [delegator, source, target]);
        if (found === undefined) {
          const what = `redelegation not found for delegator address ${delegator} from validator address ${source}`;
          throw new StatusError("NotFound", what);
        }
        return { redelegationResponses: [respond(found)], pagination: undefined };
      }
      if (delegatorAddr === "" && srcValidatorAddr !== "" && dstValidatorAddr === "") {
        const start = keeper.state.operator(queryOperator(ctx, srcValidatorAddr));
        const { items, pagination } = pageOfKeys(ctx, paging, redelegationsFrom, start);
        const found = items.flatMap(([source, delegator, target]) => {
          const one = redelegations.get(ctx, [delegator, source, target]);
          return one === undefined ? [] : [respond(one)];
        });
        return { redelegationResponses: found, pagination };
      }
      const start = keeper.state.delegator(queryAddress(ctx, delegatorAddr));
      const { items, pagination } = pageOfMap(ctx, paging, redelegations, start);
      return { redelegationResponses: items.map(respond), pagination };
    },
  });
}

function redelegationResponse(
  ctx: ReadContext,
  keeper: StakingKeeper,
  redelegation: Redelegation,
): RedelegationResponse {
  const target = loadValidator(ctx, keeper, redelegation.validatorDstAddress);
  const entries = redelegation.entries.map((entry) => ({
    redelegationEntry: entry,
    balance: dec.truncateInt(tokensFromShares(target, entry.sharesDst)),
  }));
  return { redelegation: { ...redelegation, entries: [] }, entries };
}
