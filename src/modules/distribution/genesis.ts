import { GenesisState } from "../../gen/cosmos/distribution/v1beta1.js";
import { addressBytes, addressText, parseAddress } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import * as decCoins from "../../keeper/dec-coins.js";
import { refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { distributionGenesisErrors } from "./errors.js";
import { holdingFault } from "./invariants.js";
import type { DistributionKeeper } from "./keeper.js";
import { DEFAULT_PARAMS, paramsFault } from "./params.js";
import type { DistributionAccountsPort, DistributionBankPort } from "./ports.js";

/** Section `distribution`, in the SDK's shape. What is owed must be what the module's account holds. */
export const distributionGenesis = (
  keeper: DistributionKeeper,
  ports: { readonly bank: DistributionBankPort; readonly accounts: DistributionAccountsPort },
): ModuleGenesis => ({
  name: "distribution",
  fresh: () => printSection(GenesisState, GenesisState.create({ params: DEFAULT_PARAMS })),

  init(ctx, section) {
    const given = readSection(GenesisState, section, distributionGenesisErrors.malformed);
    const reason = paramsFault(given.params);
    if (reason !== undefined) refuse(distributionGenesisErrors.malformed, { reason });
    const { state } = keeper;
    state.params.set(ctx, given.params);
    const pool = checkedCoins(given.feePool.communityPool);
    if (pool.length > 0) state.feePool.set(ctx, { communityPool: pool });
    for (const { delegatorAddress, withdrawAddress } of given.delegatorWithdrawInfos) {
      const delegator = accountOf(ctx, delegatorAddress);
      state.withdrawAddresses.set(ctx, delegator, accountOf(ctx, withdrawAddress));
    }
    if (given.previousProposer !== "") {
      const proposer = addressOf(ctx, given.previousProposer, "valcons");
      state.previousProposer.set(ctx, addressBytes(proposer));
    }
    initValidators(ctx, keeper, given);
    const wrong = holdingFault(ctx, keeper, ports);
    if (wrong !== undefined) refuse(distributionGenesisErrors.malformed, { reason: wrong });
  },

  export(ctx) {
    const { state } = keeper;
    const proposer = state.previousProposer.get(ctx);
    return printSection(GenesisState, {
      params: keeper.params(ctx),
      feePool: { communityPool: keeper.communityPool(ctx) },
      delegatorWithdrawInfos: [...state.withdrawAddresses.entries(ctx)].map(
        ([delegatorAddress, withdrawAddress]) => ({ delegatorAddress, withdrawAddress }),
      ),
      previousProposer:
        proposer === undefined ? "" : addressText(`${ctx.chain.prefix}valcons`, proposer),
      outstandingRewards: [...state.outstanding.entries(ctx)].map(
        ([validatorAddress, { rewards }]) => ({ validatorAddress, outstandingRewards: rewards }),
      ),
      validatorAccumulatedCommissions: [...state.commission.entries(ctx)].map(
        ([validatorAddress, accumulated]) => ({ validatorAddress, accumulated }),
      ),
      validatorHistoricalRewards: [...state.historical.entries(ctx)].map(
        ([[validatorAddress, period], rewards]) => ({ validatorAddress, period, rewards }),
      ),
      validatorCurrentRewards: [...state.current.entries(ctx)].map(
        ([validatorAddress, rewards]) => ({ validatorAddress, rewards }),
      ),
      delegatorStartingInfos: [...state.starting.entries(ctx)].map(
        ([[validatorAddress, delegatorAddress], startingInfo]) => ({
          delegatorAddress,
          validatorAddress,
          startingInfo,
        }),
      ),
      validatorSlashEvents: [...state.slashes.entries(ctx)].map(
        ([[validatorAddress, height, period], validatorSlashEvent]) => ({
          validatorAddress,
          height,
          period,
          validatorSlashEvent,
        }),
      ),
    });
  },
});

function initValidators(ctx: WriteContext, keeper: DistributionKeeper, given: GenesisState): void {
  const { state } = keeper;
  const operator = (text: string) => addressOf(ctx, text, "valoper");
  for (const { validatorAddress, outstandingRewards } of given.outstandingRewards) {
    const rewards = checkedCoins(outstandingRewards);
    state.outstanding.set(ctx, operator(validatorAddress), { rewards });
  }
  for (const { validatorAddress, accumulated } of given.validatorAccumulatedCommissions) {
    const commission = checkedCoins(accumulated.commission);
    state.commission.set(ctx, operator(validatorAddress), { commission });
  }
  for (const { validatorAddress, period, rewards } of given.validatorHistoricalRewards) {
    checkedCoins(rewards.cumulativeRewardRatio);
    state.historical.set(ctx, [operator(validatorAddress), period], rewards);
  }
  for (const { validatorAddress, rewards } of given.validatorCurrentRewards) {
    checkedCoins(rewards.rewards);
    state.current.set(ctx, operator(validatorAddress), rewards);
  }
  for (const info of given.delegatorStartingInfos) {
    const key = [operator(info.validatorAddress), accountOf(ctx, info.delegatorAddress)] as const;
    if (info.startingInfo.stake < 0n) {
      refuse(distributionGenesisErrors.malformed, { stake_of: info.delegatorAddress });
    }
    state.starting.set(ctx, key, info.startingInfo);
  }
  for (const {
    validatorAddress,
    height,
    period,
    validatorSlashEvent,
  } of given.validatorSlashEvents) {
    const { fraction } = validatorSlashEvent;
    if (fraction < 0n || fraction > dec.ONE) {
      refuse(distributionGenesisErrors.malformed, { slash_of: validatorAddress });
    }
    state.slashes.set(ctx, [operator(validatorAddress), height, period], validatorSlashEvent);
  }
}

function checkedCoins(coins: decCoins.DecCoins): decCoins.DecCoins {
  const isSorted = coins.every(({ denom, amount }, i) => {
    const before = coins[i - 1];
    return amount > 0n && (before === undefined || before.denom < denom);
  });
  if (!isSorted) refuse(distributionGenesisErrors.malformed, { coins: decCoins.format(coins) });
  return coins;
}

const accountOf = (ctx: ReadContext, text: string): string => addressOf(ctx, text, "");

function addressOf(ctx: ReadContext, text: string, kind: "" | "valoper" | "valcons"): string {
  const parsed = parseAddress(`${ctx.chain.prefix}${kind}`, text);
  if (typeof parsed === "string") return parsed;
  return refuse(distributionGenesisErrors.malformed, { address: text });
}
