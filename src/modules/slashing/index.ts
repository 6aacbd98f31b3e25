export { slashingModule } from "./module.js";
