import type { RuleId } from "../../gen/rules.js";
import { SchemaAuthorizationPolicyRoleEnum } from "../../gen/verana/cs/v1.js";
import { ensure } from "../../keeper/errors.js";
import { operatorChecks } from "../../keeper/operator-checks.js";
import { csErrors } from "./errors.js";

/** Stateless checks of what every message of the module has, with `cs` 3, 4 and 5. */
export const { ensurePresent, ensureSigners } = operatorChecks(csErrors);

/** A role that policies are for. */
export function ensureRole(role: number, rule: RuleId): void {
  const known = Object.hasOwn(SchemaAuthorizationPolicyRoleEnum.byNumber, role);
  ensure(known, rule, csErrors.roleInvalid, { role });
}
