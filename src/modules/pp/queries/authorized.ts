import { type Participant, ParticipantRoleEnum } from "../../../gen/verana/pp/v1.js";
import {
  Query,
  type QueryAuthorizedRequest,
  type QueryAuthorizedResponse,
} from "../../../gen/vpr/pp/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { isDid } from "../../../keeper/formats/did.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  idParam,
  params,
  requiredEnumParam,
  requiredTextParam,
  timeParam,
} from "../../../keeper/query-params.js";
import { listText } from "../../../keeper/record-json.js";
import { idJson } from "../../../keeper/spec-json.js";
import { escapedJson } from "../../../wire/json-text.js";
import { inactivity } from "../activity.js";
import { ppErrors } from "../errors.js";
import type { ParticipantKeeper } from "../keeper.js";
import { participantJson, participantRecord } from "../render.js";
import { subjectRef } from "../state.js";
import { ensureKnown, versionAt } from "../versions.js";

const ROLES = Object.fromEntries(
  Object.entries(ParticipantRoleEnum.byName).filter(([, value]) => value !== 0),
);

/** Most participants whose reasons are told. */
const MOST_REASONS = 64;

/**
 * [D-GEN-08] [D-PP-55] Whether a DID may act in a role for a schema at a time: whether it has a participant
 * that is active then. With it come its ancestors up to the root, each active or not; those do not decide,
 * since nothing that befalls an ancestor ends what is below it.
 */
export const authorized = (k: { readonly participants: ParticipantKeeper }) =>
  defineQuery({
    method: Query.Authorized,
    whole: true,

    run(ctx, request: QueryAuthorizedRequest): QueryAuthorizedResponse {
      ensureRequest(request);
      ensureKnown(ctx, k.participants.state, request.when);
      const at = request.when ?? ctx.blockTime;
      const reasons: { participantId: bigint; reason: string }[] = [];
      for (const participant of candidates(ctx, k.participants, request, at)) {
        const reason = inactivity(participant, at);
        if (reason === undefined) {
          const ancestors = chainOf(ctx, k.participants, participant, at);
          return { authorized: true, participant, ancestors, reasons: [] };
        }
        if (reasons.length < MOST_REASONS) reasons.push({ participantId: participant.id, reason });
      }
      if (reasons.length === 0) reasons.push({ participantId: 0n, reason: "not found" });
      return { authorized: false, participant: undefined, ancestors: [], reasons };
    },

    spec: {
      path: "/pp/v1/authorized",
      params: params({
        did: requiredTextParam,
        role: requiredEnumParam(ROLES),
        schema_id: idParam,
        when: timeParam,
      }),
      toRequest: (given) => ({
        did: given.did,
        role: given.role,
        schemaId: given.schema_id,
        when: given.when,
      }),
      render: ({ authorized: may, participant, ancestors, reasons }) => ({
        authorized: may,
        participant: participant === undefined ? null : participantJson(participant),
        ancestors: ancestors.map((each) => ({
          participant: each.participant === undefined ? null : participantJson(each.participant),
          active: each.active,
        })),
        reasons: reasons.map(reasonJson),
      }),
      text: ({ authorized: may, participant, ancestors, reasons }) =>
        `{"authorized":${may},"participant":${participantText(participant)},"ancestors":${listText(
          ancestors,
          (each) => `{"participant":${participantText(each.participant)},"active":${each.active}}`,
        )},"reasons":${escapedJson(reasons.map(reasonJson))}}`,
    },
  });

const participantText = (p: Participant | undefined): string =>
  p === undefined ? "null" : participantRecord.text(p);

const reasonJson = (each: QueryAuthorizedResponse["reasons"][number]) => ({
  participant_id: idJson(each.participantId),
  reason: each.reason,
});

function ensureRequest({ did, role, schemaId }: QueryAuthorizedRequest): void {
  ensure(isDid(did), "D-GEN-17", ppErrors.malformedDid, { did });
  const known = role !== 0 && Object.hasOwn(ParticipantRoleEnum.byNumber, role);
  ensure(known, "D-GEN-12", ppErrors.filterUnknown, { filter: "role", value: role });
  ensure(schemaId !== 0n, "D-GEN-12", ppErrors.idMissing);
}

/** Participants of the DID in this role for this schema, as they were at that time. */
function* candidates(
  ctx: ReadContext,
  { state }: ParticipantKeeper,
  { did, schemaId, role }: QueryAuthorizedRequest,
  at: bigint,
): IterableIterator<Participant> {
  const ref = subjectRef(did, schemaId, role);
  for (const current of state.participants.where(ctx, state.bySubject, ref, { reverse: true })) {
    const participant = at < ctx.blockTime ? versionAt(ctx, state, current, at) : current;
    if (participant !== undefined) yield participant;
  }
}

function chainOf(
  ctx: ReadContext,
  participants: ParticipantKeeper,
  participant: Participant,
  at: bigint,
) {
  const chain: { participant: Participant; active: boolean }[] = [];
  for (const ancestor of participants.ancestors(ctx, participant)) {
    const isPast = at < ctx.blockTime;
    const then = isPast ? versionAt(ctx, participants.state, ancestor, at) : ancestor;
    const shown = then ?? ancestor;
    chain.push({ participant: shown, active: inactivity(shown, at) === undefined });
  }
  return chain;
}
