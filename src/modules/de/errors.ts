import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the delegation module. Numbers are frozen once used. */
export const deErrors = defineErrors("de", {
  signerMismatch: [2, "operator is not the signer of the message", "PermissionDenied"],
  corporationNotRegistered: [
    3,
    "the group has not been registered as a corporation, see MOD-CO-MSG-1",
  ],
  policyNotBound: [
    4,
    "this policy is not the one that its group's corporation is bound to",
    "PermissionDenied",
  ],
  authorizationNotFound: [
    5,
    "no operator authorization for this corporation and operator",
    "PermissionDenied",
  ],
  messageTypeNotGranted: [
    6,
    "the operator authorization does not include this message type",
    "PermissionDenied",
  ],
  authorizationExpired: [7, "the operator authorization has expired", "PermissionDenied"],
  spendLimitExceeded: [
    8,
    "the operator authorization does not have this much left to spend",
    "PermissionDenied",
  ],
  missingParameter: [9, "a mandatory parameter is missing", "InvalidArgument"],
  malformedCorporation: [
    10,
    "corporation must be a policy address or a group id",
    "InvalidArgument",
  ],
  malformedOperator: [11, "operator must be an account address", "InvalidArgument"],
  malformedGrantee: [12, "grantee must be an account address", "InvalidArgument"],
  notDelegable: [13, "this message type cannot be delegated", "InvalidArgument"],
  sessionNotGrantable: [
    14,
    "session messages are for VS operators, not for operator authorizations",
    "InvalidArgument",
  ],
  expirationNotInFuture: [15, "expiration must be in the future"],
  malformedSpendLimit: [16, "authz_spend_limit must list valid amounts", "InvalidArgument"],
  malformedPeriod: [17, "authz_spend_limit_period must be above 0", "InvalidArgument"],
  malformedFeeLimit: [18, "feegrant_spend_limit must list valid amounts", "InvalidArgument"],
  malformedFeePeriod: [19, "feegrant_spend_limit_period must be above 0", "InvalidArgument"],
  expirationMissing: [20, "a period needs an expiration", "InvalidArgument"],
  feeGrantUnavailable: [21, "this node does not grant fee allowances yet", "Unimplemented"],
  vsOperatorExists: [22, "grantee has a VS operator authorization from this corporation"],
  grantToSelf: [23, "an operator cannot grant to itself", "PermissionDenied"],
  notAGroupPolicy: [24, "corporation must be the address of a group policy in group mode"],
  notGrantingPolicy: [
    25,
    "corporation must be the policy address that granted",
    "PermissionDenied",
  ],
  operatorAuthorizationNotFound: [26, "no such operator authorization", "NotFound"],
  vsOperatorAuthorizationNotFound: [27, "no such VS operator authorization", "NotFound"],
  idMissing: [28, "an id above 0 is required", "InvalidArgument"],
  sizeOutOfRange: [29, "response_max_size must be from 1 to 1024", "InvalidArgument"],
  invalidGenesis: [30, "invalid genesis of the delegation module", "InvalidArgument"],
});
