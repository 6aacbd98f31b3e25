import type { Participant } from "../../gen/verana/pp/v1.js";

/** What decides whether a participant is active. Times are nanoseconds. */
export type Effect = Pick<Participant, "effectiveFrom" | "effectiveUntil" | "revoked" | "slashed">;

const past = (time: bigint | undefined, at: bigint): boolean => time !== undefined && time <= at;

/** [D-GEN-08] Begun, not ended, neither revoked nor slashed; repaid entries stay inactive. */
export function isActive(p: Effect, at: bigint): boolean {
  const begun = past(p.effectiveFrom, at);
  const ended = past(p.effectiveUntil, at);
  return begun && !ended && !past(p.revoked, at) && !past(p.slashed, at);
}
