import type { RuleId } from "../../gen/rules.js";
import type { Participant } from "../../gen/verana/pp/v1.js";
import { type ErrorKind, ensure } from "../../keeper/errors.js";
import { ppErrors } from "./errors.js";

/** What decides whether a participant is active. Times are nanoseconds. */
export type Effect = Pick<Participant, "effectiveFrom" | "effectiveUntil" | "revoked" | "slashed">;

const past = (time: bigint | undefined, at: bigint): boolean => time !== undefined && time <= at;

/** [D-GEN-08] Begun, not ended, neither revoked nor slashed; repaid entries stay inactive. */
export function isActive(p: Effect, at: bigint): boolean {
  const begun = past(p.effectiveFrom, at);
  const ended = past(p.effectiveUntil, at);
  return begun && !ended && !past(p.revoked, at) && !past(p.slashed, at);
}

/** [D-GEN-08] Not begun, and nothing stands in the way of its beginning. */
export const isFuture = (p: Effect, at: bigint): boolean =>
  p.effectiveFrom !== undefined &&
  p.effectiveFrom > at &&
  (p.effectiveUntil === undefined || p.effectiveUntil > p.effectiveFrom) &&
  p.revoked === undefined &&
  p.slashed === undefined;

/** Why a participant is not active; undefined when it is. */
export function inactivity(p: Effect, at: bigint): string | undefined {
  if (past(p.slashed, at)) return "slashed";
  if (past(p.revoked, at)) return "revoked";
  if (p.effectiveFrom === undefined) return "not validated";
  if (p.effectiveFrom > at) return "not yet effective";
  return past(p.effectiveUntil, at) ? "expired" : undefined;
}

interface Kinds {
  readonly notYet: ErrorKind;
  readonly not: ErrorKind;
}

const PARTICIPANT: Kinds = {
  notYet: ppErrors.participantNotYetEffective,
  not: ppErrors.participantNotActive,
};

/** The same of a validator. */
export const VALIDATOR: Kinds = {
  notYet: ppErrors.validatorNotYetEffective,
  not: ppErrors.validatorNotActive,
};

/** Refuses a participant that is not active, and says of one that will be that it is not yet effective. */
export function ensureActive(
  p: Effect & { readonly id: bigint },
  at: bigint,
  rule: RuleId,
  kinds: Kinds = PARTICIPANT,
): void {
  const facts = { participant_id: p.id };
  ensure(!isFuture(p, at), rule, kinds.notYet, facts);
  ensure(isActive(p, at), rule, kinds.not, { ...facts, because: inactivity(p, at) });
}
