import type { DelegationPort } from "../../keeper/authority.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { frameworkGenesis } from "./genesis.js";
import { frameworkInvariants } from "./invariants.js";
import type { FrameworkKeeper } from "./keeper.js";
import { addGovernanceFrameworkDocument } from "./msgs/add-governance-framework-document.js";
import { increaseActiveGovernanceFrameworkVersion } from "./msgs/increase-active-governance-framework-version.js";
import { frameworkParams } from "./params.js";
import type { CorporationSubjects, EcosystemSubjects } from "./ports.js";
import { getVersion } from "./queries/get-version.js";
import { listVersions } from "./queries/list-versions.js";
import { listParams } from "./queries/params.js";
import { FrameworkSubjects } from "./subjects.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "gf";

/** What the governance framework module stands on; its keeper is made first, as its owners need it. */
export interface FrameworkModuleDeps {
  readonly settings: ChainSettings;
  readonly keeper: FrameworkKeeper;
  readonly delegation: DelegationPort;
  readonly corporations: CorporationSubjects;
  readonly ecosystems: EcosystemSubjects;
}

/** The governance framework module. */
export function gfModule(deps: FrameworkModuleDeps): {
  readonly module: Module;
  readonly keeper: FrameworkKeeper;
} {
  const { keeper, corporations, ecosystems } = deps;
  const subjects = new FrameworkSubjects(corporations, ecosystems);
  const all = { ...deps, subjects };
  return {
    keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, addGovernanceFrameworkDocument(all)),
        bindMessage(NAME, increaseActiveGovernanceFrameworkVersion(all)),
      ],
      queries: [getVersion(all), listVersions(all), listParams()],
      genesis: frameworkGenesis(keeper.state, subjects),
      params: frameworkParams(),
      invariants: frameworkInvariants(keeper.state, subjects),
    },
  };
}
