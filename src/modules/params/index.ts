/** Parameters of modules, given by their keys. */
export { paramsErrors } from "./errors.js";
export { paramsModule } from "./module.js";
