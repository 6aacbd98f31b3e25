import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { operatorOf, packedConsensusKey } from "./stake-genesis.js";
import { message } from "./world.js";

export const coin = (amount: bigint, denom = "uvna") => ({ denom, amount });

const PERCENT = 10n ** 16n;
export const percent = (n: bigint): bigint => n * PERCENT;

export const described = (moniker: string, others: Partial<staking.Description> = {}) => ({
  ...staking.Description.create({}),
  moniker,
  ...others,
});

export const delegate = (who: string, at: string, amount: bigint, denom = "uvna"): Any =>
  message(staking.MsgDelegate, {
    delegatorAddress: who,
    validatorAddress: at,
    amount: coin(amount, denom),
  });

export const undelegate = (who: string, at: string, amount: bigint, denom = "uvna"): Any =>
  message(staking.MsgUndelegate, {
    delegatorAddress: who,
    validatorAddress: at,
    amount: coin(amount, denom),
  });

export const redelegate = (
  who: string,
  from: string,
  to: string,
  amount: bigint,
  denom = "uvna",
): Any =>
  message(staking.MsgBeginRedelegate, {
    delegatorAddress: who,
    validatorSrcAddress: from,
    validatorDstAddress: to,
    amount: coin(amount, denom),
  });

export const cancel = (who: string, at: string, amount: bigint, creationHeight: bigint): Any =>
  message(staking.MsgCancelUnbondingDelegation, {
    delegatorAddress: who,
    validatorAddress: at,
    amount: coin(amount),
    creationHeight,
  });

/** A validator of an account, with the consensus key of a number. */
export const createValidator = (
  account: string,
  key: number,
  changes: Partial<staking.MsgCreateValidator> = {},
): Any =>
  message(staking.MsgCreateValidator, {
    description: described("new"),
    commission: { rate: percent(5n), maxRate: percent(20n), maxChangeRate: percent(1n) },
    minSelfDelegation: 1n,
    validatorAddress: operatorOf(account),
    pubkey: packedConsensusKey(key),
    value: coin(2_000_000n),
    ...changes,
  });

export const editValidator = (at: string, changes: Partial<staking.MsgEditValidator>): Any =>
  message(staking.MsgEditValidator, {
    description: described("[do-not-modify]", {
      identity: "[do-not-modify]",
      website: "[do-not-modify]",
      securityContact: "[do-not-modify]",
      details: "[do-not-modify]",
    }),
    validatorAddress: at,
    ...changes,
  });
