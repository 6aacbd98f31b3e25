import type { RuleId } from "../../gen/rules.js";
import type { MsgCreateCredentialSchema, Params } from "../../gen/verana/cs/v1.js";
import { type ErrorKind, ensure } from "../../keeper/errors.js";
import { csErrors } from "./errors.js";

/** The five periods of a schema, in days; 0 never expires [D-CS-01]. */
export interface ValidityPeriods {
  readonly issuerGrantorValidationValidityPeriod: number;
  readonly verifierGrantorValidationValidityPeriod: number;
  readonly issuerValidationValidityPeriod: number;
  readonly verifierValidationValidityPeriod: number;
  readonly holderValidationValidityPeriod: number;
}

type Asked = Pick<MsgCreateCredentialSchema, keyof ValidityPeriods>;

/** Periods of a message: one that is absent is 0 (D-GEN-14). */
export const periodsOf = (msg: Asked): ValidityPeriods => ({
  issuerGrantorValidationValidityPeriod: msg.issuerGrantorValidationValidityPeriod?.value ?? 0,
  verifierGrantorValidationValidityPeriod: msg.verifierGrantorValidationValidityPeriod?.value ?? 0,
  issuerValidationValidityPeriod: msg.issuerValidationValidityPeriod?.value ?? 0,
  verifierValidationValidityPeriod: msg.verifierValidationValidityPeriod?.value ?? 0,
  holderValidationValidityPeriod: msg.holderValidationValidityPeriod?.value ?? 0,
});

/** In the specification's order. */
const LIMITS: readonly (readonly [keyof ValidityPeriods, keyof Params, ErrorKind])[] = [
  [
    "issuerGrantorValidationValidityPeriod",
    "credentialSchemaIssuerGrantorValidationValidityPeriodMaxDays",
    csErrors.issuerGrantorPeriodTooLong,
  ],
  [
    "verifierGrantorValidationValidityPeriod",
    "credentialSchemaVerifierGrantorValidationValidityPeriodMaxDays",
    csErrors.verifierGrantorPeriodTooLong,
  ],
  [
    "issuerValidationValidityPeriod",
    "credentialSchemaIssuerValidationValidityPeriodMaxDays",
    csErrors.issuerPeriodTooLong,
  ],
  [
    "verifierValidationValidityPeriod",
    "credentialSchemaVerifierValidationValidityPeriodMaxDays",
    csErrors.verifierPeriodTooLong,
  ],
  [
    "holderValidationValidityPeriod",
    "credentialSchemaHolderValidationValidityPeriodMaxDays",
    csErrors.holderPeriodTooLong,
  ],
];

/** [D-CS-01] Each period is at most its parameter; a later change of the parameter changes no schema. */
export function checkPeriods(periods: ValidityPeriods, params: Params, rule: RuleId): void {
  for (const [period, limit, kind] of LIMITS) {
    const days = periods[period];
    ensure(days <= params[limit], rule, kind, { days, most: params[limit] });
  }
}
