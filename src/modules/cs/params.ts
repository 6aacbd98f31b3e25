import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/cs/v1.js";
import { ensure } from "../../keeper/errors.js";
import { moduleParams, type ParamsBinding } from "../../keeper/module-params.js";
import { csErrors } from "./errors.js";
import type { SchemaKeeper } from "./keeper.js";

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

/**
 * [MOD-CS-MSG-4] Update Module Parameters: by their keys [MOD-CS-MSG-4-1] [MOD-CS-MSG-4-2]
 * [MOD-CS-MSG-4-2-2] [MOD-CS-MSG-4-3] or all of them by the typed message.
 */
export const schemaParams = (keeper: SchemaKeeper): ParamsBinding =>
  moduleParams({
    module: "cs",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    get: (ctx) => keeper.params(ctx),
    set: (ctx, next) => keeper.state.params.set(ctx, next),
    check: (_ctx, next) => checkParams(next),
    keys: { rule: "MOD-CS-MSG-4-2-1", names: Params.fields.map(({ name }) => name) },
  });
