import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/authz's codes. */
export const authzErrors = defineErrors("authz", {
  notFound: [2, "authorization not found", "NotFound"],
  invalidExpiration: [
    3,
    "expiration time of authorization should be more than current time",
    "InvalidArgument",
  ],
  unknownType: [4, "unknown authorization type", "InvalidArgument"],
  noGrantKey: [5, "grant key not found", "NotFound"],
  expired: [6, "authorization expired", "PermissionDenied"],
  granteeIsGranter: [7, "grantee and granter should be different", "InvalidArgument"],
  severalSigners: [9, "authorization can be given to msg with only one signer", "InvalidArgument"],
  negativeMaxTokens: [12, "max tokens should be positive", "InvalidArgument"],
});

/** What a genesis of authorizations may be refused for. */
export const authzGenesisErrors = defineErrors("authz_genesis", {
  malformed: [2, "genesis of authorizations is not valid", "InvalidArgument"],
});
