import type { Module } from "../../keeper/module.js";
import { frameworkGenesis } from "./genesis.js";
import type { FrameworkKeeper } from "./keeper.js";
import { frameworkParams } from "./params.js";
import type { CorporationSubjects, EcosystemSubjects } from "./ports.js";
import { getVersion } from "./queries/get-version.js";
import { listVersions } from "./queries/list-versions.js";
import { listParams } from "./queries/params.js";
import { FrameworkSubjects } from "./subjects.js";

/** What the governance framework module stands on; its keeper is made first, as its owners need it. */
export interface FrameworkModuleDeps {
  readonly keeper: FrameworkKeeper;
  readonly corporations: CorporationSubjects;
  readonly ecosystems: EcosystemSubjects;
}

/** The governance framework module. */
export function gfModule({ keeper, corporations, ecosystems }: FrameworkModuleDeps): {
  readonly module: Module;
  readonly keeper: FrameworkKeeper;
} {
  const subjects = new FrameworkSubjects(corporations, ecosystems);
  const deps = { keeper, subjects };
  return {
    keeper,
    module: {
      name: "gf",
      queries: [getVersion(deps), listVersions(deps), listParams()],
      genesis: frameworkGenesis(keeper.state, subjects),
      params: frameworkParams(),
    },
  };
}
