import { type Balance, GenesisState } from "../../gen/cosmos/bank/v1beta1.js";
import { parseAccount } from "../../keeper/addresses.js";
import {
  type Coin,
  equalCoins,
  formatCoins,
  isDenom,
  isValidCoins,
  sortCoins,
} from "../../keeper/coins.js";
import { defineErrors, refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import * as int from "../../keeper/int.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import type { BankKeeper } from "./keeper.js";
import type { AccountsPort } from "./ports.js";
import type { BankState } from "./state.js";

export const bankGenesisErrors = defineErrors("bank_genesis", {
  malformed: [2, "genesis of balances is not valid", "InvalidArgument"],
  badBalance: [3, "a balance is not valid", "InvalidArgument"],
  wrongSupply: [4, "the supply is not the sum of the balances", "InvalidArgument"],
  badMetadata: [5, "metadata of a denomination is not valid", "InvalidArgument"],
});

/** Section `bank`, in the SDK's shape. An empty supply is worked out; a given one must be right. */
export const bankGenesis = (
  keeper: BankKeeper,
  state: BankState,
  accounts: AccountsPort,
  prefix: string,
): ModuleGenesis => ({
  name: "bank",
  fresh: () =>
    printSection(
      GenesisState,
      GenesisState.create({ params: { sendEnabled: [], defaultSendEnabled: true } }),
    ),

  init(ctx, section) {
    const genesis = readSection(GenesisState, section, bankGenesisErrors.malformed);
    state.params.set(ctx, { ...genesis.params, sendEnabled: [] });
    const seen = new Set<string>();
    const sums = new Map<string, bigint>();
    for (const balance of genesis.balances) {
      const { address, coins } = readBalance(prefix, balance);
      if (seen.has(address)) refuse(bankGenesisErrors.badBalance, { twice: address });
      seen.add(address);
      accounts.ensure(ctx, address);
      keeper.endow(ctx, address, coins);
      for (const { denom, amount } of coins) sums.set(denom, (sums.get(denom) ?? 0n) + amount);
    }
    const total = sortCoins([...sums].map(([denom, amount]) => ({ denom, amount })));
    const supply = sortCoins(genesis.supply);
    if (supply.length > 0 && !equalCoins(supply, total)) {
      const [given, sum] = [formatCoins(supply), formatCoins(total)];
      refuse(bankGenesisErrors.wrongSupply, { given, sum });
    }
    for (const { denom, amount } of total) {
      if (amount > int.MAX) refuse(bankGenesisErrors.wrongSupply, { beyond_256_bits: denom });
      state.supply.set(ctx, denom, amount);
    }
    for (const metadata of genesis.denomMetadata) {
      if (!isDenom(metadata.base)) refuse(bankGenesisErrors.badMetadata, { base: metadata.base });
      if (state.metadata.has(ctx, metadata.base)) {
        refuse(bankGenesisErrors.badMetadata, { twice: metadata.base });
      }
      state.metadata.set(ctx, metadata.base, metadata);
    }
    for (const { denom, enabled } of [...genesis.params.sendEnabled, ...genesis.sendEnabled]) {
      if (!isDenom(denom)) refuse(bankGenesisErrors.badMetadata, { denom });
      if (state.sendEnabled.has(ctx, denom))
        refuse(bankGenesisErrors.badMetadata, { twice: denom });
      state.sendEnabled.set(ctx, denom, enabled);
    }
  },

  export(ctx) {
    const balances = new Map<string, Coin[]>();
    for (const [[address, denom], amount] of state.balances.entries(ctx)) {
      const coins = balances.get(address) ?? [];
      coins.push({ denom, amount });
      balances.set(address, coins);
    }
    return printSection(GenesisState, {
      params: keeper.params(ctx),
      balances: [...balances].map(([address, coins]) => ({ address, coins })),
      supply: [...state.supply.entries(ctx)].map(([denom, amount]) => ({ denom, amount })),
      denomMetadata: [...state.metadata.entries(ctx)].map(([, metadata]) => metadata),
      sendEnabled: [...state.sendEnabled.entries(ctx)].map(([denom, enabled]) => ({
        denom,
        enabled,
      })),
    });
  },
});

function readBalance(prefix: string, { address: text, coins }: Balance): Balance {
  const address = parseAccount(prefix, text);
  if (address === undefined) return refuse(bankGenesisErrors.badBalance, { address: text });
  const sorted = sortCoins(coins.filter(({ amount }) => amount !== 0n));
  if (!isValidCoins(sorted)) {
    refuse(bankGenesisErrors.badBalance, { address, coins: formatCoins(coins) });
  }
  return { address, coins: sorted };
}
