import type { Module } from "../keeper/module.js";
import type { Upgrade } from "../modules/upgrade/index.js";

/** Names of the stores, all mounted from genesis, empty ones included in the app hash (D-TX-10). */
export const STORES: readonly string[] = [
  ...["acc", "authz", "bank", "consensus", "distribution", "evidence", "feegrant", "gov", "group"],
  ...["mint", "slashing", "staking", "upgrade"],
  ...["co", "cs", "de", "di", "ec", "gf", "pp", "td", "xr"],
  "vpr",
];

/**
 * Upgrades that this program knows, oldest first; see docs/upgrades.md. One that a chain may have
 * carried out stays: a program without it takes itself for an older one.
 */
export const UPGRADES: readonly Upgrade[] = [];

/** One version of the program, as far as the state machine goes. */
export interface Release {
  readonly stores: readonly string[];
  readonly upgrades: readonly Upgrade[];
  /** Last say on the modules, before they are bound: how tests make the next version. */
  adapt?(modules: readonly Module[]): readonly Module[];
}

/** This version. */
export const RELEASE: Release = { stores: STORES, upgrades: UPGRADES };
