import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/upgrade's codes. */
export const upgradeErrors = defineErrors("upgrade", {
  moduleVersionNotFound: [2, "module version not found", "NotFound"],
  planNotFound: [3, "upgrade plan not found", "NotFound"],
  upgradedClientNotFound: [4, "upgraded client not found", "NotFound"],
  upgradedConsensusStateNotFound: [5, "upgraded consensus state not found", "NotFound"],
  invalidSigner: [
    6,
    "expected authority account as only signer for proposal message",
    "PermissionDenied",
  ],
});

export const upgradeGenesisErrors = defineErrors("upgrade_genesis", {
  malformed: [2, "genesis of upgrades is not valid", "InvalidArgument"],
});
