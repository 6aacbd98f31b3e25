import type { RuleId } from "../gen/rules.js";
import { parseAccount } from "./addresses.js";
import type { DelegableMessage } from "./authority.js";
import { type ErrorKind, ensure } from "./errors.js";

/** What a module refuses with where a message lacks something or names no signers. */
export interface OperatorErrors {
  readonly missingParameter: ErrorKind;
  readonly malformedCorporation: ErrorKind;
  readonly malformedOperator: ErrorKind;
}

/** How signers are named on this chain. */
export interface SignerNames {
  readonly settings: { readonly prefix: string };
  /** True when the text could name a corporation (D-GEN-02). */
  readonly corporations: { wellFormed(text: string): boolean };
}

/** What messages that operators send are asked before anything else, with the errors of their module. */
export function operatorChecks(errors: OperatorErrors) {
  return {
    /** [D-GEN-14] Mandatory parameters by their names; "" and, for ids, versions and enums, 0 are absent. */
    ensurePresent(rule: RuleId, given: Readonly<Record<string, string | bigint | number>>): void {
      for (const [parameter, value] of Object.entries(given)) {
        const present = value !== "" && value !== 0n && value !== 0;
        ensure(present, rule, errors.missingParameter, { parameter });
      }
    },

    /** [D-GEN-04] Corporation and operator could be what they are named as. */
    ensureSigners(names: SignerNames, message: DelegableMessage, rule: RuleId): void {
      const { corporation, operator } = message;
      const named = names.corporations.wellFormed(corporation);
      ensure(named, rule, errors.malformedCorporation, { corporation });
      const account = parseAccount(names.settings.prefix, operator);
      ensure(account !== undefined, rule, errors.malformedOperator, { operator });
    },
  };
}
