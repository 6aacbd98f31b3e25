import type { RuleId } from "../../../gen/rules.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { DelegableMessage } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import { tdErrors } from "../errors.js";
import type { TrustDepositKeeper } from "../keeper.js";
import type { SpendingPort } from "../ports.js";

/** What the transactions of the module stand on. */
export interface TdMessageDeps {
  readonly settings: { readonly prefix: string };
  readonly deposits: TrustDepositKeeper;
  readonly delegation: SpendingPort;
}

/** [D-GEN-04] Corporation and operator are named, and could be what they are named as. */
export function ensureOperated(
  { settings, deposits }: TdMessageDeps,
  { corporation, operator }: DelegableMessage,
  rule: RuleId,
): void {
  for (const [parameter, value] of Object.entries({ corporation, operator })) {
    ensure(value !== "", rule, tdErrors.missingParameter, { parameter });
  }
  const named = deposits.ports.corporations.wellFormed(corporation);
  ensure(named, rule, tdErrors.malformedCorporation, { corporation });
  const account = parseAccount(settings.prefix, operator);
  ensure(account !== undefined, rule, tdErrors.malformedOperator, { operator });
}
