import type { RuleId } from "../../gen/rules.js";
import type { Participant } from "../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { isActive } from "./activity.js";
import type { PpDeps } from "./deps.js";
import { ppErrors } from "./errors.js";

/** Whether the corporation has an active ancestor of a participant; the walk passes inactive ones. */
export function hasActiveAncestor(
  ctx: ReadContext,
  { participants }: Pick<PpDeps, "participants">,
  participant: Participant,
  corporationId: bigint,
): boolean {
  for (const ancestor of participants.ancestors(ctx, participant)) {
    const own = ancestor.corporationId === corporationId;
    if (own && isActive(ancestor, ctx.blockTime)) return true;
  }
  return false;
}

/** Whether the corporation controls the ecosystem of the participant's schema. */
function controlsEcosystem(
  ctx: ReadContext,
  { schemas, ecosystems }: Pick<PpDeps, "schemas" | "ecosystems">,
  { schemaId }: Participant,
  corporationId: bigint,
): boolean {
  const ecosystemId = schemas.find(ctx, schemaId)?.ecosystemId;
  if (ecosystemId === undefined) return false;
  return ecosystems.find(ctx, ecosystemId)?.corporationId === corporationId;
}

/** [D-PP-31] [D-PP-48] Refuses who is neither an active ancestor nor the ecosystem's controller, nor named by `own`. */
export function ensureOver(
  ctx: ReadContext,
  k: Pick<PpDeps, "participants" | "schemas" | "ecosystems">,
  participant: Participant,
  { corporation }: CorporationOperator,
  { rule, own }: { readonly rule: RuleId; readonly own: boolean },
): void {
  const { id } = corporation;
  const may =
    (own && participant.corporationId === id) ||
    hasActiveAncestor(ctx, k, participant, id) ||
    controlsEcosystem(ctx, k, participant, id);
  ensure(may, rule, ppErrors.notAuthorized, { participant_id: participant.id, corporation: id });
}
