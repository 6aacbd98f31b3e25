import type {
  CredentialSchema,
  QueryListCredentialSchemasRequest,
} from "../../gen/verana/cs/v1.js";

/**
 * What schemas are filtered by beside their ecosystem, as one small number: archived or not, and the
 * three onboarding modes. There are few, so that an index by them serves every combination of filters
 * without a walk over schemas that do not fit.
 */
export type Traits = number;

type Modes = Pick<
  CredentialSchema,
  "issuerOnboardingMode" | "verifierOnboardingMode" | "holderOnboardingMode"
>;

const BITS = { archived: 6, issuer: 4, verifier: 2, holder: 0 } as const;

/** Numbers of traits are below this one. */
export const TRAITS = 1 << 7;

/** The traits of a schema. Modes are numbers of the wire, 1 to 3. */
export const traitsOf = (schema: Modes & Pick<CredentialSchema, "archived">): Traits =>
  ((schema.archived === undefined ? 0 : 1) << BITS.archived) |
  (schema.issuerOnboardingMode << BITS.issuer) |
  (schema.verifierOnboardingMode << BITS.verifier) |
  (schema.holderOnboardingMode << BITS.holder);

/** What of them a request asks for; 0 asks for no mode. */
export type TraitsFilter = Modes & Pick<QueryListCredentialSchemasRequest, "onlyActive">;

/** True when a request asks for any traits. */
export const filtersTraits = (filter: TraitsFilter): boolean =>
  filter.onlyActive ||
  filter.issuerOnboardingMode !== 0 ||
  filter.verifierOnboardingMode !== 0 ||
  filter.holderOnboardingMode !== 0;

/** True when schemas with these traits are asked for. */
export function fitsTraits(traits: Traits, filter: TraitsFilter): boolean {
  const mode = (bit: number) => (traits >> bit) & 3;
  return (
    (!filter.onlyActive || traits >> BITS.archived === 0) &&
    fits(mode(BITS.issuer), filter.issuerOnboardingMode) &&
    fits(mode(BITS.verifier), filter.verifierOnboardingMode) &&
    fits(mode(BITS.holder), filter.holderOnboardingMode)
  );
}

const fits = (mode: number, wanted: number): boolean => wanted === 0 || mode === wanted;
