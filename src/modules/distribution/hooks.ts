import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";
import { StateFault } from "../../keeper/state-fault.js";
import type { DistributionKeeper } from "./keeper.js";
import type { DistributionStakingPort } from "./ports.js";

/** What distribution does when stakes change. x/distribution Hooks. */
export function distributionHooks(keeper: DistributionKeeper, staking: DistributionStakingPort) {
  const load = (ctx: ReadContext, operator: string): Validator => {
    const validator = staking.find(ctx, operator);
    if (validator === undefined) throw new StateFault(`no validator ${operator}`);
    return validator;
  };
  return {
    afterValidatorCreated: (ctx: WriteContext, operator: string) => {
      keeper.periods.begin(ctx, operator);
    },
    afterValidatorRemoved: (ctx: WriteContext, operator: string) => {
      keeper.closeValidator(ctx, operator);
    },
    beforeDelegationCreated: (ctx: WriteContext, _delegator: string, operator: string) => {
      keeper.periods.end(ctx, load(ctx, operator));
    },
    beforeDelegationSharesModified: (ctx: WriteContext, delegator: string, operator: string) => {
      keeper.settle(ctx, load(ctx, operator), delegator);
    },
    afterDelegationModified: (ctx: WriteContext, delegator: string, operator: string) => {
      keeper.periods.start(ctx, delegator, operator);
    },
    beforeValidatorSlashed: (ctx: WriteContext, operator: string, fraction: Dec) => {
      keeper.periods.slash(ctx, operator, fraction);
    },
  };
}
