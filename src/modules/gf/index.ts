/** Governance frameworks of corporations and ecosystems. */
export { gfErrors } from "./errors.js";
export { FrameworkKeeper, frameworkKeeper } from "./keeper.js";
export { type FrameworkModuleDeps, gfModule } from "./module.js";
export type { CorporationSubjects, EcosystemSubjects, SubjectFacts } from "./ports.js";
export type { FrameworkSeed, FrameworkView, Subject, SubjectRef } from "./types.js";
