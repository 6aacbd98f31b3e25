import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { StakingAccountsPort, StakingBankPort } from "./ports.js";
import { BONDED } from "./types.js";

/** Holds the tokens of bonded validators. */
export const BONDED_POOL = "bonded_tokens_pool";
/** Holds the tokens of all other validators and those that unbond. */
export const NOT_BONDED_POOL = "not_bonded_tokens_pool";

/** The pool that holds a validator's tokens. */
export const poolOf = ({ status }: { readonly status: number }): string =>
  status === BONDED ? BONDED_POOL : NOT_BONDED_POOL;

/** The two accounts that hold all stakes. Amounts are base units of the bond denomination. */
export class Pools {
  constructor(
    private readonly bank: StakingBankPort,
    private readonly accounts: StakingAccountsPort,
    private readonly bondDenom: (ctx: ReadContext) => string,
  ) {}

  balance(ctx: ReadContext, pool: string): bigint {
    return this.bank.balance(ctx, this.accounts.moduleAddress(pool), this.bondDenom(ctx));
  }

  /** Moves tokens between the pools. Nothing happens for none. */
  move(ctx: WriteContext, from: string, to: string, amount: bigint): void {
    if (amount <= 0n || from === to) return;
    this.bank.toModule(ctx, this.accounts.moduleAddress(from), to, this.coins(ctx, amount));
  }

  /** Burns tokens of a pool. Nothing happens for none. */
  burn(ctx: WriteContext, pool: string, amount: bigint): void {
    if (amount > 0n) this.bank.burn(ctx, pool, this.coins(ctx, amount));
  }

  /** Takes a delegator's coins into a pool. Refuses with `sdk` 5. */
  take(ctx: WriteContext, delegator: string, pool: string, amount: bigint): void {
    this.bank.delegateCoins(ctx, delegator, pool, this.coins(ctx, amount));
  }

  /** Gives tokens that have unbonded back to their delegator. */
  giveBack(ctx: WriteContext, delegator: string, amount: bigint): void {
    this.bank.undelegateCoins(ctx, NOT_BONDED_POOL, delegator, this.coins(ctx, amount));
  }

  private coins(ctx: ReadContext, amount: bigint) {
    return [{ denom: this.bondDenom(ctx), amount }];
  }
}
