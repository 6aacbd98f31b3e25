import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the digest module. Numbers are frozen once used. */
export const diErrors = defineErrors("di", {
  digestNotFound: [2, "no such digest", "NotFound"],
  missingParameter: [3, "a mandatory parameter is missing", "InvalidArgument"],
  malformedCorporation: [
    4,
    "authority must be the corporation: a policy address or a group id",
    "InvalidArgument",
  ],
  malformedOperator: [5, "operator must be an account address", "InvalidArgument"],
  malformedDigest: [
    6,
    "digest must be 1 to 256 visible characters of ASCII, without spaces",
    "InvalidArgument",
  ],
  invalidGenesis: [7, "invalid genesis of the digest module", "InvalidArgument"],
});
