import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";
import type { BlockFacts } from "../../keeper/module.js";

/** What distribution asks of balances. */
export interface DistributionBankPort {
  balances(ctx: ReadContext, address: string): Iterable<Coin>;
  toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  fromModule(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void;
}

export interface DistributionAccountsPort {
  moduleAddress(name: string): string;
}

/** What distribution asks of stakes. */
export interface DistributionStakingPort {
  find(ctx: ReadContext, operator: string): Validator | undefined;
  findByConsensus(ctx: ReadContext, address: Uint8Array): Validator | undefined;
  sharesOf(ctx: ReadContext, delegator: string, operator: string): Dec | undefined;
  /** All operators, by address. */
  operators(ctx: ReadContext): Iterable<string>;
  countDelegations(ctx: ReadContext): number;
  /** The operators that an account delegates to, by address. */
  operatorsOf(ctx: ReadContext, delegator: string): Iterable<string>;
  /** Tokens that shares are worth, half to even. */
  tokensOf(validator: Validator, shares: Dec): Dec;
  /** The same toward zero. */
  tokensTruncated(validator: Validator, shares: Dec): Dec;
}

/**
 * Takes its share of what the fee collector holds, before the community tax and the validators. It
 * moves the coins itself.
 */
export type FeeShare = (ctx: WriteContext, block: BlockFacts) => void;
