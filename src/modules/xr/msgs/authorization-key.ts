import type { RuleId } from "../../../gen/rules.js";
import { parseAccount } from "../../../keeper/addresses.js";
import { ensure } from "../../../keeper/errors.js";
import { xrErrors } from "../errors.js";

/** The rate and the account that an authorization is of: both mandatory, the account well-formed. */
export function ensureAuthorizationKey(
  prefix: string,
  { xrId, operator }: { readonly xrId: bigint; readonly operator: string },
  rule: RuleId,
): void {
  ensure(xrId !== 0n, rule, xrErrors.missingParameter, { parameter: "xr_id" });
  ensure(operator !== "", rule, xrErrors.missingParameter, { parameter: "operator" });
  const account = parseAccount(prefix, operator) !== undefined;
  ensure(account, rule, xrErrors.malformedOperator, { operator });
}
