import type { RuleId } from "../../../gen/rules.js";
import type { DelegableMessage } from "../../../keeper/authority.js";
import { operatorChecks } from "../../../keeper/operator-checks.js";
import { tdErrors } from "../errors.js";
import type { TrustDepositKeeper } from "../keeper.js";
import type { SpendingPort } from "../ports.js";

/** What the transactions of the module stand on. */
export interface TdMessageDeps {
  readonly settings: { readonly prefix: string };
  readonly deposits: TrustDepositKeeper;
  readonly delegation: SpendingPort;
}

const { ensurePresent, ensureSigners } = operatorChecks(tdErrors);

/** [D-GEN-04] Corporation and operator are named, and could be what they are named as. */
export function ensureOperated(
  { settings, deposits }: TdMessageDeps,
  message: DelegableMessage,
  rule: RuleId,
): void {
  const { corporation, operator } = message;
  ensurePresent(rule, { corporation, operator });
  ensureSigners({ settings, corporations: deposits.ports.corporations }, message, rule);
}
