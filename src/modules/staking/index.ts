export { UNCHANGED } from "./description.js";
export type { StakingKeeper } from "./keeper.js";
export { stakingModule } from "./module.js";
export { consensusAddress } from "./types.js";
