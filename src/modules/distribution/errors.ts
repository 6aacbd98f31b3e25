import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/distribution's codes. */
export const distributionErrors = defineErrors("distribution", {
  noDelegationInfo: [5, "no delegation distribution info", "NotFound"],
  noValidatorInfo: [6, "no validator distribution info", "NotFound"],
  noCommission: [7, "no validator commission to withdraw"],
  withdrawAddressOff: [8, "set withdraw address disabled"],
  poolTooSmall: [9, "community pool does not have sufficient coins to distribute"],
  noValidator: [12, "validator does not exist", "NotFound"],
  noDelegation: [13, "delegation does not exist", "NotFound"],
});

export const distributionGenesisErrors = defineErrors("distribution_genesis", {
  malformed: [2, "genesis of rewards is not valid", "InvalidArgument"],
});
