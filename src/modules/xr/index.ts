/** Exchange rates between assets, pushed by accounts that governance authorizes. */
export { xrErrors } from "./errors.js";
export { xrModule } from "./module.js";
