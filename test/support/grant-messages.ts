import {
  GenericAuthorization,
  MsgExec,
  MsgGrant,
  MsgRevoke,
} from "../../src/gen/cosmos/authz/v1beta1.js";
import { SendAuthorization } from "../../src/gen/cosmos/bank/v1beta1.js";
import {
  AllowedMsgAllowance,
  BasicAllowance,
  MsgGrantAllowance,
  MsgPruneAllowances,
  MsgRevokeAllowance,
  PeriodicAllowance,
} from "../../src/gen/cosmos/feegrant/v1beta1.js";
import { StakeAuthorization } from "../../src/gen/cosmos/staking/v1beta1.js";
import type { Coin } from "../../src/keeper/coins.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";

/** So many base units; none for a limit that is not set. */
export const coins = (amount: bigint | undefined, denom = "uvna"): readonly Coin[] =>
  amount === undefined ? [] : [{ denom, amount }];

/** Without arguments: everything, for ever. Times are nanoseconds. */
export const basic = (limit?: bigint, expiration?: bigint): Any =>
  pack(BasicAllowance, { spendLimit: coins(limit), expiration });

/** So much a period, which can be spent from now on. */
export const periodic = (
  spend: bigint,
  times: { readonly period: bigint; readonly reset: bigint; readonly expiration?: bigint },
  limit?: bigint,
): Any =>
  pack(PeriodicAllowance, {
    basic: { spendLimit: coins(limit), expiration: times.expiration },
    period: times.period,
    periodSpendLimit: coins(spend),
    periodCanSpend: coins(spend),
    periodReset: times.reset,
  });

export const onlyFor = (allowedMessages: readonly string[], allowance: Any): Any =>
  pack(AllowedMsgAllowance, { allowance, allowedMessages });

export const grantAllowance = (granter: string, grantee: string, allowance?: Any): Any =>
  pack(MsgGrantAllowance, { granter, grantee, allowance });

export const revokeAllowance = (granter: string, grantee: string): Any =>
  pack(MsgRevokeAllowance, { granter, grantee });

export const pruneAllowances = (pruner: string): Any => pack(MsgPruneAllowances, { pruner });

/** What an account may do for another. */
export const generic = (msg: string): Any => pack(GenericAuthorization, { msg });

export const sending = (limit: bigint, allowList: readonly string[] = []): Any =>
  pack(SendAuthorization, { spendLimit: coins(limit), allowList });

export const staking = (parts: Partial<StakeAuthorization>): Any =>
  pack(StakeAuthorization, StakeAuthorization.create(parts));

export const authorize = (
  granter: string,
  grantee: string,
  authorization?: Any,
  expiration?: bigint,
): Any => pack(MsgGrant, { granter, grantee, grant: { authorization, expiration } });

export const unauthorize = (granter: string, grantee: string, msgTypeUrl: string): Any =>
  pack(MsgRevoke, { granter, grantee, msgTypeUrl });

export const execute = (grantee: string, ...msgs: readonly Any[]): Any =>
  pack(MsgExec, { grantee, msgs });
