/** Delegation: who may act for a corporation. */
export type { Registrant } from "./authorization.js";
export type { VsOperatorGrant } from "./calls/grant-vs-operator-authorization.js";
export { deErrors } from "./errors.js";
export type { FeeMessage, FeeUse } from "./fees/fee-check.js";
export { DelegationKeeper } from "./keeper.js";
export { type DelegationModuleDeps, delegationModule } from "./module.js";
export { delegableTypes, SESSION_TYPE } from "./msg-types.js";
export type {
  CorporationPort,
  FeeAllowance,
  FeeAllowancePort,
  FeegrantPort,
  GroupPort,
} from "./ports.js";
export type { RecordEntry } from "./record-entry.js";
export type { EitherUse, PrimaryParticipant, VsUse } from "./vs-authority.js";
