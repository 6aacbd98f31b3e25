import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the exchange rate module. Numbers are frozen once used. */
export const xrErrors = defineErrors("xr", {
  exchangeRateNotFound: [2, "no such exchange rate", "NotFound"],
  missingParameter: [3, "a mandatory parameter is missing", "InvalidArgument"],
  malformedAssetType: [4, "asset types are TU, COIN and FIAT", "InvalidArgument"],
  malformedBaseAsset: [
    5,
    'base_asset must fit its type: "tu", a denomination, or a currency of ISO 4217',
    "InvalidArgument",
  ],
  malformedQuoteAsset: [
    6,
    'quote_asset must fit its type: "tu", a denomination, or a currency of ISO 4217',
    "InvalidArgument",
  ],
  sameAsset: [7, "base and quote are the same asset", "InvalidArgument"],
  malformedRate: [8, "rate must be a whole number above 0 of at most 78 digits", "InvalidArgument"],
  rateScaleOutOfRange: [9, "rate_scale must be from 0 to 18", "InvalidArgument"],
  validityTooShort: [10, "validity_duration must be 1 minute or more", "InvalidArgument"],
  coinNotFound: [11, "no coin of this denomination is on the chain"],
  pairExists: [12, "there is an exchange rate for this pair", "AlreadyExists"],
  malformedOperator: [13, "operator must be an account address", "InvalidArgument"],
  signerMismatch: [14, "operator is not the signer of the message", "PermissionDenied"],
  rateDisabled: [15, "the exchange rate is disabled"],
  authorizationNotFound: [
    16,
    "the operator has no authorization for this exchange rate",
    "PermissionDenied",
  ],
  authorizationExpired: [17, "the authorization has expired", "PermissionDenied"],
  tooSoon: [18, "min_interval has not passed since the last update"],
  deviationTooLarge: [19, "the rate moves by more than max_deviation_bps"],
  expirationNotInFuture: [20, "expiration must be in the future"],
  malformedInterval: [21, "min_interval must be above 0", "InvalidArgument"],
  deviationOutOfRange: [22, "max_deviation_bps must be from 1 to 10000", "InvalidArgument"],
  rateExpired: [23, "the exchange rate has expired"],
  malformedAmount: [
    24,
    "amount must be a whole number from 0 up of at most 78 digits",
    "InvalidArgument",
  ],
  partialPair: [25, "id, or types and assets of both sides are required", "InvalidArgument"],
  sizeOutOfRange: [26, "response_max_size must be from 1 to 1024", "InvalidArgument"],
  malformedStateFilter: [27, "state must be unset, active or inactive", "InvalidArgument"],
  invalidParams: [28, "invalid parameters of the exchange rate module", "InvalidArgument"],
  invalidGenesis: [29, "invalid genesis of the exchange rate module", "InvalidArgument"],
});
