import type { DelegationPort } from "../../keeper/authority.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { ecosystemGenesis } from "./genesis.js";
import { ecosystemInvariants } from "./invariants.js";
import type { EcosystemKeeper } from "./keeper.js";
import { archiveEcosystem } from "./msgs/archive-ecosystem.js";
import { createEcosystem } from "./msgs/create-ecosystem.js";
import { updateEcosystem } from "./msgs/update-ecosystem.js";
import { ecosystemParams } from "./params.js";
import type { CorporationPort, DidControllerPort, FrameworkPort } from "./ports.js";
import { getEcosystem } from "./queries/get-ecosystem.js";
import { listEcosystems } from "./queries/list-ecosystems.js";
import { listParams } from "./queries/list-params.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "ec";

/** What the ecosystem module stands on; its keeper is made first, as corporations ask it for DIDs. */
export interface EcosystemModuleDeps {
  readonly settings: ChainSettings;
  readonly keeper: EcosystemKeeper;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
  readonly frameworks: FrameworkPort;
  /** Asked on chains with `strict_did_ownership` alone (D-GEN-18). */
  readonly didControllers: readonly DidControllerPort[];
}

/** The ecosystem module. */
export function ecosystemModule(deps: EcosystemModuleDeps): {
  readonly module: Module;
  readonly keeper: EcosystemKeeper;
} {
  return {
    keeper: deps.keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, createEcosystem(deps)),
        bindMessage(NAME, updateEcosystem(deps)),
        bindMessage(NAME, archiveEcosystem(deps)),
      ],
      queries: [getEcosystem(deps), listEcosystems(deps), listParams(deps)],
      genesis: ecosystemGenesis(deps),
      invariants: ecosystemInvariants(deps),
      params: ecosystemParams(deps.keeper),
    },
  };
}
