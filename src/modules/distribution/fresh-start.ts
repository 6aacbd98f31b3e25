import type { WriteContext } from "../../keeper/context.js";
import { StateFault } from "../../keeper/state-fault.js";
import type { DistributionKeeper } from "./keeper.js";
import type { DistributionStakingPort } from "./ports.js";

/**
 * Pays all commissions and rewards, gives what is left to the community, and counts every validator and
 * delegation anew as from before block 1. Cosmos SDK does so in an export for height zero.
 */
export function startAnew(
  ctx: WriteContext,
  keeper: DistributionKeeper,
  staking: DistributionStakingPort,
): void {
  const operators = [...staking.operators(ctx)];
  const pairs = [...keeper.state.starting.entries(ctx)].map(([pair]) => pair);
  const load = (operator: string) => {
    const validator = staking.find(ctx, operator);
    if (validator === undefined) throw new StateFault(`no validator ${operator}`);
    return validator;
  };
  for (const operator of operators) {
    if (keeper.commission(ctx, operator).length > 0) keeper.withdrawCommission(ctx, operator);
  }
  for (const [operator, delegator] of pairs) keeper.settle(ctx, load(operator), delegator);
  for (const operator of operators) {
    keeper.addToPool(ctx, keeper.outstanding(ctx, operator));
    keeper.periods.forget(ctx, operator);
    keeper.periods.begin(ctx, operator);
  }
  const before = { ...ctx, height: 0n };
  for (const [operator, delegator] of pairs) {
    keeper.periods.end(before, load(operator));
    keeper.periods.start(before, delegator, operator);
  }
}
