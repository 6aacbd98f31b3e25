import { MsgUpdateParams, MsgUpdateParamsResponse } from "../../gen/cosmos/bank/v1beta1.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { sdkParamsCheck, updateParams } from "../../keeper/module-params.js";
import { bankGenesis } from "./genesis.js";
import { bankInvariants } from "./invariants.js";
import { BankKeeper } from "./keeper.js";
import { multiSend } from "./msgs/multi-send.js";
import { send } from "./msgs/send.js";
import { setSendEnabled } from "./msgs/set-send-enabled.js";
import type { AccountsPort } from "./ports.js";
import { bankQueries } from "./queries.js";
import { bankState } from "./state.js";
import { TransferRules } from "./transfer-rules.js";

/** Balances: Cosmos SDK's x/bank. `blocked` accounts take no plain transfers. */
export function bankModule(deps: {
  readonly settings: ChainSettings;
  readonly accounts: AccountsPort;
  readonly blocked: ReadonlySet<string>;
}): {
  readonly module: Module;
  readonly keeper: BankKeeper;
  /** What plain transfers are refused for. */
  readonly rules: TransferRules;
} {
  const { settings, accounts } = deps;
  const state = bankState(settings.prefix);
  const keeper = new BankKeeper(state, accounts);
  const rules = new TransferRules(keeper, deps.blocked);
  const module: Module = {
    name: "bank",
    version: 4n,
    messages: [
      bindMessage("bank", send(keeper, rules)),
      bindMessage("bank", multiSend(keeper, rules)),
      bindMessage("bank", setSendEnabled(state)),
      updateParams("bank", {
        type: MsgUpdateParams,
        response: MsgUpdateParamsResponse,
        check: sdkParamsCheck(({ sendEnabled }) =>
          sendEnabled.length > 0
            ? "use of send_enabled in params is no longer supported"
            : undefined,
        ),
        set: (ctx, next) => state.params.set(ctx, next),
      }),
    ],
    queries: bankQueries(keeper, state),
    genesis: bankGenesis(keeper, state, accounts, settings.prefix),
    invariants: bankInvariants(state),
  };
  return { module, keeper, rules };
}
