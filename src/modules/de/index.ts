/** Delegation: who may act for a corporation. */
export type { Registrant } from "./authorization.js";
export { deErrors } from "./errors.js";
export { DelegationKeeper } from "./keeper.js";
export { type DelegationModuleDeps, delegationModule } from "./module.js";
export { delegableTypes, SESSION_TYPE } from "./msg-types.js";
export type { CorporationPort, GroupPort } from "./ports.js";
