export type { SlashingKeeper } from "./keeper.js";
export { slashingModule } from "./module.js";
