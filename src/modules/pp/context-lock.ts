import { OnboardingState, type Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { prefixEnd } from "../../keeper/keys.js";
import {
  type Context,
  contextBound,
  contextRef,
  endBound,
  type ParticipantState,
} from "./state.js";

/**
 * [D-PP-08] The entry that keeps a context to itself: one that is pending, or validated and not expired,
 * and neither revoked nor slashed; undefined when there is none.
 */
export function hinderingProcess(
  ctx: ReadContext,
  state: ParticipantState,
  context: Context,
): Participant | undefined {
  for (const pending of state.participants.where(ctx, state.pending, contextRef(context))) {
    return pending;
  }
  const lt = prefixEnd(contextBound(context));
  const gte = endBound(context, ctx.blockTime + 1n);
  const walk = { gte, ...(lt === undefined ? {} : { lt }) };
  for (const open of state.participants.along(ctx, state.byContext, walk)) {
    if (open.opState === OnboardingState.VALIDATED) return open;
  }
  return undefined;
}
