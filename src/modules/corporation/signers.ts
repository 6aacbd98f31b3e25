import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { DelegableMessage } from "../../keeper/authority.js";
import { ensure } from "../../keeper/errors.js";
import { coErrors } from "./errors.js";
import type { CorporationKeeper } from "./keeper.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: Pick<CorporationKeeper, "wellFormed">;
}

/** [D-GEN-14] Mandatory texts by their names. */
export function ensureGiven(given: Readonly<Record<string, string>>, rule: RuleId): void {
  for (const [parameter, value] of Object.entries(given)) {
    ensure(value !== "", rule, coErrors.missingParameter, { parameter });
  }
}

/** Syntax of both signers. */
export function ensureSigners(
  { settings, keeper }: Deps,
  { corporation, operator }: DelegableMessage,
  rule: RuleId,
): void {
  const readable = keeper.wellFormed(corporation);
  ensure(readable, rule, coErrors.malformedCorporation, { corporation });
  const account = parseAccount(settings.prefix, operator);
  ensure(account !== undefined, rule, coErrors.malformedOperator, { operator });
}
