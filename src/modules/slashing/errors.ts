import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/slashing's codes. */
export const slashingErrors = defineErrors("slashing", {
  noValidator: [2, "address is not associated with any known validator", "NotFound"],
  badValidator: [3, "validator does not exist for that address", "NotFound"],
  jailed: [4, "validator still jailed; cannot be unjailed"],
  notJailed: [5, "validator not jailed; cannot be unjailed"],
  noSelfDelegation: [6, "validator has no self-delegation; cannot be unjailed"],
  selfDelegationTooLow: [7, "validator's self delegation less than minimum; cannot be unjailed"],
  noSigningInfo: [8, "no validator signing info found", "NotFound"],
});

export const slashingGenesisErrors = defineErrors("slashing_genesis", {
  malformed: [2, "genesis of signing is not valid", "InvalidArgument"],
});
