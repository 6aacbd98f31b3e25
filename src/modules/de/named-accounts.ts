import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { DelegableMessage } from "../../keeper/authority.js";
import { ensure } from "../../keeper/errors.js";
import type { AuthorityParts } from "./authorization.js";
import { deErrors } from "./errors.js";

/** Whom a grant or a revocation names: the corporation and the grantee always, the operator perhaps. */
export function ensureAccounts(
  { prefix, corporations }: Pick<AuthorityParts, "prefix" | "corporations">,
  message: DelegableMessage & { readonly grantee: string },
  rule: RuleId,
): void {
  const { corporation, operator, grantee } = message;
  ensure(corporation !== "", rule, deErrors.missingParameter, { parameter: "corporation" });
  const readable = corporations.wellFormed(corporation);
  ensure(readable, rule, deErrors.malformedCorporation, { corporation });
  const account = operator === "" || parseAccount(prefix, operator) !== undefined;
  ensure(account, rule, deErrors.malformedOperator, { operator });
  ensure(grantee !== "", rule, deErrors.missingParameter, { parameter: "grantee" });
  const known = parseAccount(prefix, grantee) !== undefined;
  ensure(known, rule, deErrors.malformedGrantee, { grantee });
}
