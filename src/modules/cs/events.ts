import type { CredentialSchema } from "../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";

/** A schema was created. Periods are days; the pricing type is its number, as indexers read it. */
export function schemaCreated(
  schema: CredentialSchema,
  by: CorporationOperator,
  now: bigint,
): Event {
  return event("create_credential_schema", {
    credential_schema_id: schema.id,
    ecosystem_id: schema.ecosystemId,
    corporation: by.corporation.policyAddress,
    operator: by.operator,
    issuer_grantor_validation_validity_period: schema.issuerGrantorValidationValidityPeriod,
    verifier_grantor_validation_validity_period: schema.verifierGrantorValidationValidityPeriod,
    issuer_validation_validity_period: schema.issuerValidationValidityPeriod,
    verifier_validation_validity_period: schema.verifierValidationValidityPeriod,
    holder_validation_validity_period: schema.holderValidationValidityPeriod,
    pricing_asset_type: schema.pricingAssetType,
    pricing_asset: schema.pricingAsset,
    digest_algorithm: schema.digestAlgorithm,
    timestamp: formatTime(now, "trimmed"),
  });
}
