import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { feegrantGenesis } from "./genesis.js";
import { feegrantInvariants } from "./invariants.js";
import { FeegrantKeeper } from "./keeper.js";
import { grantAllowance } from "./msgs/grant-allowance.js";
import { pruneAllowances } from "./msgs/prune-allowances.js";
import { revokeAllowance } from "./msgs/revoke-allowance.js";
import type { AccountsPort, RecipientPort } from "./ports.js";
import { feegrantQueries } from "./queries.js";
import { feegrantState } from "./state.js";

/** Fees that one account pays for another: Cosmos SDK's x/feegrant. */
export function feegrantModule(deps: {
  readonly settings: ChainSettings;
  readonly accounts: AccountsPort;
  readonly recipients: RecipientPort;
}): { readonly module: Module; readonly keeper: FeegrantKeeper } {
  const { settings, accounts, recipients } = deps;
  const keeper = new FeegrantKeeper(feegrantState(settings.prefix), accounts, recipients);
  const module: Module = {
    name: "feegrant",
    version: 2n,
    messages: [
      bindMessage("feegrant", grantAllowance(keeper)),
      bindMessage("feegrant", revokeAllowance(keeper)),
      bindMessage("feegrant", pruneAllowances(keeper)),
    ],
    queries: feegrantQueries(keeper.state),
    genesis: feegrantGenesis(keeper),
    invariants: feegrantInvariants(keeper),
    endBlock: (ctx) => keeper.endBlock(ctx),
  };
  return { module, keeper };
}
