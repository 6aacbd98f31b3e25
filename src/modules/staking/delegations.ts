import type {
  Delegation,
  UnbondingDelegation,
  UnbondingDelegationEntry,
  Validator,
} from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { stakingErrors } from "./errors.js";
import { NOT_BONDED_POOL, type Pools, poolOf } from "./pools.js";
import {
  hasNoRate,
  sharesFromTokens,
  sharesFromTokensTruncated,
  tokensFromShares,
  withoutShares,
  withTokens,
} from "./shares.js";
import { accountOf, UNBONDED } from "./types.js";
import type { Validators } from "./validators.js";

/** Where the tokens of a new delegation come from: an account, or the pool that holds them already. */
export type TokenSource = { readonly account: string } | { readonly pool: string };

/** Delegations and their ends. x/staking delegation.go. */
export class Delegations {
  constructor(
    private readonly validators: Validators,
    private readonly pools: Pools,
  ) {}

  find(ctx: ReadContext, delegator: string, operator: string): Delegation | undefined {
    return this.validators.state.delegations.get(ctx, [delegator, operator]);
  }

  findUnbonding(
    ctx: ReadContext,
    delegator: string,
    operator: string,
  ): UnbondingDelegation | undefined {
    return this.validators.state.unbondings.get(ctx, [delegator, operator]);
  }

  /** Delegates tokens; the shares that they became. Refuses with `staking` 34 or `sdk` 5. */
  delegate(
    ctx: WriteContext,
    delegator: string,
    operator: string,
    tokens: bigint,
    from: TokenSource,
  ): dec.Dec {
    const { hooks } = this.validators;
    const validator = this.validators.load(ctx, operator);
    if (hasNoRate(validator)) refuse(stakingErrors.invalidExchangeRate);
    const found = this.find(ctx, delegator, operator);
    if (found === undefined) hooks.beforeDelegationCreated(ctx, delegator, operator);
    else hooks.beforeDelegationSharesModified(ctx, delegator, operator);
    const pool = poolOf(validator);
    if ("account" in from) this.pools.take(ctx, from.account, pool, tokens);
    else this.pools.move(ctx, from.pool, pool, tokens);
    const [next, issued] = withTokens(validator, tokens);
    this.validators.set(ctx, next);
    const shares = dec.add(found?.shares ?? 0n, issued);
    this.set(ctx, { delegatorAddress: delegator, validatorAddress: operator, shares });
    hooks.afterDelegationModified(ctx, delegator, operator);
    return issued;
  }

  /**
   * The shares that a wish to unbond tokens means, at most those that there are. Refuses with
   * `staking` 3, 19 or `sdk` 18.
   */
  sharesToUnbond(ctx: ReadContext, delegator: string, operator: string, tokens: bigint): dec.Dec {
    const validator = this.validators.load(ctx, operator);
    const delegation = this.find(ctx, delegator, operator);
    if (delegation === undefined) return refuse(stakingErrors.noDelegation);
    const shares = sharesFromTokens(validator, tokens);
    if (sharesFromTokensTruncated(validator, tokens) > delegation.shares) {
      refuse(sdkErrors.invalidRequest, { log: "invalid shares amount" });
    }
    return shares > delegation.shares ? delegation.shares : shares;
  }

  /**
   * Takes shares away; the tokens that they were stay in their pool. An operator that falls below
   * its own minimum is jailed. Refuses with `staking` 21 or 24.
   */
  unbond(ctx: WriteContext, delegator: string, operator: string, shares: dec.Dec): bigint {
    const { hooks } = this.validators;
    const delegation = this.find(ctx, delegator, operator);
    if (delegation === undefined) return refuse(stakingErrors.noDelegatorForAddress);
    hooks.beforeDelegationSharesModified(ctx, delegator, operator);
    if (delegation.shares < shares) {
      refuse(stakingErrors.notEnoughShares, { log: dec.format(delegation.shares) });
    }
    const left = dec.sub(delegation.shares, shares);
    const validator = this.jailBelowMinimum(ctx, { ...delegation, shares: left });
    if (left === 0n) this.validators.state.delegations.delete(ctx, [delegator, operator]);
    else {
      this.set(ctx, { ...delegation, shares: left });
      hooks.afterDelegationModified(ctx, delegator, operator);
    }
    const [next, tokens] = withoutShares(validator, shares);
    this.validators.set(ctx, next);
    if (next.delegatorShares === 0n && next.status === UNBONDED) this.validators.remove(ctx, next);
    return tokens;
  }

  /** Unbonds shares and lets their tokens wait. Refuses with `staking` 3, 27 and as `unbond`. */
  undelegate(
    ctx: WriteContext,
    delegator: string,
    operator: string,
    shares: dec.Dec,
  ): { readonly completionTime: bigint; readonly amount: bigint } {
    const validator = this.validators.load(ctx, operator);
    const { maxEntries, unbondingTime } = this.validators.params(ctx);
    const waiting = this.findUnbonding(ctx, delegator, operator)?.entries.length ?? 0;
    if (waiting >= maxEntries) refuse(stakingErrors.tooManyUnbondings);
    const amount = this.unbond(ctx, delegator, operator, shares);
    this.pools.move(ctx, poolOf(validator), NOT_BONDED_POOL, amount);
    const completionTime = ctx.blockTime + unbondingTime;
    this.addEntry(ctx, delegator, operator, { completionTime, amount });
    return { completionTime, amount };
  }

  /** Pays out the entries whose time is over; what was paid. Refuses with `staking` 26. */
  complete(ctx: WriteContext, delegator: string, operator: string): bigint {
    const unbonding = this.findUnbonding(ctx, delegator, operator);
    if (unbonding === undefined) return refuse(stakingErrors.noUnbondingDelegation);
    const isMature = (entry: UnbondingDelegationEntry) => entry.completionTime <= ctx.blockTime;
    let paid = 0n;
    for (const { balance } of unbonding.entries.filter(isMature)) {
      if (balance === 0n) continue;
      this.pools.giveBack(ctx, delegator, balance);
      paid += balance;
    }
    const entries = unbonding.entries.filter((entry) => !isMature(entry));
    this.setUnbonding(ctx, { ...unbonding, entries });
    return paid;
  }

  /** Replaces an unbonding; one without entries is gone. */
  setUnbonding(ctx: WriteContext, unbonding: UnbondingDelegation): void {
    const { unbondings } = this.validators.state;
    const key = [unbonding.delegatorAddress, unbonding.validatorAddress] as const;
    if (unbonding.entries.length === 0) unbondings.delete(ctx, key);
    else unbondings.set(ctx, key, unbonding);
  }

  /** Entries of one block and one end are one entry, though each takes an id. */
  private addEntry(
    ctx: WriteContext,
    delegator: string,
    operator: string,
    added: { readonly completionTime: bigint; readonly amount: bigint },
  ): void {
    const { completionTime, amount } = added;
    const unbondingId = this.validators.state.unbondingIds.next(ctx);
    const entries = this.findUnbonding(ctx, delegator, operator)?.entries ?? [];
    const same = (entry: UnbondingDelegationEntry) =>
      entry.creationHeight === ctx.height && entry.completionTime === completionTime;
    const fresh: UnbondingDelegationEntry = {
      creationHeight: ctx.height,
      completionTime,
      initialBalance: amount,
      balance: amount,
      unbondingId,
      unbondingOnHoldRefCount: 0n,
    };
    const merged = entries.map((entry) =>
      same(entry)
        ? {
            ...entry,
            initialBalance: entry.initialBalance + amount,
            balance: entry.balance + amount,
          }
        : entry,
    );
    this.setUnbonding(ctx, {
      delegatorAddress: delegator,
      validatorAddress: operator,
      entries: entries.some(same) ? merged : [...entries, fresh],
    });
  }

  private jailBelowMinimum(ctx: WriteContext, left: Delegation): Validator {
    const validator = this.validators.load(ctx, left.validatorAddress);
    const isOwn = accountOf(ctx.chain.prefix, left.validatorAddress) === left.delegatorAddress;
    if (!isOwn || validator.jailed) return validator;
    const tokens = dec.truncateInt(tokensFromShares(validator, left.shares));
    return tokens < validator.minSelfDelegation ? this.validators.jail(ctx, validator) : validator;
  }

  private set(ctx: WriteContext, delegation: Delegation): void {
    const key = [delegation.delegatorAddress, delegation.validatorAddress] as const;
    this.validators.state.delegations.set(ctx, key, delegation);
  }
}
