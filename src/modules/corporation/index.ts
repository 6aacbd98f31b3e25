/** Corporations: groups with a DID, a governance framework and a bound policy account. */
export { coErrors } from "./errors.js";
export { corporationKeeper } from "./keeper.js";
export { corporationModule } from "./module.js";
