import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import type { Module } from "../../keeper/module.js";
import { trustDepositGenesis } from "./genesis.js";
import { TrustDepositKeeper } from "./keeper.js";
import { trustDepositParams } from "./params.js";
import { listParams } from "./queries/list-params.js";
import { trustDepositState } from "./state.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "td";

/** The trust deposit module: its parameters. */
export function tdModule(deps: { readonly settings: ChainSettings }): {
  readonly module: Module;
  readonly keeper: TrustDepositKeeper;
} {
  const { prefix } = deps.settings;
  const keeper = new TrustDepositKeeper(trustDepositState(new Schema(NAME, prefix)), prefix);
  return {
    keeper,
    module: {
      name: NAME,
      queries: [listParams({ deposits: keeper })],
      genesis: trustDepositGenesis(keeper, prefix),
      params: trustDepositParams(keeper, prefix),
    },
  };
}
