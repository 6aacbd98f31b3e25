import type { RuleId } from "../../gen/rules.js";
import type { Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { prefixEnd } from "../../keeper/keys.js";
import { ppErrors } from "./errors.js";
import { type Context, contextBound, endBound, type ParticipantState } from "./state.js";

/** When an entry is effective: `from` included, `until` excluded, endless when undefined. */
export interface Span {
  readonly from: bigint;
  readonly until: bigint | undefined;
}

/**
 * [D-PP-21] An entry of the same context that is effective at some time of `span`; undefined when
 * none is. Revoked, slashed, expired and never dated entries do not count, nor does `self`; ends may
 * touch. The index is ordered by the end of the entries, so that those that ended before are never
 * read.
 */
export function hindering(
  ctx: ReadContext,
  state: ParticipantState,
  key: Context,
  span: Span,
  self?: bigint,
): Participant | undefined {
  const past = span.from < ctx.blockTime;
  const latestEnd = past ? ctx.blockTime : span.from;
  const lt = prefixEnd(contextBound(key));
  const walk = { gte: endBound(key, latestEnd + 1n), ...(lt === undefined ? {} : { lt }) };
  for (const other of state.participants.along(ctx, state.byContext, walk)) {
    const startsBefore = span.until === undefined || (other.effectiveFrom ?? 0n) < span.until;
    if (other.id !== self && startsBefore) return other;
  }
  return undefined;
}

/** [D-PP-21] Refuses a span in which another entry of the context is effective. */
export function ensureNoOverlap(
  ctx: ReadContext,
  state: ParticipantState,
  of: { readonly context: Context; readonly span: Span; readonly self?: bigint },
  rule: RuleId,
): void {
  const other = hindering(ctx, state, of.context, of.span, of.self);
  ensure(other === undefined, rule, ppErrors.overlap, { participant_id: other?.id });
}
