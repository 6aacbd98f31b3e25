import type { Params, Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import type { BlockFacts, ValidatorPower } from "../../keeper/module.js";
import { Delegations } from "./delegations.js";
import { redelegationCompleted, unbondingCompleted } from "./events.js";
import { History } from "./history.js";
import { BONDED_POOL, NOT_BONDED_POOL, Pools } from "./pools.js";
import type { StakingAccountsPort, StakingBankPort, StakingHooks } from "./ports.js";
import { Redelegations } from "./redelegations.js";
import { tokensFromShares, tokensFromSharesTruncated } from "./shares.js";
import { type Infraction, Slasher } from "./slash.js";
import type { DelegationKey, RedelegationKey, StakingState } from "./state.js";
import { consensusAddress, UNBONDED } from "./types.js";
import { ValidatorSet } from "./validator-set.js";
import { Validators } from "./validators.js";

/** Stakes: who validates with whose tokens. Amounts are base units of the bond denomination. */
export class StakingKeeper {
  readonly validators: Validators;
  readonly delegations: Delegations;
  readonly redelegations: Redelegations;
  readonly pools: Pools;
  readonly history: History;
  readonly #set: ValidatorSet;
  readonly #slasher: Slasher;

  constructor(
    readonly state: StakingState,
    private readonly bank: StakingBankPort,
    accounts: StakingAccountsPort,
  ) {
    this.validators = new Validators(state);
    this.pools = new Pools(bank, accounts, (ctx) => this.params(ctx).bondDenom);
    this.delegations = new Delegations(this.validators, this.pools);
    this.redelegations = new Redelegations(this.validators, this.delegations);
    this.history = new History(this.validators);
    this.#set = new ValidatorSet(this.validators, this.pools);
    this.#slasher = new Slasher(this.validators, this.delegations, this.pools);
  }

  /** Tells a module of stakes from now on. */
  listen(hooks: StakingHooks): void {
    this.validators.listen(hooks);
  }

  params(ctx: ReadContext): Params {
    return this.validators.params(ctx);
  }

  find(ctx: ReadContext, operator: string): Validator | undefined {
    return this.validators.find(ctx, operator);
  }

  findByConsensus(ctx: ReadContext, address: Uint8Array): Validator | undefined {
    return this.validators.findByConsensus(ctx, address);
  }

  /** Shares of a delegation as a decimal; undefined when there is none. */
  sharesOf(ctx: ReadContext, delegator: string, operator: string): dec.Dec | undefined {
    return this.delegations.find(ctx, delegator, operator)?.shares;
  }

  /** All operators, by address. */
  *operators(ctx: ReadContext): IterableIterator<string> {
    for (const [operator] of this.state.validators.entries(ctx)) yield operator;
  }

  /** Consensus addresses of the validators that consensus has. */
  *bondedAddresses(ctx: ReadContext): IterableIterator<Uint8Array> {
    for (const validator of this.validators.bonded(ctx)) yield consensusAddress(validator);
  }

  /** How many delegations there are: all of them are walked. */
  countDelegations(ctx: ReadContext): number {
    let count = 0;
    for (const _ of this.state.delegations.primaryKeys(ctx)) count += 1;
    return count;
  }

  /** The operators that an account delegates to, by address. */
  *operatorsOf(ctx: ReadContext, delegator: string): IterableIterator<string> {
    const start = this.state.delegator(delegator);
    for (const [[, operator]] of this.state.delegations.entries(ctx, { start })) yield operator;
  }

  /**
   * Validators that consensus has, without those jailed since. Whoever is to join them at the block's end
   * takes nobody's place before.
   */
  *bonded(ctx: ReadContext): IterableIterator<Validator> {
    for (const validator of this.validators.bonded(ctx)) if (!validator.jailed) yield validator;
  }

  /** An account's delegations by operator: shares as decimals. */
  *delegationsOf(
    ctx: ReadContext,
    delegator: string,
  ): IterableIterator<readonly [operator: string, shares: dec.Dec]> {
    const start = this.state.delegator(delegator);
    for (const [[, operator], { shares }] of this.state.delegations.entries(ctx, { start })) {
      yield [operator, shares];
    }
  }

  jail(ctx: WriteContext, validator: Validator): void {
    this.validators.jail(ctx, validator);
  }

  unjail(ctx: WriteContext, validator: Validator): void {
    this.validators.unjail(ctx, validator);
  }

  /** Burns stake that answered for an infraction; what the validator itself lost. */
  slash(ctx: WriteContext, infraction: Infraction): bigint {
    return this.#slasher.slash(ctx, infraction);
  }

  /** Part of the bond denomination's supply that is bonded; 0 when there is none. */
  bondedRatio(ctx: ReadContext): dec.Dec {
    const supply = this.bank.supply(ctx, this.params(ctx).bondDenom);
    if (supply <= 0n) return 0n;
    return dec.quoInt(dec.fromInt(this.pools.balance(ctx, BONDED_POOL)), supply);
  }

  /** Tokens in the pools, base units. */
  poolTotals(ctx: ReadContext): { readonly bonded: bigint; readonly notBonded: bigint } {
    return {
      bonded: this.pools.balance(ctx, BONDED_POOL),
      notBonded: this.pools.balance(ctx, NOT_BONDED_POOL),
    };
  }

  /** Tokens that shares of a validator are worth, a decimal, half to even. */
  tokensOf(validator: Validator, shares: dec.Dec): dec.Dec {
    return tokensFromShares(validator, shares);
  }

  /** The same toward zero. */
  tokensTruncated(validator: Validator, shares: dec.Dec): dec.Dec {
    return tokensFromSharesTruncated(validator, shares);
  }

  isUnbonded({ status }: Validator): boolean {
    return status === UNBONDED;
  }

  /** Brings the validator set up to date; what changed. */
  updateSet(ctx: WriteContext): readonly ValidatorPower[] {
    return this.#set.update(ctx);
  }

  beginBlock(ctx: WriteContext, block: BlockFacts): void {
    this.history.track(ctx, block);
  }

  /** Updates the set, then ends what has waited long enough. x/staking EndBlocker. */
  endBlock(ctx: WriteContext): readonly ValidatorPower[] {
    const updates = this.updateSet(ctx);
    for (const validator of [...this.validators.mature(ctx)]) {
      this.validators.completeUnbonding(ctx, validator);
    }
    this.completeUnbondings(ctx);
    this.completeRedelegations(ctx);
    return updates;
  }

  private completeUnbondings(ctx: WriteContext): void {
    const { unbondings, unbondingsAt } = this.state;
    const lt = unbondingsAt.bound(ctx.blockTime + 1n);
    const due = new Map<string, DelegationKey>();
    for (const { delegatorAddress, validatorAddress } of unbondings.along(ctx, unbondingsAt, {
      lt,
    })) {
      const key = [delegatorAddress, validatorAddress] as const;
      due.set(key.join("/"), key);
    }
    for (const [delegator, validator] of due.values()) {
      const paid = this.delegations.complete(ctx, delegator, validator);
      ctx.emit(unbondingCompleted(this.coins(ctx, paid), { delegator, validator }));
    }
  }

  private completeRedelegations(ctx: WriteContext): void {
    const { redelegations, redelegationsAt } = this.state;
    const lt = redelegationsAt.bound(ctx.blockTime + 1n);
    const due = new Map<string, RedelegationKey>();
    for (const one of redelegations.along(ctx, redelegationsAt, { lt })) {
      const key = [one.delegatorAddress, one.validatorSrcAddress, one.validatorDstAddress] as const;
      due.set(key.join("/"), key);
    }
    for (const key of due.values()) {
      const [delegator, source, target] = key;
      const amount = this.redelegations.complete(ctx, key);
      ctx.emit(redelegationCompleted(this.coins(ctx, amount), { delegator, source, target }));
    }
  }

  private coins(ctx: ReadContext, amount: bigint) {
    return amount === 0n ? [] : [{ denom: this.params(ctx).bondDenom, amount }];
  }
}
