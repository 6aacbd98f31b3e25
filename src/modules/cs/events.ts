import {
  type CredentialSchema,
  type SchemaAuthorizationPolicy,
  SchemaAuthorizationPolicyRoleEnum,
} from "../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";

/** A schema was created. Periods are days; the pricing type is its number, as indexers read it. */
export function schemaCreated(
  schema: CredentialSchema,
  by: CorporationOperator,
  now: bigint,
): Event {
  return event("create_credential_schema", schemaFacts(schema, by), periodFacts(schema), {
    pricing_asset_type: schema.pricingAssetType,
    pricing_asset: schema.pricingAsset,
    digest_algorithm: schema.digestAlgorithm,
    timestamp: formatTime(now, "trimmed"),
  });
}

/** A schema has other periods. */
export const schemaUpdated = (
  schema: CredentialSchema,
  by: CorporationOperator,
  now: bigint,
): Event =>
  event("update_credential_schema", schemaFacts(schema, by), periodFacts(schema), {
    timestamp: formatTime(now, "trimmed"),
  });

/** A schema was archived, or no longer is. */
export const schemaArchived = (
  schema: CredentialSchema,
  by: CorporationOperator,
  now: bigint,
): Event =>
  event("archive_credential_schema", schemaFacts(schema, by), {
    archive_status: schema.archived === undefined ? "unarchived" : "archived",
    timestamp: formatTime(now, "trimmed"),
  });

/** A draft policy was made or changed. */
export const policyCreated = (p: SchemaAuthorizationPolicy, by: CorporationOperator): Event =>
  event("create_schema_authorization_policy", policyFacts(p), { version: p.version }, actors(by));

/** A draft policy came into force. */
export const policyActivated = (p: SchemaAuthorizationPolicy, by: CorporationOperator): Event =>
  event(
    "increase_active_schema_authorization_policy_version",
    policyFacts(p),
    { new_active_version: p.version },
    actors(by),
  );

/** A policy was revoked. */
export const policyRevoked = (p: SchemaAuthorizationPolicy, by: CorporationOperator): Event =>
  event("revoke_schema_authorization_policy", policyFacts(p), { version: p.version }, actors(by));

const actors = ({ corporation, operator }: CorporationOperator) => ({
  corporation: corporation.policyAddress,
  operator,
});

const schemaFacts = (schema: CredentialSchema, by: CorporationOperator) => ({
  credential_schema_id: schema.id,
  ecosystem_id: schema.ecosystemId,
  ...actors(by),
});

const periodFacts = (schema: CredentialSchema) => ({
  issuer_grantor_validation_validity_period: schema.issuerGrantorValidationValidityPeriod,
  verifier_grantor_validation_validity_period: schema.verifierGrantorValidationValidityPeriod,
  issuer_validation_validity_period: schema.issuerValidationValidityPeriod,
  verifier_validation_validity_period: schema.verifierValidationValidityPeriod,
  holder_validation_validity_period: schema.holderValidationValidityPeriod,
});

const policyFacts = ({ id, schemaId, role }: SchemaAuthorizationPolicy) => ({
  id,
  schema_id: schemaId,
  role: SchemaAuthorizationPolicyRoleEnum.byNumber[role] ?? String(role),
});
