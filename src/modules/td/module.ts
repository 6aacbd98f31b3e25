import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { NAME } from "./deposit.js";
import { trustDepositGenesis } from "./genesis.js";
import { trustDepositInvariants } from "./invariants.js";
import { TrustDepositKeeper } from "./keeper.js";
import { reclaimTrustDepositYield } from "./msgs/reclaim-trust-deposit-yield.js";
import { repaySlashedTrustDeposit } from "./msgs/repay-slashed-trust-deposit.js";
import { slashTrustDeposit } from "./msgs/slash-trust-deposit.js";
import { trustDepositParams } from "./params.js";
import type { AccountsPort, BankPort, CorporationPort, SpendingPort } from "./ports.js";
import { getTrustDeposit } from "./queries/get-trust-deposit.js";
import { listParams } from "./queries/list-params.js";
import { trustDepositState } from "./state.js";

/** What the trust deposit module stands on. */
export interface TrustDepositModuleDeps {
  readonly settings: ChainSettings;
  readonly bank: BankPort;
  readonly accounts: AccountsPort;
  readonly corporations: CorporationPort;
  readonly delegation: SpendingPort;
}

/** The trust deposit module. */
export function tdModule(deps: TrustDepositModuleDeps): {
  readonly module: Module;
  readonly keeper: TrustDepositKeeper;
} {
  const { settings } = deps;
  const { prefix } = settings;
  const keeper = new TrustDepositKeeper(trustDepositState(new Schema(NAME, prefix)), deps, prefix);
  const k = { ...deps, deposits: keeper };
  return {
    keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, reclaimTrustDepositYield(k)),
        bindMessage(NAME, slashTrustDeposit(k)),
        bindMessage(NAME, repaySlashedTrustDeposit(k)),
      ],
      queries: [getTrustDeposit(k), listParams(k)],
      genesis: trustDepositGenesis(keeper, prefix),
      invariants: trustDepositInvariants(keeper),
      params: trustDepositParams(keeper, prefix),
    },
  };
}
