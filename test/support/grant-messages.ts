import {
  AllowedMsgAllowance,
  BasicAllowance,
  MsgGrantAllowance,
  MsgPruneAllowances,
  MsgRevokeAllowance,
  PeriodicAllowance,
} from "../../src/gen/cosmos/feegrant/v1beta1.js";
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
