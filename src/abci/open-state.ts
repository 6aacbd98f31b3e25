import { duePlan, UPGRADE_STORE, type Upgrade } from "../modules/upgrade/index.js";
import {
  type MultiStoreOptions,
  type OpenMultiStore,
  openMultiStore,
} from "../store/multistore.js";
import type { StoreUpgrade } from "../store/upgrade.js";
import { RELEASE, type Release } from "./release.js";

/** How the state of a node is opened; its stores are those of the release. */
export type StateOptions = Omit<MultiStoreOptions, "stores" | "upgrade"> & {
  readonly release?: Release | undefined;
  /** Heights at which this node lets a plan pass, and its stores with it. */
  readonly skipUpgrades?: ReadonlySet<bigint> | undefined;
};

/**
 * Opens or creates the state of a chain with the stores of a release. Where the plan that the state
 * itself holds is due with the next block, the stores that its upgrade brings are mounted with that
 * block. StoreFault when stores differ for no such reason.
 */
export function openState(options: StateOptions): Promise<OpenMultiStore> {
  const { release = RELEASE, skipUpgrades, ...rest } = options;
  return openMultiStore({
    ...rest,
    stores: release.stores,
    upgrade: (state, next) => {
      const plan = duePlan(state.store(UPGRADE_STORE), next);
      return skipUpgrades?.has(next) ? undefined : storesOf(release.upgrades, plan?.name);
    },
  });
}

const storesOf = (
  upgrades: readonly Upgrade[],
  name: string | undefined,
): StoreUpgrade | undefined => upgrades.find((upgrade) => upgrade.name === name)?.stores;
