import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { DelegableMessage } from "../../keeper/authority.js";
import { ensure } from "../../keeper/errors.js";
import { gfErrors } from "./errors.js";
import type { CorporationSubjects } from "./ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly corporations: Pick<CorporationSubjects, "wellFormed">;
}

/** [D-GEN-14] Mandatory parameters by their names; "" and, for numbers of versions, 0 are absent. */
export function ensurePresent(
  rule: RuleId,
  given: Readonly<Record<string, string | number>>,
): void {
  for (const [parameter, value] of Object.entries(given)) {
    ensure(value !== "" && value !== 0, rule, gfErrors.missingParameter, { parameter });
  }
}

/** Syntax of both signers. */
export function ensureSigners(deps: Deps, message: DelegableMessage, rule: RuleId): void {
  const { corporation, operator } = message;
  const named = deps.corporations.wellFormed(corporation);
  ensure(named, rule, gfErrors.corporationMalformed, { corporation });
  const account = parseAccount(deps.settings.prefix, operator);
  ensure(account !== undefined, rule, gfErrors.malformedOperator, { operator });
}
