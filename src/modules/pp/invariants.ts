import { OnboardingState, type Participant, ParticipantRole } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { KnownSums } from "../../keeper/entry-sum.js";
import type { Invariant } from "../../keeper/module.js";
import type { PpDeps } from "./deps.js";
import { NAME } from "./escrow.js";
import { settlementDenom } from "./pricing.js";
import { isOpen } from "./state.js";

/** What must hold of participants. Genesis is held to the same. */
export function participantInvariants(k: PpDeps): readonly Invariant[] {
  // One for each collection: their keys may be the same.
  const known = {
    participants: new KnownSums(),
    versions: new KnownSums(),
    sessions: new KnownSums(),
  };
  return [
    { name: "pp/escrow", check: (ctx) => escrowFault(ctx, k) },
    { name: "pp/overlap", check: (ctx) => overlapFault(ctx, k) },
    { name: "pp/amounts", check: (ctx) => amountFault(ctx, k) },
    { name: "pp/tree", check: (ctx) => treeFault(ctx, k) },
    { name: "pp/records", check: (ctx) => recordFault(ctx, k) },
    { name: "pp/did-controller", check: (ctx) => controllerFault(ctx, k) },
    { name: "pp/indexes", check: (ctx) => indexFault(ctx, k, known) },
  ];
}

/** [D-PP-13] The escrow holds the fees of pending requests, per denomination, and nothing else. */
function escrowFault(ctx: ReadContext, k: PpDeps): string | undefined {
  const owed = new Map<string, bigint>();
  for (const [, p] of k.participants.state.participants.entries(ctx)) {
    if (p.opState !== OnboardingState.PENDING || p.opCurrentFees === 0n) continue;
    const schema = k.schemas.find(ctx, p.schemaId);
    if (schema === undefined) return `participant ${p.id} has no schema`;
    const denom = settlementDenom(ctx, schema);
    owed.set(denom, (owed.get(denom) ?? 0n) + p.opCurrentFees);
  }
  for (const { denom, amount } of k.bank.balances(ctx, k.accounts.moduleAddress(NAME))) {
    const due = owed.get(denom) ?? 0n;
    if (due !== amount) return `the escrow holds ${amount}${denom}, pending fees are ${due}`;
    owed.delete(denom);
  }
  const [missing] = owed;
  return missing === undefined ? undefined : `the escrow lacks ${missing[1]}${missing[0]}`;
}

/** [D-PP-21] No two entries of a context are effective at one time. */
function overlapFault(ctx: ReadContext, k: PpDeps): string | undefined {
  const last = new Map<string, Participant>();
  const { participants } = k.participants.state;
  const open = [...participants.entries(ctx)].map(([, p]) => p).filter(isOpen);
  const from = (p: Participant): bigint => p.effectiveFrom ?? 0n;
  open.sort((a, b) => (from(a) === from(b) ? 0 : from(a) < from(b) ? -1 : 1));
  for (const p of open) {
    const context = [p.schemaId, p.role, p.validatorParticipantId, p.corporationId].join("/");
    const before = last.get(context);
    const until = before?.effectiveUntil;
    if (before !== undefined && (until === undefined || until > from(p))) {
      return `participants ${before.id} and ${p.id} are effective at one time`;
    }
    last.set(context, p);
  }
  return undefined;
}

function amountFault(ctx: ReadContext, k: PpDeps): string | undefined {
  for (const [id, p] of k.participants.state.participants.entries(ctx)) {
    if (p.repaidDeposit > p.slashedDeposit) return `participant ${id} repaid more than was slashed`;
    const waiting = p.opState === OnboardingState.PENDING;
    const idle = p.opCurrentFees === 0n && p.opCurrentDeposit === 0n;
    if (!waiting && !idle)
      return `participant ${id} waits for nothing and has amounts of a request`;
    if (p.opCurrentDeposit > p.deposit) return `participant ${id} asked with more than its deposit`;
  }
  return undefined;
}

/**
 * Every participant has its validator, which was there before it, in its schema; a root has none, is an
 * ECOSYSTEM and of the corporation that controls the schema's ecosystem. Which role validates which is
 * a rule of messages: a history that began under others may be told by a genesis.
 */
function treeFault(ctx: ReadContext, k: PpDeps): string | undefined {
  const schemaOf = new Map<bigint, bigint>();
  // Ids rise along the walk: a validator that comes later could be part of a cycle.
  for (const [id, p] of k.participants.state.participants.entries(ctx)) {
    const { schemaId, validatorParticipantId: above } = p;
    schemaOf.set(id, schemaId);
    const isRoot = p.role === ParticipantRole.ECOSYSTEM;
    if (isRoot !== (above === 0n)) return `participant ${id} has validator ${above} in its role`;
    if (isRoot) {
      if (!isOfController(ctx, k, p)) return `root ${id} is of another corporation`;
      continue;
    }
    if (above >= id || !schemaOf.has(above)) return `participant ${id} has no validator ${above}`;
    if (schemaOf.get(above) !== schemaId) return `participant ${id} has a validator elsewhere`;
  }
  return undefined;
}

function isOfController(ctx: ReadContext, k: PpDeps, root: Participant): boolean {
  const ecosystemId = k.schemas.find(ctx, root.schemaId)?.ecosystemId ?? 0n;
  return k.ecosystems.find(ctx, ecosystemId)?.corporationId === root.corporationId;
}

/** [D-DE-01] Every record of a VS operator belongs to a participant that lives, and to its owner. */
function recordFault(ctx: ReadContext, k: PpDeps): string | undefined {
  for (const [id, { corporationId, vsOperator }] of k.delegation.vsRecords(ctx)) {
    const p = k.participants.find(ctx, id);
    const lives =
      p !== undefined &&
      p.revoked === undefined &&
      p.slashed === undefined &&
      p.opState !== OnboardingState.TERMINATED;
    if (!lives) return `the record of participant ${id} outlived it`;
    if (p.corporationId !== corporationId || p.vsOperator !== vsOperator) {
      return `the record of participant ${id} is of another corporation or account`;
    }
  }
  return undefined;
}

/** [D-GEN-18] Participants with one DID have one corporation. */
function controllerFault(ctx: ReadContext, k: PpDeps): string | undefined {
  for (const [id, { did, corporationId }] of k.participants.state.participants.entries(ctx)) {
    const controller = did === "" ? corporationId : k.participants.controllerOf(ctx, did);
    if (controller !== corporationId) return `participant ${id} has the DID of another corporation`;
  }
  return undefined;
}

function indexFault(
  ctx: ReadContext,
  { participants }: PpDeps,
  known: Readonly<Record<"participants" | "versions" | "sessions", KnownSums>>,
): string | undefined {
  const { state } = participants;
  return (
    state.participants.indexFault(ctx, known.participants) ??
    state.versions.indexFault(ctx, known.versions) ??
    state.sessions.indexFault(ctx, known.sessions)
  );
}
