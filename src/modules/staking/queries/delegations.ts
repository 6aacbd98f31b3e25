import {
  type Delegation,
  type DelegationResponse,
  Query,
  type QueryDelegationRequest,
  type QueryDelegationResponse,
  type QueryDelegatorDelegationsRequest,
  type QueryDelegatorDelegationsResponse,
  type QueryDelegatorUnbondingDelegationsRequest,
  type QueryDelegatorUnbondingDelegationsResponse,
  type QueryUnbondingDelegationRequest,
  type QueryUnbondingDelegationResponse,
  type QueryValidatorDelegationsRequest,
  type QueryValidatorDelegationsResponse,
  type QueryValidatorUnbondingDelegationsRequest,
  type QueryValidatorUnbondingDelegationsResponse,
} from "../../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext } from "../../../keeper/context.js";
import * as dec from "../../../keeper/dec.js";
import { pageOfKeys, pageOfMap } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../../keeper/query.js";
import { queryAddress } from "../../../keeper/query-address.js";
import { StateFault } from "../../../keeper/state-fault.js";
import { queryOperator } from "../addresses.js";
import type { StakingKeeper } from "../keeper.js";
import { tokensFromShares } from "../shares.js";
import { loadValidator } from "./validators.js";

/** Queries of x/staking that answer with delegations and unbondings. */
export function delegationQueries(keeper: StakingKeeper): readonly QueryBinding[] {
  const { delegations, unbondings, delegationsOf, unbondingsOf } = keeper.state;
  const respond = (ctx: ReadContext, delegation: Delegation) =>
    delegationResponse(ctx, keeper, delegation);
  return [
    defineQuery<QueryValidatorDelegationsRequest, QueryValidatorDelegationsResponse>({
      method: Query.ValidatorDelegations,
      run(ctx, { validatorAddr, pagination: request }) {
        const start = keeper.state.operator(queryOperator(ctx, validatorAddr));
        const { items, pagination } = pageOfKeys(ctx, request, delegationsOf, start);
        const delegationResponses = items.map(([operator, delegator]) =>
          respond(ctx, listed(delegations.get(ctx, [delegator, operator]))),
        );
        return { delegationResponses, pagination };
      },
    }),
    defineQuery<
      QueryValidatorUnbondingDelegationsRequest,
      QueryValidatorUnbondingDelegationsResponse
    >({
      method: Query.ValidatorUnbondingDelegations,
      run(ctx, { validatorAddr, pagination: request }) {
        const start = keeper.state.operator(queryOperator(ctx, validatorAddr));
        const { items, pagination } = pageOfKeys(ctx, request, unbondingsOf, start);
        const unbondingResponses = items.map(([operator, delegator]) =>
          listed(unbondings.get(ctx, [delegator, operator])),
        );
        return { unbondingResponses, pagination };
      },
    }),
    defineQuery<QueryDelegationRequest, QueryDelegationResponse>({
      method: Query.Delegation,
      run(ctx, { delegatorAddr, validatorAddr }) {
        const delegator = queryAddress(ctx, delegatorAddr);
        const operator = queryOperator(ctx, validatorAddr);
        const found = delegations.get(ctx, [delegator, operator]);
        if (found !== undefined) return { delegationResponse: respond(ctx, found) };
        throw new StatusError("NotFound", missing("delegation", delegator, operator));
      },
    }),
    defineQuery<QueryUnbondingDelegationRequest, QueryUnbondingDelegationResponse>({
      method: Query.UnbondingDelegation,
      run(ctx, { delegatorAddr, validatorAddr }) {
        const delegator = queryAddress(ctx, delegatorAddr);
        const operator = queryOperator(ctx, validatorAddr);
        const unbond = unbondings.get(ctx, [delegator, operator]);
        if (unbond !== undefined) return { unbond };
        throw new StatusError("NotFound", missing("unbonding delegation", delegator, operator));
      },
    }),
    defineQuery<QueryDelegatorDelegationsRequest, QueryDelegatorDelegationsResponse>({
      method: Query.DelegatorDelegations,
      run(ctx, { delegatorAddr, pagination: request }) {
        const start = keeper.state.delegator(queryAddress(ctx, delegatorAddr));
        const { items, pagination } = pageOfMap(ctx, request, delegations, start);
        return { delegationResponses: items.map((one) => respond(ctx, one)), pagination };
      },
    }),
    defineQuery<
      QueryDelegatorUnbondingDelegationsRequest,
      QueryDelegatorUnbondingDelegationsResponse
    >({
      method: Query.DelegatorUnbondingDelegations,
      run(ctx, { delegatorAddr, pagination: request }) {
        const start = keeper.state.delegator(queryAddress(ctx, delegatorAddr));
        const { items, pagination } = pageOfMap(ctx, request, unbondings, start);
        return { unbondingResponses: items, pagination };
      },
    }),
  ];
}

function delegationResponse(
  ctx: ReadContext,
  keeper: StakingKeeper,
  delegation: Delegation,
): DelegationResponse {
  const validator = loadValidator(ctx, keeper, delegation.validatorAddress);
  const amount = dec.truncateInt(tokensFromShares(validator, delegation.shares));
  return { delegation, balance: { denom: keeper.params(ctx).bondDenom, amount } };
}

function listed<V>(value: V | undefined): V {
  if (value === undefined) throw new StateFault("an index of stakes lists what is not there");
  return value;
}

const missing = (what: string, delegator: string, operator: string): string =>
  `${what} with delegator ${delegator} not found for validator ${operator}`;
