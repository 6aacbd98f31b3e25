import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { corporationGenesis } from "./genesis.js";
import { corporationInvariants } from "./invariants.js";
import type { CorporationKeeper } from "./keeper.js";
import { archiveCorporation } from "./msgs/archive-corporation.js";
import { createCorporation } from "./msgs/create-corporation.js";
import { registerCorporation } from "./msgs/register-corporation.js";
import { updateCorporation } from "./msgs/update-corporation.js";
import { corporationParams } from "./params.js";
import type { DidControllerPort, FrameworkPort, GroupPort, RegistrationPort } from "./ports.js";
import { getCorporation } from "./queries/get-corporation.js";
import { listCorporations } from "./queries/list-corporations.js";
import { listParams } from "./queries/list-params.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "co";

/** What the corporation module stands on; its keeper is made first, as delegation needs it. */
export interface CorporationModuleDeps {
  readonly settings: ChainSettings;
  readonly keeper: CorporationKeeper;
  readonly groups: GroupPort;
  readonly delegation: RegistrationPort;
  readonly frameworks: FrameworkPort;
  /** Asked on chains with `strict_did_ownership` alone (D-GEN-18). */
  readonly didControllers: readonly DidControllerPort[];
}

/** The corporation module. */
export function corporationModule(deps: CorporationModuleDeps): {
  readonly module: Module;
  readonly keeper: CorporationKeeper;
} {
  return {
    keeper: deps.keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, registerCorporation(deps)),
        bindMessage(NAME, createCorporation(deps)),
        bindMessage(NAME, updateCorporation(deps)),
        bindMessage(NAME, archiveCorporation(deps)),
      ],
      queries: [getCorporation(deps), listCorporations(deps), listParams()],
      genesis: corporationGenesis(deps),
      invariants: corporationInvariants(deps),
      params: corporationParams(),
    },
  };
}
