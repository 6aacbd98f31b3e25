import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the participant module. Numbers are frozen once used. */
export const ppErrors = defineErrors("pp", {
  participantNotFound: [2, "no such participant", "NotFound"],
  missingParameter: [3, "a mandatory parameter is missing", "InvalidArgument"],
  malformedCorporation: [
    4,
    "corporation must be a policy address or a group id",
    "InvalidArgument",
  ],
  malformedOperator: [5, "operator must be an account address", "InvalidArgument"],
  malformedVsOperator: [6, "vs_operator must be an account address", "InvalidArgument"],
  malformedDid: [7, "did does not conform to the DID syntax", "InvalidArgument"],
  untilNotAfterFrom: [8, "effective_until must be after effective_from", "InvalidArgument"],
  validationFeesOutOfRange: [9, "validation_fees must be below 2^63", "InvalidArgument"],
  issuanceFeesOutOfRange: [10, "issuance_fees must be below 2^63", "InvalidArgument"],
  verificationFeesOutOfRange: [11, "verification_fees must be below 2^63", "InvalidArgument"],
  vsAuthorizationIncomplete: [
    12,
    "VS operator authorization needs vs_operator and vs_operator_authz_msg_types",
    "InvalidArgument",
  ],
  vsMessageNotPermitted: [
    13,
    "vs_operator_authz_msg_types has a member that the role does not permit",
    "InvalidArgument",
  ],
  vsAuthorizationUnsupported: [
    14,
    "VS operator authorization of root participants is not supported yet",
    "Unimplemented",
  ],
  schemaNotFound: [15, "no such credential schema", "NotFound"],
  didOfAnother: [16, "participants of another corporation have this did"],
  didOfOtherEntity: [17, "an entity of another corporation has this did"],
  fromNotInFuture: [18, "effective_from must be in the future"],
  notEcosystemController: [
    19,
    "the corporation does not control the schema's ecosystem",
    "PermissionDenied",
  ],
  slashNotRepaid: [20, "the corporation has a slashed participant to repay in the ecosystem"],
  overlap: [21, "a participant of this context is effective at the same time"],
  idMissing: [22, "an id above 0 is required", "InvalidArgument"],
  sizeOutOfRange: [23, "response_max_size must be from 1 to 1024", "InvalidArgument"],
  filterUnknown: [24, "a filter has an unknown value", "InvalidArgument"],
  invalidGenesis: [25, "invalid genesis of the participant module", "InvalidArgument"],
});
