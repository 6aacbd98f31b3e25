import { OnboardingState, type Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { PpDeps } from "./deps.js";
import { NAME } from "./escrow.js";
import { settlementDenom } from "./pricing.js";
import { isOpen } from "./state.js";

/** What must hold of participants. Genesis is held to the same. */
export const participantInvariants = (k: PpDeps): readonly Invariant[] => [
  { name: "pp/escrow", check: (ctx) => escrowFault(ctx, k) },
  { name: "pp/overlap", check: (ctx) => overlapFault(ctx, k) },
  { name: "pp/amounts", check: (ctx) => amountFault(ctx, k) },
  { name: "pp/records", check: (ctx) => recordFault(ctx, k) },
  { name: "pp/did-controller", check: (ctx) => controllerFault(ctx, k) },
  { name: "pp/indexes", check: (ctx) => indexFault(ctx, k) },
];

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

function indexFault(ctx: ReadContext, { participants }: PpDeps): string | undefined {
  const { state } = participants;
  return (
    state.participants.indexFault(ctx) ??
    state.versions.indexFault(ctx) ??
    state.sessions.indexFault(ctx)
  );
}
