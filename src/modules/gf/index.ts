/** Governance frameworks of corporations and ecosystems. */
export { gfErrors } from "./errors.js";
export { frameworkKeeper } from "./keeper.js";
export { gfModule } from "./module.js";
