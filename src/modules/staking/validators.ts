import type { Params, Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { StateFault } from "../../keeper/state-fault.js";
import { stakingErrors } from "./errors.js";
import { defaultParams } from "./params.js";
import type { StakingHooks } from "./ports.js";
import type { StakingState } from "./state.js";
import { BONDED, consensusAddress, UNBONDED, UNBONDING } from "./types.js";

/** Every hook of several listeners, in their order. */
export function allHooks(listeners: readonly StakingHooks[]): Required<StakingHooks> {
  return {
    afterValidatorCreated: (...at) => {
      for (const hooks of listeners) hooks.afterValidatorCreated?.(...at);
    },
    afterValidatorRemoved: (...at) => {
      for (const hooks of listeners) hooks.afterValidatorRemoved?.(...at);
    },
    afterValidatorBonded: (...at) => {
      for (const hooks of listeners) hooks.afterValidatorBonded?.(...at);
    },
    beforeDelegationCreated: (...at) => {
      for (const hooks of listeners) hooks.beforeDelegationCreated?.(...at);
    },
    beforeDelegationSharesModified: (...at) => {
      for (const hooks of listeners) hooks.beforeDelegationSharesModified?.(...at);
    },
    afterDelegationModified: (...at) => {
      for (const hooks of listeners) hooks.afterDelegationModified?.(...at);
    },
    beforeValidatorSlashed: (...at) => {
      for (const hooks of listeners) hooks.beforeValidatorSlashed?.(...at);
    },
  };
}

/** Validators and the steps of their status: unbonded, bonded, unbonding. x/staking val_state_change. */
export class Validators {
  readonly #listeners: StakingHooks[] = [];
  readonly hooks = allHooks(this.#listeners);

  constructor(readonly state: StakingState) {}

  /** Tells a module of stakes from now on. */
  listen(hooks: StakingHooks): void {
    this.#listeners.push(hooks);
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? defaultParams(ctx.chain.denom);
  }

  find(ctx: ReadContext, operator: string): Validator | undefined {
    return this.state.validators.get(ctx, operator);
  }

  /** Refuses with `staking` 3. */
  load(ctx: ReadContext, operator: string): Validator {
    return this.find(ctx, operator) ?? refuse(stakingErrors.noValidator);
  }

  /** A validator that must be there, since something is kept for it. */
  known(ctx: ReadContext, operator: string): Validator {
    const validator = this.find(ctx, operator);
    if (validator === undefined) throw new StateFault(`no validator ${operator}`);
    return validator;
  }

  findByConsensus(ctx: ReadContext, address: Uint8Array): Validator | undefined {
    return this.state.validators.by(ctx, this.state.byConsensusAddress, address);
  }

  set(ctx: WriteContext, validator: Validator): Validator {
    this.state.validators.set(ctx, validator.operatorAddress, validator);
    return validator;
  }

  /** Takes a validator out of the running for power. */
  jail(ctx: WriteContext, validator: Validator): Validator {
    if (validator.jailed) throw new StateFault(`${validator.operatorAddress} is jailed already`);
    return this.set(ctx, { ...validator, jailed: true });
  }

  unjail(ctx: WriteContext, validator: Validator): Validator {
    if (!validator.jailed) throw new StateFault(`${validator.operatorAddress} is not jailed`);
    return this.set(ctx, { ...validator, jailed: false });
  }

  bond(ctx: WriteContext, validator: Validator): Validator {
    if (validator.status === BONDED) throw new StateFault("a bonded validator is bonded again");
    const bonded = this.set(ctx, { ...validator, status: BONDED });
    this.hooks.afterValidatorBonded(ctx, bonded.operatorAddress, consensusAddress(bonded));
    return bonded;
  }

  /** Starts the time in which a validator's stake still answers for it. */
  beginUnbonding(ctx: WriteContext, validator: Validator): Validator {
    if (validator.status !== BONDED) throw new StateFault("only a bonded validator can unbond");
    const id = this.state.unbondingIds.next(ctx);
    return this.set(ctx, {
      ...validator,
      status: UNBONDING,
      unbondingHeight: ctx.height,
      unbondingTime: ctx.blockTime + this.params(ctx).unbondingTime,
      unbondingIds: [...validator.unbondingIds, id],
    });
  }

  /** Ends it; a validator that nobody delegates to is gone then. */
  completeUnbonding(ctx: WriteContext, validator: Validator): void {
    const unbonded = this.set(ctx, { ...validator, status: UNBONDED, unbondingIds: [] });
    if (unbonded.delegatorShares === 0n) this.remove(ctx, unbonded);
  }

  /** Removes an unbonded validator without tokens. */
  remove(ctx: WriteContext, validator: Validator): void {
    const { operatorAddress, status, tokens } = validator;
    if (status !== UNBONDED) refuse(stakingErrors.badRemoval, { log: "validator is not unbonded" });
    if (tokens > 0n) refuse(stakingErrors.badRemoval, { log: "validator still contains tokens" });
    this.state.validators.delete(ctx, operatorAddress);
    this.hooks.afterValidatorRemoved(ctx, operatorAddress, consensusAddress(validator));
  }

  /** Validators whose time of unbonding is over, in its order. */
  *mature(ctx: ReadContext): IterableIterator<Validator> {
    const { validators, unbondingAt } = this.state;
    const lt = unbondingAt.bound(ctx.blockTime + 1n);
    for (const validator of validators.along(ctx, unbondingAt, { lt })) {
      if (validator.unbondingHeight <= ctx.height) yield validator;
    }
  }

  /** Those that consensus has, by operator address. */
  *bonded(ctx: ReadContext): IterableIterator<Validator> {
    for (const [operator] of this.state.lastPowers.entries(ctx)) yield this.known(ctx, operator);
  }
}
