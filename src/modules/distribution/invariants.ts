import type { ReadContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import * as decCoins from "../../keeper/dec-coins.js";
import type { Invariant } from "../../keeper/module.js";
import { DISTRIBUTION, type DistributionKeeper } from "./keeper.js";
import type {
  DistributionAccountsPort,
  DistributionBankPort,
  DistributionStakingPort,
} from "./ports.js";

interface Ports {
  readonly bank: DistributionBankPort;
  readonly accounts: DistributionAccountsPort;
  readonly staking: DistributionStakingPort;
}

/** What must hold of rewards. */
export const distributionInvariants = (
  keeper: DistributionKeeper,
  ports: Ports,
): readonly Invariant[] => [
  { name: "distribution/module-account", check: (ctx) => holdingFault(ctx, keeper, ports) },
  { name: "distribution/records", check: (ctx) => recordFault(ctx, keeper, ports.staking) },
  { name: "distribution/can-withdraw", check: (ctx) => claimFault(ctx, keeper, ports.staking) },
  { name: "distribution/reference-count", check: (ctx) => countFault(ctx, keeper) },
];

/** An account of the module that holds other coins than are owed. */
export function holdingFault(
  ctx: ReadContext,
  keeper: DistributionKeeper,
  { bank, accounts }: Pick<Ports, "bank" | "accounts">,
): string | undefined {
  let owed = keeper.communityPool(ctx);
  for (const [, { rewards }] of keeper.state.outstanding.entries(ctx)) {
    owed = decCoins.add(owed, rewards);
  }
  const [whole] = decCoins.truncate(owed);
  const held = [...bank.balances(ctx, accounts.moduleAddress(DISTRIBUTION))];
  const [a, b] = [decCoins.fromCoins(held), decCoins.fromCoins(whole)];
  if (decCoins.equal(a, b)) return undefined;
  return `${decCoins.format(a)} are held, ${decCoins.format(b)} are owed`;
}

/** A validator or a delegation that is not counted, or one that is counted and is not there. */
function recordFault(
  ctx: ReadContext,
  { state }: DistributionKeeper,
  staking: DistributionStakingPort,
): string | undefined {
  const operators = new Set(staking.operators(ctx));
  for (const operator of operators) {
    const current = state.current.get(ctx, operator);
    if (current === undefined) return `${operator} has no period of rewards`;
    if (!state.outstanding.has(ctx, operator)) return `nothing is set aside for ${operator}`;
    if (!state.historical.has(ctx, [operator, current.period - 1n])) {
      return `${operator} has no period before ${current.period}`;
    }
  }
  for (const map of [state.current, state.outstanding, state.commission]) {
    for (const [operator] of map.entries(ctx)) {
      if (!operators.has(operator)) return `rewards are kept for ${operator}, which is not there`;
    }
  }
  let counted = 0;
  for (const [[operator, delegator], info] of state.starting.entries(ctx)) {
    counted += 1;
    if (staking.sharesOf(ctx, delegator, operator) === undefined) {
      return `${delegator} is counted at ${operator} and has no delegation`;
    }
    if (!state.historical.has(ctx, [operator, info.previousPeriod])) {
      return `${operator} has no period ${info.previousPeriod}, with which ${delegator} began`;
    }
  }
  for (const [[operator, , period], { validatorPeriod }] of state.slashes.entries(ctx)) {
    if (period !== validatorPeriod || !state.historical.has(ctx, [operator, period])) {
      return `${operator} has no period ${validatorPeriod}, at whose end it was slashed`;
    }
  }
  const delegations = staking.countDelegations(ctx);
  return counted === delegations ? undefined : `${counted} of ${delegations} delegations count`;
}

/** A validator of which commission and rewards together are more than what is set aside for it. */
function claimFault(
  ctx: ReadContext,
  keeper: DistributionKeeper,
  staking: DistributionStakingPort,
): string | undefined {
  const claims = new Map<string, decCoins.DecCoins>();
  const claim = (operator: string, coins: decCoins.DecCoins) =>
    claims.set(operator, decCoins.add(claims.get(operator) ?? [], coins));
  for (const [[operator, delegator]] of keeper.state.starting.entries(ctx)) {
    const validator = staking.find(ctx, operator);
    if (validator === undefined) return `${delegator} is counted at ${operator}, which is gone`;
    claim(operator, keeper.pending(ctx, validator, delegator));
  }
  for (const [operator, { rewards }] of keeper.state.outstanding.entries(ctx)) {
    claim(operator, keeper.commission(ctx, operator));
    const asked = claims.get(operator) ?? [];
    claims.delete(operator);
    // Steps of rounding that stakes have too much do not matter: whole coins are paid, of what there is.
    const short = asked.some(
      ({ denom, amount }) => amount >= decCoins.amountOf(rewards, denom) + dec.ONE,
    );
    if (short) {
      return `${operator} owes ${decCoins.format(asked)} of ${decCoins.format(rewards)}`;
    }
  }
  const [gone] = claims.keys();
  return gone === undefined ? undefined : `${gone} owes and has nothing set aside`;
}

/** Periods that are kept for nobody, or not for all who need them: one each, and one a slash. */
function countFault(ctx: ReadContext, keeper: DistributionKeeper): string | undefined {
  const { current, starting, slashes, historical } = keeper.state;
  const wanted = [current, starting, slashes].reduce(
    (sum, map) => sum + [...map.primaryKeys(ctx)].length,
    0,
  );
  let counted = 0;
  for (const [, { referenceCount }] of historical.entries(ctx)) counted += referenceCount;
  return counted === wanted ? undefined : `${counted} references for ${wanted} holders`;
}
