import type { CorporationOperator, DelegationPort } from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";

/** A corporation as trust deposits know it. */
export interface Holder {
  /** Group id. */
  readonly id: bigint;
  /** [D-TD-03] Its bound policy account funds the deposit and is paid the yield. */
  readonly policyAddress: string;
}

export interface CorporationPort {
  find(ctx: ReadContext, id: bigint): Holder | undefined;
  /** By policy address or decimal group id; undefined when none is registered (D-GEN-02). */
  resolve(ctx: ReadContext, text: string): Holder | undefined;
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
}

/** What trust deposits ask of balances. */
export interface BankPort {
  balance(ctx: ReadContext, address: string, denom: string): bigint;
  /** The balance without what still vests. */
  spendable(ctx: ReadContext, address: string, denom: string): bigint;
  toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  fromModule(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void;
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): void;
}

export interface AccountsPort {
  moduleAddress(name: string): string;
}

/** Authority of operators, and the limits of what they may spend [D-AUTHZ-03]. */
export interface SpendingPort extends DelegationPort {
  ensureCanSpend(ctx: ReadContext, by: CorporationOperator, amounts: readonly Coin[]): void;
  debit(ctx: WriteContext, by: CorporationOperator, amounts: readonly Coin[]): void;
}
