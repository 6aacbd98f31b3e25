import type { RuleId } from "../../gen/rules.js";
import type { DelegableMessage } from "../../keeper/authority.js";
import { operatorChecks } from "../../keeper/operator-checks.js";
import { coErrors } from "./errors.js";
import type { CorporationKeeper } from "./keeper.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: Pick<CorporationKeeper, "wellFormed">;
}

const checks = operatorChecks(coErrors);

/** Refuses the first mandatory parameter that is absent, with `co` 3. */
export const { ensurePresent } = checks;

/** Syntax of both signers, with `co` 4 and 5. */
export const ensureSigners = (deps: Deps, message: DelegableMessage, rule: RuleId): void =>
  checks.ensureSigners({ ...deps, corporations: deps.keeper }, message, rule);
