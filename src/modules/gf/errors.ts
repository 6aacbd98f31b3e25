import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the governance framework module. Numbers are frozen once used. */
export const gfErrors = defineErrors("gf", {
  versionNotFound: [2, "no such governance framework version", "NotFound"],
  idMissing: [3, "an id above 0 is required", "InvalidArgument"],
  subjectAmbiguous: [
    4,
    "exactly one of ecosystem_id and corporation must be set",
    "InvalidArgument",
  ],
  sizeOutOfRange: [5, "response_max_size must be from 1 to 1024", "InvalidArgument"],
  invalidGenesis: [6, "invalid genesis of the governance framework module", "InvalidArgument"],
  corporationMalformed: [
    7,
    "corporation must be a policy address or a group id",
    "InvalidArgument",
  ],
});
