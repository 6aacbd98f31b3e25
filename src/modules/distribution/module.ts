import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { startAnew } from "./fresh-start.js";
import { distributionGenesis } from "./genesis.js";
import { distributionHooks } from "./hooks.js";
import { distributionInvariants } from "./invariants.js";
import { DistributionKeeper } from "./keeper.js";
import { communityPoolSpend, fundCommunityPool } from "./msgs/community-pool.js";
import { depositValidatorRewardsPool } from "./msgs/deposit-validator-rewards-pool.js";
import { setWithdrawAddress } from "./msgs/set-withdraw-address.js";
import { updateParams } from "./msgs/update-params.js";
import { withdrawDelegatorReward } from "./msgs/withdraw-delegator-reward.js";
import { withdrawValidatorCommission } from "./msgs/withdraw-validator-commission.js";
import type {
  DistributionAccountsPort,
  DistributionBankPort,
  DistributionStakingPort,
} from "./ports.js";
import { distributionQueries } from "./queries.js";
import { distributionState } from "./state.js";

/** Rewards of validators and delegators: Cosmos SDK's x/distribution. */
export function distributionModule(deps: {
  readonly settings: ChainSettings;
  readonly bank: DistributionBankPort;
  readonly accounts: DistributionAccountsPort;
  readonly staking: DistributionStakingPort;
  /** Accounts that take no plain transfers. */
  readonly blocked: ReadonlySet<string>;
}): {
  readonly module: Module;
  readonly keeper: DistributionKeeper;
  /** For staking to tell of its changes. */
  readonly hooks: ReturnType<typeof distributionHooks>;
} {
  const { settings, bank, accounts, staking, blocked } = deps;
  const ports = { bank, accounts, staking };
  const keeper = new DistributionKeeper(distributionState(settings.prefix), ports);
  const module: Module = {
    name: "distribution",
    version: 3n,
    messages: [
      bindMessage("distribution", setWithdrawAddress(keeper, blocked)),
      bindMessage("distribution", withdrawDelegatorReward(keeper, staking)),
      bindMessage("distribution", withdrawValidatorCommission(keeper)),
      bindMessage("distribution", fundCommunityPool(keeper)),
      bindMessage("distribution", communityPoolSpend(keeper, blocked)),
      bindMessage("distribution", depositValidatorRewardsPool(keeper, ports)),
      bindMessage("distribution", updateParams(keeper)),
    ],
    queries: distributionQueries(keeper, staking),
    genesis: distributionGenesis(keeper, ports),
    invariants: distributionInvariants(keeper, ports),
    beginBlock: (ctx, block) => keeper.beginBlock(ctx, block),
    forgetHeights: (ctx) => startAnew(ctx, keeper, staking),
  };
  return { module, keeper, hooks: distributionHooks(keeper, staking) };
}
