import type { Params } from "../../gen/verana/cs/v1.js";
import { ensure } from "../../keeper/errors.js";
import { csErrors } from "./errors.js";

/** Defaults of the specification's initial data [D-GLO-02]: size in bytes, periods in days. */
export const DEFAULT_PARAMS: Params = {
  credentialSchemaSchemaMaxSize: 8192n,
  credentialSchemaIssuerGrantorValidationValidityPeriodMaxDays: 3650,
  credentialSchemaVerifierGrantorValidationValidityPeriodMaxDays: 3650,
  credentialSchemaIssuerValidationValidityPeriodMaxDays: 3650,
  credentialSchemaVerifierValidationValidityPeriodMaxDays: 3650,
  credentialSchemaHolderValidationValidityPeriodMaxDays: 3650,
};

/** [D-GLO-02] The size is at least 1; days are what the wire can carry. */
export function checkParams(params: Params): void {
  ensure(params.credentialSchemaSchemaMaxSize >= 1n, "D-GLO-02", csErrors.invalidParams, {
    credential_schema_schema_max_size: params.credentialSchemaSchemaMaxSize,
  });
}
