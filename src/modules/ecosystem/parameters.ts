import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { DelegableMessage } from "../../keeper/authority.js";
import { ensure } from "../../keeper/errors.js";
import { ecErrors } from "./errors.js";
import type { CorporationPort } from "./ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly corporations: Pick<CorporationPort, "wellFormed">;
}

/** [D-GEN-14] Mandatory parameters by their names; "" and, for ids, 0 are absent. */
export function ensurePresent(
  rule: RuleId,
  given: Readonly<Record<string, string | bigint | number>>,
): void {
  for (const [parameter, value] of Object.entries(given)) {
    const present = value !== "" && value !== 0n && value !== 0;
    ensure(present, rule, ecErrors.missingParameter, { parameter });
  }
}

/** Syntax of both signers. */
export function ensureSigners(deps: Deps, message: DelegableMessage, rule: RuleId): void {
  const { corporation, operator } = message;
  const named = deps.corporations.wellFormed(corporation);
  ensure(named, rule, ecErrors.malformedCorporation, { corporation });
  const account = parseAccount(deps.settings.prefix, operator);
  ensure(account !== undefined, rule, ecErrors.malformedOperator, { operator });
}
