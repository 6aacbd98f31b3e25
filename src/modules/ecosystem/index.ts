/** Ecosystems: what corporations control and credential schemas belong to. */
export { ecErrors } from "./errors.js";
export { ecosystemKeeper } from "./keeper.js";
export { ecosystemModule } from "./module.js";
