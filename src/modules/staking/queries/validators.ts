import {
  BondStatus,
  Query,
  type QueryDelegatorValidatorRequest,
  type QueryDelegatorValidatorResponse,
  type QueryDelegatorValidatorsRequest,
  type QueryDelegatorValidatorsResponse,
  type QueryHistoricalInfoRequest,
  type QueryHistoricalInfoResponse,
  type QueryParamsRequest,
  type QueryParamsResponse,
  type QueryPoolRequest,
  type QueryPoolResponse,
  type QueryValidatorRequest,
  type QueryValidatorResponse,
  type QueryValidatorsRequest,
  type QueryValidatorsResponse,
  type Validator,
} from "../../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { pageOfEntries, paginate } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../../keeper/query.js";
import { queryAddress } from "../../../keeper/query-address.js";
import { queryOperator } from "../addresses.js";
import type { StakingKeeper } from "../keeper.js";

/** The validator of an operator. Refuses with NotFound, as `x/staking` answers queries. */
export function loadValidator(
  ctx: ReadContext,
  keeper: StakingKeeper,
  operator: string,
): Validator {
  const validator = keeper.find(ctx, operator);
  if (validator !== undefined) return validator;
  throw new StatusError("NotFound", `validator ${operator} not found`);
}

/** Queries of x/staking that answer with validators, and of the whole. */
export function validatorQueries(keeper: StakingKeeper): readonly QueryBinding[] {
  const { validators } = keeper.state;
  return [
    defineQuery<QueryValidatorsRequest, QueryValidatorsResponse>({
      method: Query.Validators,
      run(ctx, { status, pagination: request }) {
        const wanted = statusOf(status);
        const { items, pagination } = paginate(request, {
          *keys(walk) {
            for (const key of validators.primaryKeys(ctx, walk)) {
              if (wanted === undefined || validators.at(ctx, key).status === wanted) yield key;
            }
          },
          at: (key) => validators.at(ctx, key),
        });
        return { validators: items, pagination };
      },
    }),
    defineQuery<QueryValidatorRequest, QueryValidatorResponse>({
      method: Query.Validator,
      run(ctx, { validatorAddr }) {
        return { validator: loadValidator(ctx, keeper, queryOperator(ctx, validatorAddr)) };
      },
    }),
    defineQuery<QueryDelegatorValidatorsRequest, QueryDelegatorValidatorsResponse>({
      method: Query.DelegatorValidators,
      run(ctx, { delegatorAddr, pagination: request }) {
        const start = keeper.state.delegator(queryAddress(ctx, delegatorAddr));
        const page = pageOfEntries(ctx, request, keeper.state.delegations, start);
        return {
          validators: page.items.map(([[, operator]]) => loadValidator(ctx, keeper, operator)),
          pagination: page.pagination,
        };
      },
    }),
    defineQuery<QueryDelegatorValidatorRequest, QueryDelegatorValidatorResponse>({
      method: Query.DelegatorValidator,
      run(ctx, { delegatorAddr, validatorAddr }) {
        const delegator = queryAddress(ctx, delegatorAddr);
        const operator = queryOperator(ctx, validatorAddr);
        if (keeper.sharesOf(ctx, delegator, operator) === undefined) {
          const what = `delegation with delegator ${delegator} not found for validator ${operator}`;
          throw new StatusError("NotFound", what);
        }
        return { validator: loadValidator(ctx, keeper, operator) };
      },
    }),
    defineQuery<QueryHistoricalInfoRequest, QueryHistoricalInfoResponse>({
      method: Query.HistoricalInfo,
      run(ctx, { height }) {
        if (height < 0n) throw new StatusError("InvalidArgument", "height cannot be negative");
        const hist = keeper.history.find(ctx, height);
        if (hist !== undefined) return { hist };
        throw new StatusError("NotFound", `historical info for height ${height} not found`);
      },
    }),
    defineQuery<QueryPoolRequest, QueryPoolResponse>({
      method: Query.Pool,
      run(ctx) {
        const { bonded, notBonded } = keeper.poolTotals(ctx);
        return { pool: { bondedTokens: bonded, notBondedTokens: notBonded } };
      },
    }),
    defineQuery<QueryParamsRequest, QueryParamsResponse>({
      method: Query.Params,
      run: (ctx) => ({ params: keeper.params(ctx) }),
    }),
  ];
}

/** The status that a filter names; undefined for none. Refuses other texts with InvalidArgument. */
function statusOf(text: string): number | undefined {
  if (text === "") return undefined;
  const found = Object.entries(BondStatus).find(([name]) => name === text)?.[1];
  if (found !== undefined && found !== BondStatus.BOND_STATUS_UNSPECIFIED) return found;
  throw new StatusError("InvalidArgument", `invalid validator status ${text}`);
}
