import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";

/** What the bank needs of accounts. */
export interface AccountsPort {
  exists(ctx: ReadContext, address: string): boolean;
  /** Makes a plain account unless there is one. */
  ensure(ctx: WriteContext, address: string): void;
  moduleAddress(name: string): string;
  /** Base units that an account may not spend, since they still vest. */
  locked(ctx: ReadContext, address: string, denom: string): bigint;
  /** Remembers which coins of a vesting account are delegated; nothing for any other. */
  trackDelegation(ctx: WriteContext, address: string, coins: readonly Coin[]): void;
  trackUndelegation(ctx: WriteContext, address: string, coins: readonly Coin[]): void;
}
