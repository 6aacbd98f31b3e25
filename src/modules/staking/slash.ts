import type {
  Redelegation,
  RedelegationEntry,
  UnbondingDelegation,
  UnbondingDelegationEntry,
  Validator,
} from "../../gen/cosmos/staking/v1beta1.js";
import type { WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import { StateFault } from "../../keeper/state-fault.js";
import type { Delegations } from "./delegations.js";
import { POWER_REDUCTION } from "./params.js";
import { BONDED_POOL, NOT_BONDED_POOL, type Pools, poolOf } from "./pools.js";
import type { DelegationKey } from "./state.js";
import { UNBONDED } from "./types.js";
import type { Validators } from "./validators.js";

/** What a validator did, and when it had which power. */
export interface Infraction {
  /** The 20 bytes by which consensus names the validator. */
  readonly consensus: Uint8Array;
  readonly height: bigint;
  readonly power: bigint;
  /** Part of the stake that burns, 0 to 1. */
  readonly fraction: dec.Dec;
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Burns stake that answered for an infraction. x/staking slash.go. */
export class Slasher {
  constructor(
    private readonly validators: Validators,
    private readonly delegations: Delegations,
    private readonly pools: Pools,
  ) {}

  /**
   * Burns a part of the stake that a validator had at a height: of what has unbonded or moved since
   * then first, the rest of what it has. Returns what the validator itself lost, base units. Nobody is
   * slashed twice to below zero; a validator that is gone lost all already.
   */
  slash(ctx: WriteContext, { consensus, height, power, fraction }: Infraction): bigint {
    const validator = this.validators.findByConsensus(ctx, consensus);
    if (validator === undefined) return 0n;
    if (validator.status === UNBONDED) throw new StateFault("an unbonded validator is slashed");
    if (height > ctx.height) throw new StateFault("an infraction lies in the future");
    let left = dec.truncateInt(dec.mul(dec.fromInt(power * POWER_REDUCTION), fraction));
    if (height < ctx.height) left -= this.slashGone(ctx, validator, height, fraction);
    const { operatorAddress, tokens } = validator;
    const burnt = left > 0n ? min(left, tokens) : 0n;
    if (burnt === 0n) return 0n;
    const part = dec.quoRoundUp(dec.fromInt(burnt), dec.fromInt(tokens));
    this.validators.hooks.beforeValidatorSlashed(ctx, operatorAddress, min(part, dec.ONE));
    this.validators.set(ctx, { ...validator, tokens: tokens - burnt });
    this.pools.burn(ctx, poolOf(validator), burnt);
    return burnt;
  }

  /** Slashes stake that has left since a height; what it would have lost had it been whole. */
  private slashGone(ctx: WriteContext, from: Validator, height: bigint, fraction: dec.Dec): bigint {
    const { unbondings, unbondingsOf, redelegations, redelegationsFrom, operator } =
      this.validators.state;
    const start = operator(from.operatorAddress);
    let total = 0n;
    for (const [at, who] of [...unbondingsOf.entries(ctx, { start })]) {
      const found = unbondings.get(ctx, [who, at]);
      if (found !== undefined) total += this.slashUnbonding(ctx, found, height, fraction);
    }
    for (const [source, who, target] of [...redelegationsFrom.entries(ctx, { start })]) {
      const found = redelegations.get(ctx, [who, source, target]);
      if (found !== undefined) total += this.slashRedelegation(ctx, found, height, fraction);
    }
    return total;
  }

  private slashUnbonding(
    ctx: WriteContext,
    unbonding: UnbondingDelegation,
    height: bigint,
    fraction: dec.Dec,
  ): bigint {
    let total = 0n;
    let burnt = 0n;
    const entries = unbonding.entries.map((entry) => {
      if (!answers(ctx, entry, height)) return entry;
      const part = dec.truncateInt(dec.mulInt(fraction, entry.initialBalance));
      total += part;
      burnt += min(part, entry.balance);
      return { ...entry, balance: entry.balance - min(part, entry.balance) };
    });
    if (burnt > 0n) this.delegations.setUnbonding(ctx, { ...unbonding, entries });
    this.pools.burn(ctx, NOT_BONDED_POOL, burnt);
    return total;
  }

  /**
   * Slashes stake that moved to another validator: what of it unbonds there first, then what is still
   * delegated. As in Cosmos SDK v0.53 the delegation loses its whole part as soon as the unbonding could
   * not bear all of it.
   */
  private slashRedelegation(
    ctx: WriteContext,
    redelegation: Redelegation,
    height: bigint,
    fraction: dec.Dec,
  ): bigint {
    const { delegatorAddress: who, validatorDstAddress: target } = redelegation;
    let total = 0n;
    const burnt = { [BONDED_POOL]: 0n, [NOT_BONDED_POOL]: 0n };
    for (const entry of redelegation.entries) {
      if (!answers(ctx, entry, height)) continue;
      const part = dec.truncateInt(dec.mulInt(fraction, entry.initialBalance));
      total += part;
      const unbonding = this.takeUnbonding(ctx, [who, target], height, part);
      burnt[NOT_BONDED_POOL] += unbonding;
      const wanted = unbonding === part ? 0n : dec.mul(fraction, entry.sharesDst);
      const delegation = wanted === 0n ? undefined : this.delegations.find(ctx, who, target);
      // Whoever has no delegation there any more has nothing left to lose.
      if (delegation === undefined) continue;
      const pool = poolOf(this.validators.known(ctx, target));
      const tokens = this.delegations.unbond(ctx, who, target, min(wanted, delegation.shares));
      burnt[pool === BONDED_POOL ? BONDED_POOL : NOT_BONDED_POOL] += tokens;
    }
    this.pools.burn(ctx, BONDED_POOL, burnt[BONDED_POOL]);
    this.pools.burn(ctx, NOT_BONDED_POOL, burnt[NOT_BONDED_POOL]);
    return total;
  }

  /** Takes up to an amount from what unbonds since a height, entry by entry; what could be taken. */
  private takeUnbonding(
    ctx: WriteContext,
    [who, at]: DelegationKey,
    height: bigint,
    amount: bigint,
  ): bigint {
    const unbonding = this.delegations.findUnbonding(ctx, who, at);
    if (unbonding === undefined) return 0n;
    let taken = 0n;
    const entries = unbonding.entries.map((entry) => {
      if (!answers(ctx, entry, height)) return entry;
      const part = min(amount - taken, entry.balance);
      taken += part;
      return { ...entry, balance: entry.balance - part };
    });
    if (taken > 0n) this.delegations.setUnbonding(ctx, { ...unbonding, entries });
    return taken;
  }
}

/** Whether stake that left with this entry was there at the height and has not waited to the end. */
function answers(
  ctx: WriteContext,
  { creationHeight, completionTime }: UnbondingDelegationEntry | RedelegationEntry,
  height: bigint,
): boolean {
  return creationHeight >= height && completionTime > ctx.blockTime;
}
