import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module, ModuleGenesis } from "../../keeper/module.js";
import type { Json } from "../../keeper/query.js";
import { upgradeGenesisErrors } from "./errors.js";
import { UpgradeKeeper } from "./keeper.js";
import { versionOf } from "./migrate.js";
import { cancelUpgrade } from "./msgs/cancel-upgrade.js";
import { softwareUpgrade } from "./msgs/software-upgrade.js";
import { upgradeQueries } from "./queries.js";
import { UPGRADE_STORE, type UpgradeState, upgradeState } from "./state.js";
import type { Upgrade } from "./types.js";
import { Upgrades } from "./upgrades.js";

/** Changes of the program at a height: Cosmos SDK's x/upgrade. `modules` are all others, in their order. */
export function upgradeModule(deps: {
  readonly settings: ChainSettings;
  readonly modules: readonly Module[];
  readonly upgrades: readonly Upgrade[];
}): { readonly module: Module; readonly upgrades: Upgrades } {
  const keeper = new UpgradeKeeper(upgradeState(deps.settings.prefix));
  const module: Module = {
    name: UPGRADE_STORE,
    version: 2n,
    messages: [
      bindMessage(UPGRADE_STORE, softwareUpgrade(keeper)),
      bindMessage(UPGRADE_STORE, cancelUpgrade(keeper)),
    ],
    queries: upgradeQueries(keeper),
    genesis: genesis(keeper.state, () => all),
    invariants: [{ name: "upgrade/versions", check: (ctx) => versionFault(ctx, keeper, all) }],
  };
  const all = [module, ...deps.modules];
  return { module, upgrades: new Upgrades(keeper, all, deps.upgrades) };
}

/**
 * Section `upgrade`: empty, as in Cosmos SDK. A chain starts with the versions that its modules have;
 * a plan that waited when it was exported is of the chain before.
 */
const genesis = (state: UpgradeState, modules: () => readonly Module[]): ModuleGenesis => ({
  name: UPGRADE_STORE,
  fresh: () => ({}),
  init(ctx, section) {
    if (!isEmpty(section)) {
      refuse(upgradeGenesisErrors.malformed, { reason: "it must be an empty object" });
    }
    startVersions(ctx, state, modules());
  },
  export: () => ({}),
});

function startVersions(ctx: WriteContext, state: UpgradeState, modules: readonly Module[]): void {
  for (const module of modules) state.versions.set(ctx, module.name, versionOf(module));
}

/** A module whose state has another version than this program's: migrations are missing. */
function versionFault(
  ctx: ReadContext,
  keeper: UpgradeKeeper,
  modules: readonly Module[],
): string | undefined {
  const stored = new Map(keeper.versions(ctx).map(({ name, version }) => [name, version]));
  for (const module of modules) {
    const version = stored.get(module.name) ?? 0n;
    if (version !== versionOf(module)) {
      return `the state of ${module.name} has version ${version}, not ${versionOf(module)}`;
    }
  }
  const extra = modules.length < stored.size;
  return extra ? "versions of modules are stored that this program does not have" : undefined;
}

const isEmpty = (section: Json): boolean =>
  section === null ||
  (typeof section === "object" && !Array.isArray(section) && Object.keys(section).length === 0);
