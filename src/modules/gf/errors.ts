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
  missingParameter: [8, "a mandatory parameter is missing", "InvalidArgument"],
  malformedOperator: [9, "operator must be an account address", "InvalidArgument"],
  ecosystemNotFound: [10, "no such ecosystem", "NotFound"],
  notController: [11, "the corporation does not control the ecosystem", "PermissionDenied"],
  corporationNotFound: [12, "no such corporation", "NotFound"],
  versionNotNext: [13, "version is neither there nor the next one", "FailedPrecondition"],
  versionNotAboveActive: [
    14,
    "only versions above the active one may be changed",
    "FailedPrecondition",
  ],
  malformedLanguage: [15, "doc_language must be a BCP 47 tag", "InvalidArgument"],
  malformedUrl: [16, "doc_url must be an absolute http or https URL", "InvalidArgument"],
  malformedDigest: [17, "doc_digest_sri must be an SRI digest", "InvalidArgument"],
  nextVersionMissing: [18, "there is no version behind the active one", "FailedPrecondition"],
  documentMissing: [
    19,
    "the next version has no document in the language of its subject",
    "FailedPrecondition",
  ],
});
