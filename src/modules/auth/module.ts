import { MsgUpdateParams, MsgUpdateParamsResponse } from "../../gen/cosmos/auth/v1beta1.js";
import type { ChainSettings } from "../../keeper/context.js";
import type { Module } from "../../keeper/module.js";
import { sdkParamsCheck, updateParams } from "../../keeper/module-params.js";
import { authGenesis } from "./genesis.js";
import { AuthKeeper } from "./keeper.js";
import { paramsFault } from "./params.js";
import { authQueries } from "./queries.js";
import { authState } from "./state.js";

/** Accounts: Cosmos SDK's x/auth. */
export function authModule(settings: ChainSettings): {
  readonly module: Module;
  readonly keeper: AuthKeeper;
} {
  const state = authState(settings.prefix);
  const keeper = new AuthKeeper(state, settings);
  const module: Module = {
    name: "auth",
    version: 5n,
    messages: [
      updateParams("auth", {
        type: MsgUpdateParams,
        response: MsgUpdateParamsResponse,
        check: sdkParamsCheck(paramsFault),
        set: (ctx, next) => state.params.set(ctx, next),
      }),
    ],
    queries: authQueries(keeper, state),
    genesis: authGenesis(keeper, state, settings.prefix),
  };
  return { module, keeper };
}
