import type { Redelegation, RedelegationEntry } from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type * as dec from "../../keeper/dec.js";
import { refuse } from "../../keeper/errors.js";
import { ZERO_TIME } from "../../wire/time.js";
import type { Delegations } from "./delegations.js";
import { stakingErrors } from "./errors.js";
import { poolOf } from "./pools.js";
import type { RedelegationKey } from "./state.js";
import { UNBONDED, UNBONDING } from "./types.js";
import type { Validators } from "./validators.js";

/** Moves of stake from one validator to another: they answer for the old one for a while. */
export class Redelegations {
  constructor(
    private readonly validators: Validators,
    private readonly delegations: Delegations,
  ) {}

  find(ctx: ReadContext, key: RedelegationKey): Redelegation | undefined {
    return this.validators.state.redelegations.get(ctx, key);
  }

  /** Moves shares; when they stop answering for the source, year 1 for at once. Refuses with `staking` 29 to 33. */
  begin(ctx: WriteContext, key: RedelegationKey, shares: dec.Dec): bigint {
    const [delegator, source, target] = key;
    if (source === target) refuse(stakingErrors.selfRedelegation);
    const to = this.validators.find(ctx, target);
    if (to === undefined) refuse(stakingErrors.badRedelegationTarget);
    const from = this.validators.load(ctx, source);
    if (this.arrives(ctx, delegator, source)) refuse(stakingErrors.transitiveRedelegation);
    const entries = this.find(ctx, key)?.entries ?? [];
    if (entries.length >= this.validators.params(ctx).maxEntries) {
      refuse(stakingErrors.tooManyRedelegations);
    }
    const amount = this.delegations.unbond(ctx, delegator, source, shares);
    if (amount === 0n) refuse(stakingErrors.tinyRedelegation);
    const sharesDst = this.delegations.delegate(ctx, delegator, target, amount, {
      pool: poolOf(from),
    });
    return this.wait(ctx, key, { amount, sharesDst });
  }

  /** Ends the entries whose time is over; their first balances. Refuses with `staking` 28. */
  complete(ctx: WriteContext, key: RedelegationKey): bigint {
    const found = this.find(ctx, key);
    if (found === undefined) return refuse(stakingErrors.noRedelegation);
    const isMature = ({ completionTime }: RedelegationEntry) => completionTime <= ctx.blockTime;
    const ended = found.entries.filter(isMature);
    this.set(ctx, key, { ...found, entries: found.entries.filter((entry) => !isMature(entry)) });
    return ended.reduce((sum, { initialBalance }) => sum + initialBalance, 0n);
  }

  /** Whether stake of a delegator moves towards a validator. */
  private arrives(ctx: ReadContext, delegator: string, operator: string): boolean {
    const { redelegationsTo, operatorAndDelegator } = this.validators.state;
    const start = operatorAndDelegator(operator, delegator);
    return !(redelegationsTo.keys(ctx, { start }).next().done ?? true);
  }

  /**
   * How long moved stake answers: from a bonded source, or one that is gone with it, the whole time;
   * from an unbonding one what is left of it; from an unbonded one not at all.
   */
  private wait(
    ctx: WriteContext,
    key: RedelegationKey,
    moved: { readonly amount: bigint; readonly sharesDst: dec.Dec },
  ): bigint {
    const source = this.validators.find(ctx, key[1]);
    if (source?.status === UNBONDED) return ZERO_TIME;
    const left = source?.status === UNBONDING ? source : undefined;
    const completionTime =
      left?.unbondingTime ?? ctx.blockTime + this.validators.params(ctx).unbondingTime;
    const entry: RedelegationEntry = {
      creationHeight: left?.unbondingHeight ?? ctx.height,
      completionTime,
      initialBalance: moved.amount,
      sharesDst: moved.sharesDst,
      unbondingId: this.validators.state.unbondingIds.next(ctx),
      unbondingOnHoldRefCount: 0n,
    };
    const [delegatorAddress, validatorSrcAddress, validatorDstAddress] = key;
    const entries = [...(this.find(ctx, key)?.entries ?? []), entry];
    this.set(ctx, key, { delegatorAddress, validatorSrcAddress, validatorDstAddress, entries });
    return completionTime;
  }

  private set(ctx: WriteContext, key: RedelegationKey, redelegation: Redelegation): void {
    const { redelegations } = this.validators.state;
    if (redelegation.entries.length === 0) redelegations.delete(ctx, key);
    else redelegations.set(ctx, key, redelegation);
  }
}
