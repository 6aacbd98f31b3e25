export { type VestingPorts, vestingModule } from "./module.js";
