import type { RuleId } from "../../gen/rules.js";
import { type Participant, ParticipantRole } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { ensureActive } from "./activity.js";
import { loadSchema } from "./checks.js";
import type { PpDeps } from "./deps.js";
import { ppErrors } from "./errors.js";
import type { SchemaFacts } from "./ports.js";

/** Ids that a session or a quote names; 0 for none. */
export interface SessionIds {
  readonly issuerParticipantId: bigint;
  readonly verifierParticipantId: bigint;
  readonly agentParticipantId: bigint;
  readonly walletAgentParticipantId: bigint;
}

/** Who takes part in a session. */
export interface SessionParties {
  readonly schema: SchemaFacts;
  readonly issuer: Participant | undefined;
  readonly verifier: Participant | undefined;
  /** [D-PP-32] The verifier of a verification, else the issuer: it pays. */
  readonly payer: Participant;
  readonly agent: Participant | undefined;
  readonly walletAgent: Participant | undefined;
}

/** [D-PP-32] The participant that pays: the verifier where there is one. */
export const primaryId = (ids: SessionIds): bigint =>
  ids.verifierParticipantId === 0n ? ids.issuerParticipantId : ids.verifierParticipantId;

/** Refuses ids that name neither an issuer nor a verifier. */
export function ensurePrimary(ids: SessionIds, rule: RuleId): void {
  ensure(primaryId(ids) !== 0n, rule, ppErrors.primaryMissing);
}

/** [MOD-PP-MSG-10-2] Loads the parties: each there, of its role and active; both sides of one schema (D-PP-34). */
export function loadParties(
  ctx: ReadContext,
  k: Pick<PpDeps, "participants" | "schemas">,
  ids: SessionIds,
  rule: RuleId,
): SessionParties {
  const { ISSUER, VERIFIER } = ParticipantRole;
  const load = (id: bigint, role: number) => loadParty(ctx, k, { id, role, rule });
  const issuer = load(ids.issuerParticipantId, ISSUER);
  const verifier = load(ids.verifierParticipantId, VERIFIER);
  const payer = verifier ?? issuer;
  ensure(payer !== undefined, rule, ppErrors.primaryMissing);
  const schemaIds = { issuer_schema: issuer?.schemaId, verifier_schema: verifier?.schemaId };
  const same = issuer === undefined || issuer.schemaId === payer.schemaId;
  ensure(same, "D-PP-34", ppErrors.schemasDiffer, schemaIds);
  const schema = loadSchema(ctx, k, payer.schemaId, rule);
  const agent = load(ids.agentParticipantId, ISSUER);
  const walletAgent = load(ids.walletAgentParticipantId, ISSUER);
  return { schema, issuer, verifier, payer, agent, walletAgent };
}

/** [D-PP-35] Undefined when none is named. */
function loadParty(
  ctx: ReadContext,
  { participants }: Pick<PpDeps, "participants">,
  { id, role, rule }: { readonly id: bigint; readonly role: number; readonly rule: RuleId },
): Participant | undefined {
  if (id === 0n) return undefined;
  const found = participants.load(ctx, id, rule);
  const fits = found.role === role;
  ensure(fits, rule, ppErrors.wrongRole, { participant_id: id, role: found.role });
  ensureActive(found, ctx.blockTime, rule);
  return found;
}
