/** Ecosystems: what corporations control and credential schemas belong to. */
export { ecErrors } from "./errors.js";
export { EcosystemKeeper, ecosystemKeeper } from "./keeper.js";
export { type EcosystemModuleDeps, ecosystemModule } from "./module.js";
export type { CorporationPort, DidControllerPort, FrameworkPort } from "./ports.js";
