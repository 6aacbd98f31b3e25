import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import * as decCoins from "../../keeper/dec-coins.js";
import { refuse } from "../../keeper/errors.js";
import { StateFault } from "../../keeper/state-fault.js";
import { distributionErrors } from "./errors.js";
import type { DistributionStakingPort } from "./ports.js";
import type { DistributionState } from "./state.js";

/*
 * The periods of x/distribution (F1): a period ends whenever somebody's stake changes. Of each ended
 * period the sum of rewards per token since the beginning is kept while anyone needs it: the next
 * period, delegations that began with it, and slashes.
 */

/**
 * How far a stake that was counted before may exceed what it is now: one base unit. After a slash whoever
 * undelegates token by token leaves the others up to a step of rounding less each time, at will. Cosmos
 * SDK fails above three steps, and those rewards with it.
 */
const ROUNDING = dec.ONE;

/** Periods of validators and what delegations earn between them. */
export class Periods {
  constructor(
    private readonly state: DistributionState,
    private readonly staking: DistributionStakingPort,
    private readonly toPool: (ctx: WriteContext, coins: decCoins.DecCoins) => void,
  ) {}

  /** A validator's first period is 1; period 0 ended before it. */
  begin(ctx: WriteContext, operator: string): void {
    const { historical, current, commission, outstanding } = this.state;
    historical.set(ctx, [operator, 0n], { cumulativeRewardRatio: [], referenceCount: 1 });
    current.set(ctx, operator, { rewards: [], period: 1n });
    commission.set(ctx, operator, { commission: [] });
    outstanding.set(ctx, operator, { rewards: [] });
  }

  /** Ends the current period; its number. Rewards of a validator without tokens go to the community. */
  end(ctx: WriteContext, validator: Validator): bigint {
    const { current, historical, outstanding } = this.state;
    const operator = validator.operatorAddress;
    const { rewards, period } = this.currentOf(ctx, operator);
    if (validator.tokens === 0n && rewards.length > 0) {
      this.toPool(ctx, rewards);
      const owed = outstanding.get(ctx, operator)?.rewards ?? [];
      outstanding.set(ctx, operator, { rewards: decCoins.sub(owed, rewards) });
    }
    const cumulativeRewardRatio = this.ratioNow(ctx, validator);
    this.release(ctx, operator, period - 1n);
    historical.set(ctx, [operator, period], { cumulativeRewardRatio, referenceCount: 1 });
    current.set(ctx, operator, { rewards: [], period: period + 1n });
    return period;
  }

  /** Starts counting for a delegation, from the period that has just ended. */
  start(ctx: WriteContext, delegator: string, operator: string): void {
    const validator = this.load(ctx, operator);
    const previousPeriod = this.currentOf(ctx, operator).period - 1n;
    this.hold(ctx, operator, previousPeriod);
    const shares = this.staking.sharesOf(ctx, delegator, operator) ?? 0n;
    const stake = this.staking.tokensTruncated(validator, shares);
    this.state.starting.set(ctx, [operator, delegator], {
      previousPeriod,
      stake,
      height: ctx.height,
    });
  }

  /** Stops counting for a delegation. Refuses with `distribution` 5 when it does not count. */
  stop(ctx: WriteContext, delegator: string, operator: string): void {
    const { starting } = this.state;
    const info = starting.get(ctx, [operator, delegator]);
    if (info === undefined) refuse(distributionErrors.noDelegationInfo);
    this.release(ctx, operator, info.previousPeriod);
    starting.delete(ctx, [operator, delegator]);
  }

  /** Remembers that a part of the validator's tokens burns from now on. */
  slash(ctx: WriteContext, operator: string, fraction: dec.Dec): void {
    const period = this.end(ctx, this.load(ctx, operator));
    this.hold(ctx, operator, period);
    const key = [operator, ctx.height, period] as const;
    this.state.slashes.set(ctx, key, { validatorPeriod: period, fraction });
  }

  /** Forgets a validator. */
  forget(ctx: WriteContext, operator: string): void {
    const { slashes, historical, current, commission, outstanding } = this.state;
    const start = this.state.operator(operator);
    for (const [key] of [...slashes.entries(ctx, { start })]) slashes.delete(ctx, key);
    for (const [key] of [...historical.entries(ctx, { start })]) historical.delete(ctx, key);
    outstanding.delete(ctx, operator);
    commission.delete(ctx, operator);
    current.delete(ctx, operator);
  }

  /**
   * What a delegation has earned by the end of a period: rewards per token since it began, with the
   * stake that each slash left. Never more than there is, so everything rounds down. `endRatio`: sum of
   * rewards per token at that end. Refuses with `distribution` 5 when it does not count.
   */
  earned(
    ctx: ReadContext,
    validator: Validator,
    delegator: string,
    endRatio: decCoins.DecCoins,
  ): decCoins.DecCoins {
    const operator = validator.operatorAddress;
    const info = this.state.starting.get(ctx, [operator, delegator]);
    if (info === undefined) return refuse(distributionErrors.noDelegationInfo);
    if (info.height === ctx.height) return decCoins.NONE;
    let { previousPeriod: from, stake } = info;
    let rewards = decCoins.NONE;
    for (const { validatorPeriod, fraction } of this.slashesFrom(ctx, operator, info.height)) {
      if (validatorPeriod <= from) continue;
      const ratio = this.ratioAt(ctx, operator, validatorPeriod);
      rewards = decCoins.add(rewards, this.between(ctx, operator, from, ratio, stake));
      stake = dec.mulTruncate(stake, dec.sub(dec.ONE, fraction));
      from = validatorPeriod;
    }
    const whole = this.checkedStake(ctx, validator, delegator, stake);
    return decCoins.add(rewards, this.between(ctx, operator, from, endRatio, whole));
  }

  /** Sum of rewards per token if the current period ended now. */
  ratioNow(ctx: ReadContext, validator: Validator): decCoins.DecCoins {
    const { rewards, period } = this.currentOf(ctx, validator.operatorAddress);
    const before = this.ratioAt(ctx, validator.operatorAddress, period - 1n);
    if (validator.tokens === 0n) return before;
    const tokens = dec.fromInt(validator.tokens);
    return decCoins.add(before, decCoins.quoTruncate(rewards, tokens));
  }

  private currentOf(ctx: ReadContext, operator: string) {
    const current = this.state.current.get(ctx, operator);
    if (current === undefined) throw new StateFault(`validator ${operator} has no period`);
    return current;
  }

  private load(ctx: ReadContext, operator: string): Validator {
    const validator = this.staking.find(ctx, operator);
    if (validator === undefined) return refuse(distributionErrors.noValidatorInfo);
    return validator;
  }

  private ratioAt(ctx: ReadContext, operator: string, period: bigint): decCoins.DecCoins {
    const found = this.state.historical.get(ctx, [operator, period]);
    if (found === undefined) throw new StateFault(`period ${period} of ${operator} is gone`);
    return found.cumulativeRewardRatio;
  }

  private between(
    ctx: ReadContext,
    operator: string,
    from: bigint,
    endRatio: decCoins.DecCoins,
    stake: dec.Dec,
  ): decCoins.DecCoins {
    const perToken = decCoins.sub(endRatio, this.ratioAt(ctx, operator, from));
    return decCoins.mulTruncate(perToken, stake);
  }

  private *slashesFrom(ctx: ReadContext, operator: string, height: bigint) {
    const start = this.state.operator(operator);
    for (const [[, at], slash] of this.state.slashes.entries(ctx, { start })) {
      if (at >= height && at <= ctx.height) yield slash;
    }
  }

  /** The stake at the end, which rounding may have left some steps above what the shares are worth. */
  private checkedStake(
    ctx: ReadContext,
    validator: Validator,
    delegator: string,
    stake: dec.Dec,
  ): dec.Dec {
    const shares = this.staking.sharesOf(ctx, delegator, validator.operatorAddress) ?? 0n;
    const now = this.staking.tokensOf(validator, shares);
    if (stake <= now) return stake;
    if (stake > now + ROUNDING) {
      throw new StateFault(`the stake of ${delegator} is ${stake - now} steps above its shares`);
    }
    return now;
  }

  private hold(ctx: WriteContext, operator: string, period: bigint): void {
    this.count(ctx, operator, period, 1);
  }

  private release(ctx: WriteContext, operator: string, period: bigint): void {
    this.count(ctx, operator, period, -1);
  }

  private count(ctx: WriteContext, operator: string, period: bigint, by: number): void {
    const { historical } = this.state;
    const found = historical.get(ctx, [operator, period]);
    if (found === undefined) throw new StateFault(`period ${period} of ${operator} is gone`);
    const referenceCount = found.referenceCount + by;
    if (referenceCount === 0) historical.delete(ctx, [operator, period]);
    else historical.set(ctx, [operator, period], { ...found, referenceCount });
  }
}
