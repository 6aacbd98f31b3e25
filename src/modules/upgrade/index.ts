/** Changes of the program at a height that governance chose. */
export { upgradeErrors } from "./errors.js";
export { upgradeModule } from "./module.js";
export { duePlan, UPGRADE_STORE } from "./state.js";
export { type DuePlan, type Upgrade, type UpgradeFault, UpgradeHalt } from "./types.js";
export { type UpgradeStep, Upgrades } from "./upgrades.js";
