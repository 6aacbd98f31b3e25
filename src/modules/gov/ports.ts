import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";

/** What governance asks of balances. Coins are base units. */
export interface GovBankPort {
  balance(ctx: ReadContext, address: string, denom: string): bigint;
  toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  fromModule(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void;
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): void;
  /** Tells of coins in an account that are others': nobody can spend them. */
  hold(address: string, heldOf: (ctx: ReadContext, denom: string) => bigint): void;
}

/** What governance asks of stakes: whose votes count how much. */
export interface GovStakingPort {
  /** Validators that consensus has and that are not jailed: those that count. */
  bonded(ctx: ReadContext): Iterable<Validator>;
  /** An account's delegations: operators and shares. */
  delegationsOf(ctx: ReadContext, delegator: string): Iterable<readonly [string, Dec]>;
  /** Tokens in the pools. */
  poolTotals(ctx: ReadContext): { readonly bonded: bigint };
}

/** What governance asks of the community pool. */
export interface GovPoolPort {
  fundPool(ctx: WriteContext, from: string, coins: readonly Coin[]): void;
}

/** Names of module accounts. */
export interface GovAccountsPort {
  moduleAddress(name: string): string;
}

/** Which accounts take what plain transfers bring. */
export interface GovRecipientsPort {
  /** Refuses a module's account that takes none with `sdk` 4. */
  checkRecipient(address: string): void;
}
