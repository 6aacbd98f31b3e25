/** Credential schemas: what may be issued and verified, and how one joins. */
export { csErrors } from "./errors.js";
export { SchemaKeeper } from "./keeper.js";
export { csModule } from "./module.js";
