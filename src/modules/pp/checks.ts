import type { RuleId } from "../../gen/rules.js";
import type { Participant } from "../../gen/verana/pp/v1.js";
import type { CorporationOperator, DelegableMessage } from "../../keeper/authority.js";
import { AMOUNT_LIMIT } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import { type ErrorKind, ensure } from "../../keeper/errors.js";
import { END_OF_TIME } from "../../keeper/keys.js";
import { operatorChecks } from "../../keeper/operator-checks.js";
import type { PpDeps } from "./deps.js";
import { ppErrors } from "./errors.js";
import type { SchemaFacts } from "./ports.js";

/** [D-GEN-14] Refuses the first parameter that is not there. */
export function ensurePresent(given: Readonly<Record<string, boolean>>, rule: RuleId): void {
  for (const [parameter, present] of Object.entries(given)) {
    ensure(present, rule, ppErrors.missingParameter, { parameter });
  }
}

/** [D-GEN-04] Corporation and operator could be what they are named as. */
export const { ensureSigners: ensureOperated } = operatorChecks(ppErrors);

/** The stateless part of methods whose one parameter is a participant's id. */
export function ensureOfParticipant(
  k: Pick<PpDeps, "settings" | "corporations">,
  msg: DelegableMessage & { readonly id: bigint },
  rule: RuleId,
): void {
  const { corporation, operator, id } = msg;
  const given = { corporation: corporation !== "", operator: operator !== "", id: id !== 0n };
  ensurePresent(given, rule);
  ensureOperated(k, msg, rule);
}

interface Fees {
  readonly validationFees: bigint;
  readonly issuanceFees: bigint;
  readonly verificationFees: bigint;
}

/** [D-GEN-20] */
export function ensureFees(fees: Fees, rule: RuleId): void {
  const { validationFees, issuanceFees, verificationFees } = fees;
  ensure(validationFees < AMOUNT_LIMIT, rule, ppErrors.validationFeesOutOfRange);
  ensure(issuanceFees < AMOUNT_LIMIT, rule, ppErrors.issuanceFeesOutOfRange);
  ensure(verificationFees < AMOUNT_LIMIT, rule, ppErrors.verificationFeesOutOfRange);
}

/** [D-GEN-20] */
export function ensureBelowLimit(amount: bigint, rule: RuleId): void {
  ensure(amount < AMOUNT_LIMIT, rule, ppErrors.amountOutOfRange, { amount });
}

/** A time that can be written down: none, or before the year 10000. */
export function ensureTime(time: bigint | undefined, rule: RuleId): void {
  ensure(time === undefined || time < END_OF_TIME, rule, ppErrors.timeOutOfRange);
}

/** Refuses a participant of another corporation. */
export function ensureOwner(
  p: Participant,
  by: CorporationOperator,
  rule: RuleId,
  kind: ErrorKind = ppErrors.notOwner,
): void {
  const own = p.corporationId === by.corporation.id;
  ensure(own, rule, kind, { participant_id: p.id, corporation: by.corporation.id });
}

/** The schema of a participant or a message; refuses with `pp` 15 when there is none. */
export function loadSchema(
  ctx: ReadContext,
  { schemas }: Pick<PpDeps, "schemas">,
  id: bigint,
  rule: RuleId,
): SchemaFacts {
  const schema = schemas.find(ctx, id);
  ensure(schema !== undefined, rule, ppErrors.schemaNotFound, { id });
  return schema;
}
