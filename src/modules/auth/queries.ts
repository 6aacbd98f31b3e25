import {
  type AddressBytesToStringRequest,
  type AddressBytesToStringResponse,
  type AddressStringToBytesRequest,
  type AddressStringToBytesResponse,
  type Bech32PrefixRequest,
  type Bech32PrefixResponse,
  Query,
  type QueryAccountAddressByIDRequest,
  type QueryAccountAddressByIDResponse,
  type QueryAccountInfoRequest,
  type QueryAccountInfoResponse,
  type QueryAccountRequest,
  type QueryAccountResponse,
  type QueryAccountsRequest,
  type QueryAccountsResponse,
  type QueryModuleAccountByNameRequest,
  type QueryModuleAccountByNameResponse,
  type QueryModuleAccountsRequest,
  type QueryModuleAccountsResponse,
  type QueryParamsRequest,
  type QueryParamsResponse,
} from "../../gen/cosmos/auth/v1beta1.js";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import type { ReadContext } from "../../keeper/context.js";
import { pageOfMap } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { queryAddress } from "../../keeper/query-address.js";
import type { AuthKeeper } from "./keeper.js";
import { MODULE_ACCOUNTS } from "./module-accounts.js";
import { type Account, type AuthState, packAccount } from "./state.js";

/** Cosmos SDK's x/auth Query service. */
export function authQueries(keeper: AuthKeeper, state: AuthState): readonly QueryBinding[] {
  const load = (ctx: ReadContext, text: string): Account => {
    const address = queryAddress(ctx, text);
    const account = keeper.find(ctx, address);
    if (account === undefined) throw new StatusError("NotFound", `account ${address} not found`);
    return account;
  };
  const moduleAccount = (ctx: ReadContext, name: string): Account => {
    const known = MODULE_ACCOUNTS.some((account) => account.name === name);
    const account = known ? keeper.find(ctx, keeper.moduleAddress(name)) : undefined;
    if (account === undefined) throw new StatusError("NotFound", `account ${name} not found`);
    return account;
  };
  return [
    defineQuery<QueryAccountsRequest, QueryAccountsResponse>({
      method: Query.Accounts,
      run(ctx, { pagination: request }) {
        const { items, pagination } = pageOfMap(ctx, request, state.accounts);
        return { accounts: items.map(packAccount), pagination };
      },
    }),
    defineQuery<QueryAccountRequest, QueryAccountResponse>({
      method: Query.Account,
      run: (ctx, { address }) => ({ account: packAccount(load(ctx, address)) }),
    }),
    defineQuery<QueryAccountInfoRequest, QueryAccountInfoResponse>({
      method: Query.AccountInfo,
      run: (ctx, { address }) => ({ info: load(ctx, address).base }),
    }),
    defineQuery<QueryAccountAddressByIDRequest, QueryAccountAddressByIDResponse>({
      method: Query.AccountAddressByID,
      run(ctx, { id, accountId }) {
        if (id !== 0n) {
          throw new StatusError(
            "InvalidArgument",
            "requesting with id isn't supported, try to request using account-id",
          );
        }
        const account = state.accounts.by(ctx, state.byNumber, accountId);
        if (account === undefined) {
          throw new StatusError(
            "NotFound",
            `account address not found with account number ${accountId}`,
          );
        }
        return { accountAddress: account.base.address };
      },
    }),
    defineQuery<QueryParamsRequest, QueryParamsResponse>({
      method: Query.Params,
      run: (ctx) => ({ params: keeper.params(ctx) }),
    }),
    defineQuery<QueryModuleAccountsRequest, QueryModuleAccountsResponse>({
      method: Query.ModuleAccounts,
      run(ctx) {
        const names = MODULE_ACCOUNTS.map(({ name }) => name).sort();
        return { accounts: names.map((name) => packAccount(moduleAccount(ctx, name))) };
      },
    }),
    defineQuery<QueryModuleAccountByNameRequest, QueryModuleAccountByNameResponse>({
      method: Query.ModuleAccountByName,
      run: (ctx, { name }) => ({ account: packAccount(moduleAccount(ctx, name)) }),
    }),
    defineQuery<Bech32PrefixRequest, Bech32PrefixResponse>({
      method: Query.Bech32Prefix,
      run: (ctx) => ({ bech32Prefix: ctx.chain.prefix }),
    }),
    defineQuery<AddressBytesToStringRequest, AddressBytesToStringResponse>({
      method: Query.AddressBytesToString,
      run(ctx, { addressBytes: bytes }) {
        if (bytes.length === 0 || bytes.length > 255) {
          throw new StatusError("InvalidArgument", "empty address bytes is not allowed");
        }
        return { addressString: addressText(ctx.chain.prefix, bytes) };
      },
    }),
    defineQuery<AddressStringToBytesRequest, AddressStringToBytesResponse>({
      method: Query.AddressStringToBytes,
      run: (ctx, { addressString }) => ({
        addressBytes: addressBytes(queryAddress(ctx, addressString)),
      }),
    }),
  ];
}
