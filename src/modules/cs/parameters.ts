import type { RuleId } from "../../gen/rules.js";
import { SchemaAuthorizationPolicyRoleEnum } from "../../gen/verana/cs/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { DelegableMessage } from "../../keeper/authority.js";
import { ensure } from "../../keeper/errors.js";
import { csErrors } from "./errors.js";
import type { CorporationNames } from "./ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly corporations: CorporationNames;
}

/** [D-GEN-14] Mandatory parameters by their names; "" and, for ids, versions and enums, 0 are absent. */
export function ensurePresent(
  rule: RuleId,
  given: Readonly<Record<string, string | bigint | number>>,
): void {
  for (const [parameter, value] of Object.entries(given)) {
    const present = value !== "" && value !== 0n && value !== 0;
    ensure(present, rule, csErrors.missingParameter, { parameter });
  }
}

/** Syntax of both signers. */
export function ensureSigners(deps: Deps, message: DelegableMessage, rule: RuleId): void {
  const { corporation, operator } = message;
  const named = deps.corporations.wellFormed(corporation);
  ensure(named, rule, csErrors.malformedCorporation, { corporation });
  const account = parseAccount(deps.settings.prefix, operator);
  ensure(account !== undefined, rule, csErrors.malformedOperator, { operator });
}

/** A role that policies are for. */
export function ensureRole(role: number, rule: RuleId): void {
  const known = Object.hasOwn(SchemaAuthorizationPolicyRoleEnum.byNumber, role);
  ensure(known, rule, csErrors.roleInvalid, { role });
}
