import {
  Query,
  type QueryCommunityPoolRequest,
  type QueryCommunityPoolResponse,
  type QueryDelegationRewardsRequest,
  type QueryDelegationRewardsResponse,
  type QueryDelegationTotalRewardsRequest,
  type QueryDelegationTotalRewardsResponse,
  type QueryDelegatorValidatorsRequest,
  type QueryDelegatorValidatorsResponse,
  type QueryDelegatorWithdrawAddressRequest,
  type QueryDelegatorWithdrawAddressResponse,
  type QueryParamsRequest,
  type QueryParamsResponse,
  type QueryValidatorCommissionRequest,
  type QueryValidatorCommissionResponse,
  type QueryValidatorDistributionInfoRequest,
  type QueryValidatorDistributionInfoResponse,
  type QueryValidatorOutstandingRewardsRequest,
  type QueryValidatorOutstandingRewardsResponse,
  type QueryValidatorSlashesRequest,
  type QueryValidatorSlashesResponse,
} from "../../gen/cosmos/distribution/v1beta1.js";
import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import { addressBytes, addressText, parseAddress } from "../../keeper/addresses.js";
import type { ReadContext } from "../../keeper/context.js";
import * as decCoins from "../../keeper/dec-coins.js";
import { refuse } from "../../keeper/errors.js";
import { concat, tupleKey, u64Key } from "../../keeper/keys.js";
import { paginate } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { queryAddress } from "../../keeper/query-address.js";
import { distributionErrors } from "./errors.js";
import type { DistributionKeeper } from "./keeper.js";
import type { DistributionStakingPort } from "./ports.js";

/** Cosmos SDK's x/distribution Query service. */
export function distributionQueries(
  keeper: DistributionKeeper,
  staking: DistributionStakingPort,
): readonly QueryBinding[] {
  return [
    ...validatorQueries(keeper, staking),
    ...delegatorQueries(keeper, staking),
    defineQuery<QueryParamsRequest, QueryParamsResponse>({
      method: Query.Params,
      run: (ctx) => ({ params: keeper.params(ctx) }),
    }),
    defineQuery<QueryCommunityPoolRequest, QueryCommunityPoolResponse>({
      method: Query.CommunityPool,
      run: (ctx) => ({ pool: keeper.communityPool(ctx) }),
    }),
  ];
}

function operatorOf(ctx: ReadContext, text: string): string {
  if (text === "") throw new StatusError("InvalidArgument", "empty validator address");
  const parsed = parseAddress(`${ctx.chain.prefix}valoper`, text);
  if (typeof parsed === "string") return parsed;
  throw new StatusError("InvalidArgument", parsed.reason);
}

function loadValidator(
  ctx: ReadContext,
  staking: DistributionStakingPort,
  text: string,
): Validator {
  const validator = staking.find(ctx, operatorOf(ctx, text));
  return validator ?? refuse(distributionErrors.noValidator, { log: text });
}

function validatorQueries(
  keeper: DistributionKeeper,
  staking: DistributionStakingPort,
): readonly QueryBinding[] {
  return [
    defineQuery<QueryValidatorDistributionInfoRequest, QueryValidatorDistributionInfoResponse>({
      method: Query.ValidatorDistributionInfo,
      run(ctx, { validatorAddress }) {
        const validator = loadValidator(ctx, staking, validatorAddress);
        const operator = validator.operatorAddress;
        const account = addressText(ctx.chain.prefix, addressBytes(operator));
        if (staking.sharesOf(ctx, account, operator) === undefined) {
          refuse(distributionErrors.noDelegation, { log: account });
        }
        return {
          operatorAddress: account,
          selfBondRewards: keeper.pending(ctx, validator, account),
          commission: keeper.commission(ctx, operator),
        };
      },
    }),
    defineQuery<QueryValidatorOutstandingRewardsRequest, QueryValidatorOutstandingRewardsResponse>({
      method: Query.ValidatorOutstandingRewards,
      run(ctx, { validatorAddress }) {
        const { operatorAddress } = loadValidator(ctx, staking, validatorAddress);
        return { rewards: { rewards: keeper.outstanding(ctx, operatorAddress) } };
      },
    }),
    defineQuery<QueryValidatorCommissionRequest, QueryValidatorCommissionResponse>({
      method: Query.ValidatorCommission,
      run(ctx, { validatorAddress }) {
        const { operatorAddress } = loadValidator(ctx, staking, validatorAddress);
        return { commission: { commission: keeper.commission(ctx, operatorAddress) } };
      },
    }),
    defineQuery<QueryValidatorSlashesRequest, QueryValidatorSlashesResponse>({
      method: Query.ValidatorSlashes,
      run(ctx, { validatorAddress, startingHeight, endingHeight, pagination: request }) {
        if (endingHeight < startingHeight) {
          const reason = `starting height greater than ending height (${startingHeight} > ${endingHeight})`;
          throw new StatusError("InvalidArgument", reason);
        }
        const start = keeper.state.operator(operatorOf(ctx, validatorAddress));
        // Page keys are what follows the validator: height and period.
        const heights = tupleKey<readonly [bigint, bigint]>(u64Key, u64Key);
        const { slashes } = keeper.state;
        const { items, pagination } = paginate(request, {
          *keys(walk) {
            for (const key of slashes.primaryKeys(ctx, { ...walk, start })) {
              const rest = key.subarray(start.length);
              const [height] = heights.read(rest, 0)[0];
              const isWithin =
                height >= startingHeight && (endingHeight === 0n || height <= endingHeight);
              if (isWithin) yield rest;
            }
          },
          at: (key) => slashes.at(ctx, concat([start, key])),
        });
        return { slashes: items, pagination };
      },
    }),
  ];
}

function delegatorQueries(
  keeper: DistributionKeeper,
  staking: DistributionStakingPort,
): readonly QueryBinding[] {
  const pending = (ctx: ReadContext, delegator: string, operator: string) => {
    const validator = staking.find(ctx, operator);
    if (validator === undefined) return refuse(distributionErrors.noValidator, { log: operator });
    return keeper.pending(ctx, validator, delegator);
  };
  return [
    defineQuery<QueryDelegationRewardsRequest, QueryDelegationRewardsResponse>({
      method: Query.DelegationRewards,
      run(ctx, { delegatorAddress, validatorAddress }) {
        if (delegatorAddress === "") {
          throw new StatusError("InvalidArgument", "empty delegator address");
        }
        const operator = operatorOf(ctx, validatorAddress);
        const delegator = queryAddress(ctx, delegatorAddress);
        loadValidator(ctx, staking, validatorAddress);
        if (staking.sharesOf(ctx, delegator, operator) === undefined) {
          refuse(distributionErrors.noDelegation);
        }
        return { rewards: pending(ctx, delegator, operator) };
      },
    }),
    defineQuery<QueryDelegationTotalRewardsRequest, QueryDelegationTotalRewardsResponse>({
      method: Query.DelegationTotalRewards,
      run(ctx, { delegatorAddress }) {
        const delegator = queryAddress(ctx, delegatorAddress);
        const rewards = [...staking.operatorsOf(ctx, delegator)].map((validatorAddress) => ({
          validatorAddress,
          reward: pending(ctx, delegator, validatorAddress),
        }));
        const sum = (total: decCoins.DecCoins, { reward }: { reward: decCoins.DecCoins }) =>
          decCoins.add(total, reward);
        return { rewards, total: rewards.reduce(sum, decCoins.NONE) };
      },
    }),
    defineQuery<QueryDelegatorValidatorsRequest, QueryDelegatorValidatorsResponse>({
      method: Query.DelegatorValidators,
      run(ctx, { delegatorAddress }) {
        const delegator = queryAddress(ctx, delegatorAddress);
        return { validators: [...staking.operatorsOf(ctx, delegator)] };
      },
    }),
    defineQuery<QueryDelegatorWithdrawAddressRequest, QueryDelegatorWithdrawAddressResponse>({
      method: Query.DelegatorWithdrawAddress,
      run(ctx, { delegatorAddress }) {
        const delegator = queryAddress(ctx, delegatorAddress);
        return { withdrawAddress: keeper.withdrawAddress(ctx, delegator) };
      },
    }),
  ];
}
