import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { freeGas } from "../../keeper/gas.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { POWER_REDUCTION } from "./params.js";
import type { StakingAccountsPort, StakingBankPort } from "./ports.js";
import { BONDED } from "./types.js";

/** Holds the tokens of bonded validators. */
export const BONDED_POOL = "bonded_tokens_pool";
/** Holds the tokens of all other validators and those that unbond. */
export const NOT_BONDED_POOL = "not_bonded_tokens_pool";

/** Base units that all validators may have together: CometBFT's MaxTotalVotingPower. */
export const MOST_STAKED = ((2n ** 63n - 1n) / 8n) * POWER_REDUCTION;

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

  /** Takes a delegator's coins into a pool. Refuses with `sdk` 5, and with 18 what is too much for consensus. */
  take(ctx: WriteContext, delegator: string, pool: string, amount: bigint): void {
    this.bank.delegateCoins(ctx, delegator, pool, this.coins(ctx, amount));
    const reason = this.excess(ctx);
    if (reason !== undefined) refuse(sdkErrors.invalidRequest, { reason });
  }

  /**
   * Why consensus could not count all that is staked; undefined where it can. Its power goes up to an
   * eighth of 2^63: one who stakes more would end the chain, at the first block with that set. Costs no
   * gas, for Cosmos SDK does not look.
   */
  excess(ctx: ReadContext): string | undefined {
    const free = { ...ctx, gas: freeGas };
    const staked = this.balance(free, BONDED_POOL) + this.balance(free, NOT_BONDED_POOL);
    if (staked <= MOST_STAKED) return undefined;
    return `at most ${MOST_STAKED}${this.bondDenom(free)} can be staked in all`;
  }

  /** Gives tokens that have unbonded back to their delegator. */
  giveBack(ctx: WriteContext, delegator: string, amount: bigint): void {
    this.bank.undelegateCoins(ctx, NOT_BONDED_POOL, delegator, this.coins(ctx, amount));
  }

  private coins(ctx: ReadContext, amount: bigint) {
    return [{ denom: this.bondDenom(ctx), amount }];
  }
}
