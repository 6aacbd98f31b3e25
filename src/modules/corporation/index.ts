/** Corporations: groups with a DID, a governance framework and a bound policy account. */
export { coErrors } from "./errors.js";
export { CorporationKeeper, corporationKeeper } from "./keeper.js";
export { type CorporationModuleDeps, corporationModule } from "./module.js";
export type {
  DidControllerPort,
  FrameworkPort,
  GroupPort,
  Registrant,
  RegistrationPort,
} from "./ports.js";
