import type { Params } from "../../gen/cosmos/distribution/v1beta1.js";
import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import * as decCoins from "../../keeper/dec-coins.js";
import { refuse } from "../../keeper/errors.js";
import { freeGas } from "../../keeper/gas.js";
import type { BlockFacts } from "../../keeper/module.js";
import { distributionErrors } from "./errors.js";
import {
  commissionAllocated,
  commissionWithdrawn,
  rewardsAllocated,
  rewardsWithdrawn,
} from "./events.js";
import { DEFAULT_PARAMS } from "./params.js";
import { Periods } from "./periods.js";
import type {
  DistributionAccountsPort,
  DistributionBankPort,
  DistributionStakingPort,
  FeeShare,
} from "./ports.js";
import type { DistributionState } from "./state.js";

const COLLECTOR = "fee_collector";
/** The account that holds all rewards and the community pool. */
export const DISTRIBUTION = "distribution";

/** Who earns the fees and new coins of blocks: Cosmos SDK's x/distribution, with its community pool. */
export class DistributionKeeper {
  readonly periods: Periods;
  readonly #shares: FeeShare[] = [];

  constructor(
    readonly state: DistributionState,
    private readonly ports: {
      readonly bank: DistributionBankPort;
      readonly accounts: DistributionAccountsPort;
      readonly staking: DistributionStakingPort;
    },
  ) {
    this.periods = new Periods(state, ports.staking, (ctx, coins) => this.addToPool(ctx, coins));
  }

  /** Gives another recipient a share of each block's fees, before the community tax. */
  share(take: FeeShare): void {
    this.#shares.push(take);
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }

  communityPool(ctx: ReadContext): decCoins.DecCoins {
    return this.state.feePool.get(ctx)?.communityPool ?? decCoins.NONE;
  }

  outstanding(ctx: ReadContext, operator: string): decCoins.DecCoins {
    return this.state.outstanding.get(ctx, operator)?.rewards ?? decCoins.NONE;
  }

  commission(ctx: ReadContext, operator: string): decCoins.DecCoins {
    return this.state.commission.get(ctx, operator)?.commission ?? decCoins.NONE;
  }

  /** Where an account's rewards go: to itself unless it chose another. */
  withdrawAddress(ctx: ReadContext, delegator: string): string {
    return this.state.withdrawAddresses.get(ctx, delegator) ?? delegator;
  }

  /**
   * Distributes what the fee collector holds from the block before among those who voted then, by
   * power, and the community. The first block of a chain has nothing to distribute. x/distribution
   * BeginBlocker.
   */
  beginBlock(ctx: WriteContext, block: BlockFacts): void {
    const { proposer } = block;
    if (ctx.height > 1n) this.allocate(ctx, block);
    const before = this.state.previousProposer.get(ctx);
    const isSame = before !== undefined && Buffer.compare(before, proposer) === 0;
    if (!isSame && proposer.length > 0) this.state.previousProposer.set(ctx, proposer);
  }

  private allocate(ctx: WriteContext, block: BlockFacts): void {
    const { votes } = block;
    for (const take of this.#shares) take(ctx, block);
    const { bank, accounts } = this.ports;
    const collector = accounts.moduleAddress(COLLECTOR);
    const collected = [...bank.balances(ctx, collector)];
    if (collected.length === 0) return;
    bank.toModule(ctx, collector, DISTRIBUTION, collected);
    const fees = decCoins.fromCoins(collected);
    const total = votes.reduce((sum, { power }) => sum + power, 0n);
    const untaxed = dec.sub(dec.ONE, this.params(ctx).communityTax);
    const forValidators = decCoins.mulTruncate(fees, untaxed);
    let left = fees;
    for (const { address, power } of votes) {
      const validator = this.ports.staking.findByConsensus(ctx, address);
      // Nobody staked for a validator that only the genesis document names: its part is everyone's.
      if (validator === undefined) continue;
      const part = dec.quoTruncate(dec.fromInt(power), dec.fromInt(total));
      const reward = decCoins.mulTruncate(forValidators, part);
      this.reward(ctx, validator, reward);
      left = decCoins.sub(left, reward);
    }
    this.addToPool(ctx, left);
  }

  /** Gives coins that the module's account holds to a validator and its delegators. */
  reward(ctx: WriteContext, validator: Validator, coins: decCoins.DecCoins): void {
    const { operatorAddress: operator, commission } = validator;
    const own = decCoins.mul(coins, commission.commissionRates.rate);
    ctx.emit(commissionAllocated(own, operator));
    const earned = decCoins.add(this.commission(ctx, operator), own);
    this.state.commission.set(ctx, operator, { commission: earned });
    const current = this.state.current.get(ctx, operator) ?? { rewards: [], period: 0n };
    const rewards = decCoins.add(current.rewards, decCoins.sub(coins, own));
    this.state.current.set(ctx, operator, { ...current, rewards });
    ctx.emit(rewardsAllocated(coins, operator));
    const owed = decCoins.add(this.outstanding(ctx, operator), coins);
    this.state.outstanding.set(ctx, operator, { rewards: owed });
  }

  /**
   * Pays a delegation what it earned, and stops counting for it: whole coins to its withdraw address,
   * the rest to the community. What was paid; one coin of zero when nothing was.
   */
  settle(ctx: WriteContext, validator: Validator, delegator: string): readonly Coin[] {
    const operator = validator.operatorAddress;
    if (!this.state.starting.has(ctx, [operator, delegator])) {
      refuse(distributionErrors.noDelegationInfo);
    }
    this.periods.end(ctx, validator);
    const endRatio = this.periods.ratioNow(ctx, validator);
    const owed = this.outstanding(ctx, operator);
    const earned = this.periods.earned(ctx, validator, delegator, endRatio);
    // Steps of rounding that delegations have too much are not taken from the commission.
    const commission = this.commission({ ...ctx, gas: freeGas }, operator);
    const rewards = decCoins.intersect(earned, decCoins.sub(owed, commission));
    const [coins, rest] = decCoins.truncate(rewards);
    this.pay(ctx, delegator, coins);
    this.state.outstanding.set(ctx, operator, { rewards: decCoins.sub(owed, rewards) });
    this.addToPool(ctx, rest);
    this.periods.stop(ctx, delegator, operator);
    const paid = coins.length > 0 ? coins : [{ denom: ctx.chain.denom, amount: 0n }];
    ctx.emit(rewardsWithdrawn(paid, operator, delegator));
    return paid;
  }

  /** Pays a delegation and goes on counting. */
  withdraw(ctx: WriteContext, validator: Validator, delegator: string): readonly Coin[] {
    const paid = this.settle(ctx, validator, delegator);
    this.periods.start(ctx, delegator, validator.operatorAddress);
    return paid;
  }

  /** Pays a validator the whole coins of its commission. Refuses with `distribution` 7. */
  withdrawCommission(ctx: WriteContext, operator: string): readonly Coin[] {
    const earned = this.commission(ctx, operator);
    if (earned.length === 0) refuse(distributionErrors.noCommission);
    const [coins, rest] = decCoins.truncate(earned);
    this.state.commission.set(ctx, operator, { commission: rest });
    const left = decCoins.sub(this.outstanding(ctx, operator), decCoins.fromCoins(coins));
    this.state.outstanding.set(ctx, operator, { rewards: left });
    this.pay(ctx, accountOf(ctx, operator), coins);
    ctx.emit(commissionWithdrawn(coins));
    return coins;
  }

  /** What a delegation would be paid now. */
  pending(ctx: ReadContext, validator: Validator, delegator: string): decCoins.DecCoins {
    return this.periods.earned(ctx, validator, delegator, this.periods.ratioNow(ctx, validator));
  }

  /** Pays what a removed validator still had: its commission to itself, dust to the community. */
  closeValidator(ctx: WriteContext, operator: string): void {
    const earned = this.commission(ctx, operator);
    const [coins, rest] = decCoins.truncate(earned);
    this.addToPool(ctx, rest);
    this.pay(ctx, accountOf(ctx, operator), coins);
    this.addToPool(ctx, decCoins.sub(this.outstanding(ctx, operator), earned));
    this.periods.forget(ctx, operator);
  }

  /** Takes coins of an account into the community pool. Refuses with `sdk` 5. */
  fundPool(ctx: WriteContext, from: string, coins: readonly Coin[]): void {
    this.ports.bank.toModule(ctx, from, DISTRIBUTION, coins);
    this.addToPool(ctx, decCoins.fromCoins(coins));
  }

  /** Pays coins out of the community pool. Refuses with `distribution` 9. */
  spendPool(ctx: WriteContext, to: string, coins: readonly Coin[]): void {
    const pool = this.communityPool(ctx);
    const spent = decCoins.fromCoins(coins);
    const fits = spent.every(({ denom, amount }) => decCoins.amountOf(pool, denom) >= amount);
    if (!fits) refuse(distributionErrors.poolTooSmall);
    this.state.feePool.set(ctx, { communityPool: decCoins.sub(pool, spent) });
    this.ports.bank.fromModule(ctx, DISTRIBUTION, to, coins);
  }

  /** Gives coins that the module's account holds to the community. */
  addToPool(ctx: WriteContext, coins: decCoins.DecCoins): void {
    if (coins.length === 0) return;
    const communityPool = decCoins.add(this.communityPool(ctx), coins);
    this.state.feePool.set(ctx, { communityPool });
  }

  private pay(ctx: WriteContext, account: string, coins: readonly Coin[]): void {
    if (coins.length === 0) return;
    const to = this.withdrawAddress(ctx, account);
    this.ports.bank.fromModule(ctx, DISTRIBUTION, to, coins);
  }
}

const accountOf = (ctx: ReadContext, operator: string): string =>
  addressText(ctx.chain.prefix, addressBytes(operator));
