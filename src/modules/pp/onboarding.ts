import {
  HolderOnboardingMode,
  IssuerOnboardingMode,
  VerifierOnboardingMode,
} from "../../gen/verana/cs/v1.js";
import { ParticipantRole } from "../../gen/verana/pp/v1.js";
import type { SchemaFacts } from "./ports.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;

type Mode = "open" | "ecosystem" | "grantor" | "issuer" | "none";

const ISSUER_MODES: Readonly<Record<number, Mode>> = {
  [IssuerOnboardingMode.ISSUER_ONBOARDING_MODE_OPEN]: "open",
  [IssuerOnboardingMode.ISSUER_ONBOARDING_MODE_ECOSYSTEM_ONBOARDING_PROCESS]: "ecosystem",
  [IssuerOnboardingMode.ISSUER_ONBOARDING_MODE_GRANTOR_ONBOARDING_PROCESS]: "grantor",
};

const VERIFIER_MODES: Readonly<Record<number, Mode>> = {
  [VerifierOnboardingMode.VERIFIER_ONBOARDING_MODE_OPEN]: "open",
  [VerifierOnboardingMode.VERIFIER_ONBOARDING_MODE_ECOSYSTEM_ONBOARDING_PROCESS]: "ecosystem",
  [VerifierOnboardingMode.VERIFIER_ONBOARDING_MODE_GRANTOR_ONBOARDING_PROCESS]: "grantor",
};

const HOLDER_MODES: Readonly<Record<number, Mode>> = {
  [HolderOnboardingMode.HOLDER_ONBOARDING_MODE_ISSUER_ONBOARDING_PROCESS]: "issuer",
};

/** How participants of a role come to a schema. */
export function modeOf(role: number, schema: SchemaFacts): Mode {
  if (role === ISSUER || role === ISSUER_GRANTOR) {
    return ISSUER_MODES[schema.issuerOnboardingMode] ?? "none";
  }
  if (role === VERIFIER || role === VERIFIER_GRANTOR) {
    return VERIFIER_MODES[schema.verifierOnboardingMode] ?? "none";
  }
  return role === HOLDER ? (HOLDER_MODES[schema.holderOnboardingMode] ?? "none") : "none";
}

/** [D-PP-10] Who validates whom. No entry: such an onboarding there is not. */
const VALIDATOR_ROLE: Readonly<Record<number, Partial<Record<Mode, number>>>> = {
  [ISSUER]: { grantor: ISSUER_GRANTOR, ecosystem: ECOSYSTEM },
  [ISSUER_GRANTOR]: { grantor: ECOSYSTEM },
  [VERIFIER]: { grantor: VERIFIER_GRANTOR, ecosystem: ECOSYSTEM },
  [VERIFIER_GRANTOR]: { grantor: ECOSYSTEM },
  [HOLDER]: { issuer: ISSUER },
};

/** Role of the validator of an onboarding; undefined when the schema has none for the applicant's role. */
export const validatorRoleFor = (role: number, schema: SchemaFacts): number | undefined =>
  VALIDATOR_ROLE[role]?.[modeOf(role, schema)];

/** Roles that can be onboarded. */
export const isApplicantRole = (role: number): boolean => Object.hasOwn(VALIDATOR_ROLE, role);

/** Days for which a validation of this role counts; 0 for ever (D-CS-01). */
export function validityDays(role: number, schema: SchemaFacts): number {
  if (role === ISSUER_GRANTOR) return schema.issuerGrantorValidationValidityPeriod;
  if (role === VERIFIER_GRANTOR) return schema.verifierGrantorValidationValidityPeriod;
  if (role === ISSUER) return schema.issuerValidationValidityPeriod;
  if (role === VERIFIER) return schema.verifierValidationValidityPeriod;
  return role === HOLDER ? schema.holderValidationValidityPeriod : 0;
}
