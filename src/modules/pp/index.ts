/** Participants: who has which role for a credential schema, since when and until when. */
export { ppErrors } from "./errors.js";
export { ParticipantKeeper } from "./keeper.js";
export { type ParticipantModuleDeps, ppModule } from "./module.js";
export type {
  CorporationPort,
  EcosystemFacts,
  EcosystemPort,
  SchemaFacts,
  SchemaPort,
} from "./ports.js";
