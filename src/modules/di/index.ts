/** Digests: what was issued or published, and when. */
export { diErrors } from "./errors.js";
export type { DigestSource } from "./events.js";
export { DigestKeeper } from "./keeper.js";
export { type DigestModuleDeps, diModule } from "./module.js";
export type { CorporationPort } from "./ports.js";
