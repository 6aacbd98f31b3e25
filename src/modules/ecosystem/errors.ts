import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the ecosystem module. Numbers are frozen once used. */
export const ecErrors = defineErrors("ec", {
  ecosystemNotFound: [2, "no such ecosystem", "NotFound"],
  missingParameter: [3, "a mandatory parameter is missing", "InvalidArgument"],
  malformedCorporation: [
    4,
    "corporation must be a policy address or a group id",
    "InvalidArgument",
  ],
  malformedOperator: [5, "operator must be an account address", "InvalidArgument"],
  malformedDid: [6, "did does not conform to the DID syntax", "InvalidArgument"],
  didOfAnother: [7, "ecosystems of another corporation have this did", "FailedPrecondition"],
  malformedLanguage: [
    8,
    "language must be a BCP 47 tag of at most 17 characters",
    "InvalidArgument",
  ],
  malformedUrl: [9, "doc_url must be an absolute http or https URL", "InvalidArgument"],
  malformedDigest: [10, "doc_digest_sri must be an SRI digest", "InvalidArgument"],
  idMissing: [11, "an id above 0 is required", "InvalidArgument"],
  sizeOutOfRange: [12, "response_max_size must be from 1 to 1024", "InvalidArgument"],
  invalidGenesis: [13, "invalid genesis of the ecosystem module", "InvalidArgument"],
  didOfOtherEntity: [14, "an entity of another corporation has this did", "FailedPrecondition"],
  notController: [15, "the corporation does not control the ecosystem", "PermissionDenied"],
  alreadyArchived: [16, "the ecosystem is archived already", "FailedPrecondition"],
  notArchived: [17, "the ecosystem is not archived", "FailedPrecondition"],
  malformedCursor: [
    18,
    "cursor must be modified and id of the last entry: 2026-01-31T12:00:00.000Z,17",
    "InvalidArgument",
  ],
  otherOrder: [
    19,
    "min_id goes on in the order of ids, cursor in that of changes, which modified_after asks for",
    "InvalidArgument",
  ],
});
