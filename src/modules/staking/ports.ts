import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";

/** What staking asks of balances. */
export interface StakingBankPort {
  balance(ctx: ReadContext, address: string, denom: string): bigint;
  /** Takes coins into a pool, those that still vest first. Refuses with `sdk` 5. */
  delegateCoins(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  /** Gives coins of a pool back. */
  undelegateCoins(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void;
  toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): void;
  supply(ctx: ReadContext, denom: string): bigint;
}

export interface StakingAccountsPort {
  moduleAddress(name: string): string;
}

/** Told of what happens to stakes, before or after as the name says. x/staking StakingHooks. */
export interface StakingHooks {
  afterValidatorCreated?(ctx: WriteContext, operator: string): void;
  afterValidatorRemoved?(ctx: WriteContext, operator: string, consensus: Uint8Array): void;
  afterValidatorBonded?(ctx: WriteContext, operator: string, consensus: Uint8Array): void;
  beforeDelegationCreated?(ctx: WriteContext, delegator: string, operator: string): void;
  beforeDelegationSharesModified?(ctx: WriteContext, delegator: string, operator: string): void;
  afterDelegationModified?(ctx: WriteContext, delegator: string, operator: string): void;
  /** `fraction`: of the validator's tokens that are about to be burnt. */
  beforeValidatorSlashed?(ctx: WriteContext, operator: string, fraction: Dec): void;
}
