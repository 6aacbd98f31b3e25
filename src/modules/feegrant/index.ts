export type { Allowance } from "./allowance.js";
export type { Parties } from "./events.js";
export type { FeegrantKeeper } from "./keeper.js";
export { feegrantModule } from "./module.js";
