/** Digests: what was issued or published, and when. */
export { diErrors } from "./errors.js";
export { diModule } from "./module.js";
