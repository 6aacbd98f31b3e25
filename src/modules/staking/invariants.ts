import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { StakingKeeper } from "./keeper.js";
import { BONDED, potentialPower } from "./types.js";

/** What must hold of stakes. Genesis is held to the same. */
export const stakingInvariants = (keeper: StakingKeeper): readonly Invariant[] => [
  { name: "staking/module-accounts", check: (ctx) => poolFault(ctx, keeper) },
  { name: "staking/delegator-shares", check: (ctx) => sharesFault(ctx, keeper) },
  { name: "staking/positive-delegation", check: (ctx) => delegationFault(ctx, keeper) },
  { name: "staking/bonded-set", check: (ctx) => setFault(ctx, keeper) },
];

/** Pools that hold other amounts than the stakes that they stand for. */
export function poolFault(ctx: ReadContext, keeper: StakingKeeper): string | undefined {
  let bonded = 0n;
  let notBonded = 0n;
  for (const [, { status, tokens }] of keeper.state.validators.entries(ctx)) {
    if (status === BONDED) bonded += tokens;
    else notBonded += tokens;
  }
  for (const [, { entries }] of keeper.state.unbondings.entries(ctx)) {
    for (const { balance } of entries) notBonded += balance;
  }
  const held = keeper.poolTotals(ctx);
  if (held.bonded !== bonded) {
    return `bonded tokens are ${bonded}, their pool holds ${held.bonded}`;
  }
  if (held.notBonded === notBonded) return undefined;
  return `tokens that are not bonded are ${notBonded}, their pool holds ${held.notBonded}`;
}

/** Shares of a validator that are not those of its delegations together. */
export function sharesFault(ctx: ReadContext, keeper: StakingKeeper): string | undefined {
  const { validators, delegations, delegationsOf, operator } = keeper.state;
  for (const [address, { delegatorShares }] of validators.entries(ctx)) {
    let sum = 0n;
    for (const [, who] of delegationsOf.entries(ctx, { start: operator(address) })) {
      sum += delegations.get(ctx, [who, address])?.shares ?? 0n;
    }
    if (sum !== delegatorShares) {
      return `${address} has ${delegatorShares} shares, its delegations have ${sum}`;
    }
  }
  return undefined;
}

function delegationFault(ctx: ReadContext, keeper: StakingKeeper): string | undefined {
  for (const [[who, at], { shares }] of keeper.state.delegations.entries(ctx)) {
    if (shares <= 0n) return `${who} has ${shares} shares of ${at}`;
    if (keeper.find(ctx, at) === undefined) return `${who} delegates to ${at}, which is not there`;
  }
  return undefined;
}

/** A set of consensus that is not the bonded validators with their power. */
function setFault(ctx: ReadContext, keeper: StakingKeeper): string | undefined {
  const last = new Map(keeper.state.lastPowers.entries(ctx));
  for (const [address, validator] of keeper.state.validators.entries(ctx)) {
    const power = last.get(address);
    last.delete(address);
    if ((validator.status === BONDED) !== (power !== undefined)) {
      return `${address} has status ${validator.status} and power ${power ?? "none"}`;
    }
    if (power !== undefined && validator.jailed) return `${address} is jailed and has power`;
    if (power !== undefined && power !== potentialPower(validator)) {
      return `${address} has power ${power} with ${validator.tokens} tokens`;
    }
  }
  const [gone] = last.keys();
  return gone === undefined ? undefined : `${gone} has power and is not there`;
}
