/** Participants: who has which role for a credential schema, since when and until when. */

export type { ParticipantModuleDeps } from "./deps.js";
export { ppErrors } from "./errors.js";
export { ParticipantKeeper } from "./keeper.js";
export { ppModule } from "./module.js";
export type {
  CorporationPort,
  EcosystemFacts,
  EcosystemPort,
  SchemaFacts,
  SchemaPort,
} from "./ports.js";
