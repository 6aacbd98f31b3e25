/** Delegation: who may act for a corporation. */
export { deErrors } from "./errors.js";
export type { FeeMessage } from "./fees/fee-check.js";
export { DelegationKeeper } from "./keeper.js";
export { delegationModule } from "./module.js";
export { delegableTypes, SESSION_TYPE } from "./msg-types.js";
export type { FeeAllowance } from "./ports.js";
export type { PrimaryParticipant } from "./vs-authority.js";
