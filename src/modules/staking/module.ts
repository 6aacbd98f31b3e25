import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { firstValidators, forgetHeights, stakingGenesis } from "./genesis.js";
import { stakingInvariants } from "./invariants.js";
import { StakingKeeper } from "./keeper.js";
import { beginRedelegate } from "./msgs/begin-redelegate.js";
import { cancelUnbondingDelegation } from "./msgs/cancel-unbonding-delegation.js";
import { createValidator } from "./msgs/create-validator.js";
import { delegate } from "./msgs/delegate.js";
import { editValidator } from "./msgs/edit-validator.js";
import { undelegate } from "./msgs/undelegate.js";
import { updateParams } from "./msgs/update-params.js";
import type { StakingAccountsPort, StakingBankPort } from "./ports.js";
import { delegationQueries } from "./queries/delegations.js";
import { redelegationQuery } from "./queries/redelegations.js";
import { validatorQueries } from "./queries/validators.js";
import { stakingState } from "./state.js";

/** Stakes behind validators: Cosmos SDK's x/staking. */
export function stakingModule(deps: {
  readonly settings: ChainSettings;
  readonly bank: StakingBankPort;
  readonly accounts: StakingAccountsPort;
}): { readonly module: Module; readonly keeper: StakingKeeper } {
  const { settings, bank, accounts } = deps;
  const keeper = new StakingKeeper(stakingState(settings.prefix), bank, accounts);
  const module: Module = {
    name: "staking",
    version: 5n,
    messages: [
      bindMessage("staking", createValidator(keeper)),
      bindMessage("staking", editValidator(keeper)),
      bindMessage("staking", delegate(keeper)),
      bindMessage("staking", beginRedelegate(keeper)),
      bindMessage("staking", undelegate(keeper)),
      bindMessage("staking", cancelUnbondingDelegation(keeper)),
      bindMessage("staking", updateParams(keeper)),
    ],
    queries: [...validatorQueries(keeper), ...delegationQueries(keeper), redelegationQuery(keeper)],
    genesis: stakingGenesis(keeper),
    invariants: stakingInvariants(keeper),
    firstValidators: (ctx) => firstValidators(ctx, keeper),
    beginBlock: (ctx, block) => keeper.beginBlock(ctx, block),
    endBlockOfValidators: (ctx) => keeper.endBlock(ctx),
    forgetHeights: (ctx) => forgetHeights(ctx, keeper),
  };
  return { module, keeper };
}
