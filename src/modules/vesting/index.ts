export { vestingModule } from "./module.js";
