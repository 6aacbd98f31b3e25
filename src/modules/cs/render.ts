import {
  type CredentialSchema,
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  type Params,
  PricingAssetTypeEnum,
  type SchemaAuthorizationPolicy,
  SchemaAuthorizationPolicyRoleEnum,
  VerifierOnboardingModeEnum,
} from "../../gen/verana/cs/v1.js";
import type { Json } from "../../keeper/query.js";
import { enumJson, idJson, textJson, timeJson } from "../../keeper/spec-json.js";
import type { EnumType } from "../../wire/descriptor.js";

/** Prefixes that the wire puts before the specification's names. */
export const WIRE_PREFIX = {
  issuerMode: "ISSUER_ONBOARDING_MODE_",
  verifierMode: "VERIFIER_ONBOARDING_MODE_",
  holderMode: "HOLDER_ONBOARDING_MODE_",
  policyRole: "SCHEMA_AUTHORIZATION_POLICY_ROLE_",
} as const;

/** The specification's names of an enum, without the unspecified value (D-GEN-10). */
export function specNames(type: EnumType, prefix: string): Readonly<Record<string, number>> {
  const named = Object.entries(type.byName).filter(([, value]) => value !== 0);
  return Object.fromEntries(named.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** A schema as the specification's REST family prints it. */
export function schemaJson(s: CredentialSchema): Json {
  return {
    id: idJson(s.id),
    ecosystem_id: idJson(s.ecosystemId),
    created: timeJson(s.created),
    modified: timeJson(s.modified),
    archived: timeJson(s.archived),
    json_schema: s.jsonSchema,
    issuer_grantor_validation_validity_period: s.issuerGrantorValidationValidityPeriod,
    verifier_grantor_validation_validity_period: s.verifierGrantorValidationValidityPeriod,
    issuer_validation_validity_period: s.issuerValidationValidityPeriod,
    verifier_validation_validity_period: s.verifierValidationValidityPeriod,
    holder_validation_validity_period: s.holderValidationValidityPeriod,
    issuer_onboarding_mode: name(
      IssuerOnboardingModeEnum,
      s.issuerOnboardingMode,
      WIRE_PREFIX.issuerMode,
    ),
    verifier_onboarding_mode: name(
      VerifierOnboardingModeEnum,
      s.verifierOnboardingMode,
      WIRE_PREFIX.verifierMode,
    ),
    holder_onboarding_mode: name(
      HolderOnboardingModeEnum,
      s.holderOnboardingMode,
      WIRE_PREFIX.holderMode,
    ),
    pricing_asset_type: name(PricingAssetTypeEnum, s.pricingAssetType, ""),
    pricing_asset: s.pricingAsset,
    digest_algorithm: s.digestAlgorithm,
  };
}

/** A schema authorization policy as the specification's REST family prints it. */
export function policyJson(p: SchemaAuthorizationPolicy): Json {
  return {
    id: idJson(p.id),
    schema_id: idJson(p.schemaId),
    created: timeJson(p.created),
    version: p.version,
    role: name(SchemaAuthorizationPolicyRoleEnum, p.role, WIRE_PREFIX.policyRole),
    url: p.url,
    digest_sri: textJson(p.digestSri),
    effective_from: timeJson(p.effectiveFrom),
    effective_until: timeJson(p.effectiveUntil),
    revoked: p.revoked,
  };
}

/** [D-GLO-02] Parameters, all as text. */
export function paramsJson(p: Params): Json {
  return {
    credential_schema_schema_max_size: p.credentialSchemaSchemaMaxSize.toString(),
    credential_schema_issuer_grantor_validation_validity_period_max_days: String(
      p.credentialSchemaIssuerGrantorValidationValidityPeriodMaxDays,
    ),
    credential_schema_verifier_grantor_validation_validity_period_max_days: String(
      p.credentialSchemaVerifierGrantorValidationValidityPeriodMaxDays,
    ),
    credential_schema_issuer_validation_validity_period_max_days: String(
      p.credentialSchemaIssuerValidationValidityPeriodMaxDays,
    ),
    credential_schema_verifier_validation_validity_period_max_days: String(
      p.credentialSchemaVerifierValidationValidityPeriodMaxDays,
    ),
    credential_schema_holder_validation_validity_period_max_days: String(
      p.credentialSchemaHolderValidationValidityPeriodMaxDays,
    ),
  };
}

const name = (type: EnumType, value: number, prefix: string): Json =>
  enumJson(type.byNumber, value, prefix);
