import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { WriteContext } from "../../keeper/context.js";
import type { ValidatorPower } from "../../keeper/module.js";
import { BONDED_POOL, NOT_BONDED_POOL, type Pools } from "./pools.js";
import { BONDED, consensusKey, consensusPower, potentialPower } from "./types.js";
import type { Validators } from "./validators.js";

/** The validators that consensus has: those with the greatest power. x/staking val_state_change. */
export class ValidatorSet {
  constructor(
    private readonly validators: Validators,
    private readonly pools: Pools,
  ) {}

  /**
   * Brings the set up to date and moves tokens between the pools; what changed for consensus: whoever
   * has new power by power, then whoever left by operator address. As many validators are looked at as
   * the set may hold, however many there are.
   */
  update(ctx: WriteContext): readonly ValidatorPower[] {
    const { lastPowers, lastTotalPower } = this.validators.state;
    const left = new Map(lastPowers.entries(ctx));
    const updates: ValidatorPower[] = [];
    let total = 0n;
    let toBonded = 0n;
    for (const validator of this.strongest(ctx)) {
      const { operatorAddress: operator, status, tokens } = validator;
      const isNew = status !== BONDED;
      if (isNew) toBonded += tokens;
      const bonded = isNew ? this.validators.bond(ctx, validator) : validator;
      const power = consensusPower(bonded);
      if (left.get(operator) !== power) {
        updates.push({ publicKey: consensusKey(bonded), power });
        lastPowers.set(ctx, operator, power);
      }
      left.delete(operator);
      total += power;
    }
    for (const operator of left.keys()) {
      const gone = this.validators.beginUnbonding(ctx, this.validators.known(ctx, operator));
      toBonded -= gone.tokens;
      lastPowers.delete(ctx, operator);
      updates.push({ publicKey: consensusKey(gone), power: 0n });
    }
    this.pools.move(ctx, NOT_BONDED_POOL, BONDED_POOL, toBonded);
    this.pools.move(ctx, BONDED_POOL, NOT_BONDED_POOL, -toBonded);
    if (updates.length > 0) lastTotalPower.set(ctx, total);
    return updates;
  }

  private strongest(ctx: WriteContext): readonly Validator[] {
    const { validators, byPower } = this.validators.state;
    const most = this.validators.params(ctx).maxValidators;
    const found: Validator[] = [];
    for (const validator of validators.along(ctx, byPower)) {
      if (found.length >= most || potentialPower(validator) === 0n) break;
      found.push(validator);
    }
    return found;
  }
}
