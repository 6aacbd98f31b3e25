import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage, type MessageRouter } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { authzGenesis } from "./genesis.js";
import { authzInvariants } from "./invariants.js";
import { AuthzKeeper } from "./keeper.js";
import { exec } from "./msgs/exec.js";
import { grant } from "./msgs/grant.js";
import { revoke } from "./msgs/revoke.js";
import type { AccountsPort, RecipientPort } from "./ports.js";
import { authzQueries } from "./queries.js";
import { authzState } from "./state.js";

/** Messages that one account may send for another: Cosmos SDK's x/authz. The router may be filled later. */
export function authzModule(deps: {
  readonly settings: ChainSettings;
  readonly accounts: AccountsPort;
  readonly recipients: RecipientPort;
  readonly router: MessageRouter;
}): { readonly module: Module } {
  const { settings, accounts, recipients, router } = deps;
  const keeper = new AuthzKeeper(authzState(settings.prefix), router, accounts, recipients);
  const module: Module = {
    name: "authz",
    version: 2n,
    messages: [
      bindMessage("authz", grant(keeper)),
      bindMessage("authz", exec(keeper)),
      bindMessage("authz", revoke(keeper)),
    ],
    queries: authzQueries(keeper.state),
    genesis: authzGenesis(keeper),
    invariants: authzInvariants(keeper),
    beginBlock: (ctx) => keeper.beginBlock(ctx),
  };
  return { module };
}
