import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the corporation module. Numbers are frozen once used. */
export const coErrors = defineErrors("co", {
  corporationNotFound: [2, "no such corporation", "NotFound"],
  missingParameter: [3, "a mandatory parameter is missing", "InvalidArgument"],
  malformedCorporation: [
    4,
    "corporation must be a policy address or a group id",
    "InvalidArgument",
  ],
  malformedOperator: [5, "operator must be an account address", "InvalidArgument"],
  alreadyRegistered: [6, "the group is already registered as a corporation", "AlreadyExists"],
  malformedDid: [7, "did does not conform to the DID syntax", "InvalidArgument"],
  didTaken: [8, "another corporation has this did", "AlreadyExists"],
  malformedLanguage: [
    9,
    "language must be a BCP 47 tag of at most 17 characters",
    "InvalidArgument",
  ],
  malformedUrl: [10, "doc_url must be an absolute http or https URL", "InvalidArgument"],
  malformedDigest: [11, "doc_digest_sri must be an SRI digest", "InvalidArgument"],
  noMembers: [12, "at least one member is required", "InvalidArgument"],
  malformedMember: [13, "a member's address is malformed", "InvalidArgument"],
  malformedSigner: [14, "signer must be an account address", "InvalidArgument"],
  noDecisionPolicy: [15, "a decision policy is required", "InvalidArgument"],
  sizeOutOfRange: [16, "response_max_size must be from 1 to 1024", "InvalidArgument"],
  invalidGenesis: [17, "invalid genesis of the corporation module", "InvalidArgument"],
  alreadyArchived: [19, "the corporation is archived already"],
  notArchived: [20, "the corporation is not archived"],
  malformedCursor: [
    21,
    "cursor must be modified and id of the last entry: 2026-01-31T12:00:00.000Z,17",
    "InvalidArgument",
  ],
  otherOrder: [
    22,
    "min_id goes on in the order of ids, cursor in that of changes, which modified_after asks for",
    "InvalidArgument",
  ],
  didOfAnother: [18, "an entity of another corporation has this did", "AlreadyExists"],
});
