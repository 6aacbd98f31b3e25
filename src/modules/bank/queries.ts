import {
  Query,
  type QueryAllBalancesRequest,
  type QueryAllBalancesResponse,
  type QueryBalanceRequest,
  type QueryBalanceResponse,
  type QueryDenomMetadataByQueryStringRequest,
  type QueryDenomMetadataByQueryStringResponse,
  type QueryDenomMetadataRequest,
  type QueryDenomMetadataResponse,
  type QueryDenomOwnersByQueryRequest,
  type QueryDenomOwnersByQueryResponse,
  type QueryDenomOwnersRequest,
  type QueryDenomOwnersResponse,
  type QueryDenomsMetadataRequest,
  type QueryDenomsMetadataResponse,
  type QueryParamsRequest,
  type QueryParamsResponse,
  type QuerySendEnabledRequest,
  type QuerySendEnabledResponse,
  type QuerySpendableBalanceByDenomRequest,
  type QuerySpendableBalanceByDenomResponse,
  type QuerySpendableBalancesRequest,
  type QuerySpendableBalancesResponse,
  type QuerySupplyOfRequest,
  type QuerySupplyOfResponse,
  type QueryTotalSupplyRequest,
  type QueryTotalSupplyResponse,
} from "../../gen/cosmos/bank/v1beta1.js";
import type { PageRequest } from "../../gen/cosmos/base/query/v1beta1.js";
import { type Coin, isDenom } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import { type Page, pageOfEntries, pageOfKeys } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { queryAddress } from "../../keeper/query-address.js";
import type { BankKeeper } from "./keeper.js";
import type { BankState } from "./state.js";

/** Cosmos SDK's x/bank Query service. */
export function bankQueries(keeper: BankKeeper, state: BankState): readonly QueryBinding[] {
  return [
    ...balanceQueries(keeper, state),
    ...supplyQueries(keeper, state),
    ...metadataQueries(state),
    ...ownerQueries(keeper, state),
  ];
}

function balanceQueries(keeper: BankKeeper, state: BankState): readonly QueryBinding[] {
  const all = (ctx: ReadContext, text: string, request: PageRequest | undefined): Page<Coin> => {
    const start = state.holder(queryAddress(ctx, text));
    const page = pageOfEntries(ctx, request, state.balances, start);
    return {
      items: page.items.map(([[, denom], amount]) => ({ denom, amount })),
      pagination: page.pagination,
    };
  };
  return [
    defineQuery<QueryBalanceRequest, QueryBalanceResponse>({
      method: Query.Balance,
      run(ctx, { address, denom }) {
        const account = queryAddress(ctx, address);
        checkDenom(denom);
        return { balance: { denom, amount: keeper.balance(ctx, account, denom) } };
      },
    }),
    defineQuery<QueryAllBalancesRequest, QueryAllBalancesResponse>({
      method: Query.AllBalances,
      run(ctx, { address, pagination: request }) {
        const { items, pagination } = all(ctx, address, request);
        return { balances: items, pagination };
      },
    }),
    defineQuery<QuerySpendableBalancesRequest, QuerySpendableBalancesResponse>({
      method: Query.SpendableBalances,
      run(ctx, { address, pagination: request }) {
        const { items, pagination } = all(ctx, address, request);
        const account = queryAddress(ctx, address);
        const balances = items.map(({ denom }) => ({
          denom,
          amount: keeper.spendable(ctx, account, denom),
        }));
        return { balances, pagination };
      },
    }),
    defineQuery<QuerySpendableBalanceByDenomRequest, QuerySpendableBalanceByDenomResponse>({
      method: Query.SpendableBalanceByDenom,
      run(ctx, { address, denom }) {
        const account = queryAddress(ctx, address);
        checkDenom(denom);
        return { balance: { denom, amount: keeper.spendable(ctx, account, denom) } };
      },
    }),
  ];
}

function supplyQueries(keeper: BankKeeper, state: BankState): readonly QueryBinding[] {
  return [
    defineQuery<QueryTotalSupplyRequest, QueryTotalSupplyResponse>({
      method: Query.TotalSupply,
      run(ctx, { pagination: request }) {
        const { items, pagination } = pageOfEntries(ctx, request, state.supply);
        return { supply: items.map(([denom, amount]) => ({ denom, amount })), pagination };
      },
    }),
    defineQuery<QuerySupplyOfRequest, QuerySupplyOfResponse>({
      method: Query.SupplyOf,
      run(ctx, { denom }) {
        checkDenom(denom);
        return { amount: { denom, amount: keeper.supply(ctx, denom) } };
      },
    }),
    defineQuery<QueryParamsRequest, QueryParamsResponse>({
      method: Query.Params,
      run: (ctx) => ({ params: keeper.params(ctx) }),
    }),
    defineQuery<QuerySendEnabledRequest, QuerySendEnabledResponse>({
      method: Query.SendEnabled,
      run(ctx, { denoms, pagination: request }) {
        if (denoms.length > 0) {
          const known = denoms.flatMap((denom) => {
            const enabled = state.sendEnabled.get(ctx, denom);
            return enabled === undefined ? [] : [{ denom, enabled }];
          });
          return { sendEnabled: known, pagination: undefined };
        }
        const { items, pagination } = pageOfEntries(ctx, request, state.sendEnabled);
        return { sendEnabled: items.map(([denom, enabled]) => ({ denom, enabled })), pagination };
      },
    }),
  ];
}

function metadataQueries(state: BankState): readonly QueryBinding[] {
  const load = (ctx: ReadContext, denom: string) => {
    checkDenom(denom);
    const metadata = state.metadata.get(ctx, denom);
    if (metadata === undefined)
      throw new StatusError("NotFound", `client metadata for denom ${denom}`);
    return { metadata };
  };
  return [
    defineQuery<QueryDenomsMetadataRequest, QueryDenomsMetadataResponse>({
      method: Query.DenomsMetadata,
      run(ctx, { pagination: request }) {
        const { items, pagination } = pageOfEntries(ctx, request, state.metadata);
        return { metadatas: items.map(([, metadata]) => metadata), pagination };
      },
    }),
    defineQuery<QueryDenomMetadataRequest, QueryDenomMetadataResponse>({
      method: Query.DenomMetadata,
      run: (ctx, { denom }) => load(ctx, denom),
    }),
    defineQuery<QueryDenomMetadataByQueryStringRequest, QueryDenomMetadataByQueryStringResponse>({
      method: Query.DenomMetadataByQueryString,
      run: (ctx, { denom }) => load(ctx, denom),
    }),
  ];
}

function ownerQueries(keeper: BankKeeper, state: BankState): readonly QueryBinding[] {
  const owners = (ctx: ReadContext, denom: string, request: PageRequest | undefined) => {
    checkDenom(denom);
    const { items, pagination } = pageOfKeys(ctx, request, state.byDenom, state.denom(denom));
    const denomOwners = items.map(([, address]) => ({
      address,
      balance: { denom, amount: keeper.balance(ctx, address, denom) },
    }));
    return { denomOwners, pagination };
  };
  return [
    defineQuery<QueryDenomOwnersRequest, QueryDenomOwnersResponse>({
      method: Query.DenomOwners,
      run: (ctx, { denom, pagination }) => owners(ctx, denom, pagination),
    }),
    defineQuery<QueryDenomOwnersByQueryRequest, QueryDenomOwnersByQueryResponse>({
      method: Query.DenomOwnersByQuery,
      run: (ctx, { denom, pagination }) => owners(ctx, denom, pagination),
    }),
  ];
}

function checkDenom(denom: string): void {
  if (!isDenom(denom)) throw new StatusError("InvalidArgument", `invalid denom: ${denom}`);
}
