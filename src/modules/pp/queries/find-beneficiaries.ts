import {
  type Participant,
  Query,
  type QueryFindBeneficiariesRequest,
  type QueryFindBeneficiariesResponse,
} from "../../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { optionalIdParam, params } from "../../../keeper/query-params.js";
import { inactivity } from "../activity.js";
import { beneficiariesOf } from "../beneficiaries.js";
import { ppErrors } from "../errors.js";
import type { ParticipantKeeper } from "../keeper.js";
import { participantJson } from "../render.js";

const CHECKS = "MOD-PP-QRY-4-2";

/** [MOD-PP-QRY-4] Find Beneficiaries, by ascending id [D-PP-42]. */
export const findBeneficiaries = (k: { readonly participants: ParticipantKeeper }) =>
  defineQuery({
    rule: "MOD-PP-QRY-4",
    method: Query.FindBeneficiaries,

    run(ctx, request: QueryFindBeneficiariesRequest): QueryFindBeneficiariesResponse {
      const { issuerParticipantId, verifierParticipantId } = request;
      const named = issuerParticipantId !== 0n || verifierParticipantId !== 0n;
      ensure(named, CHECKS, ppErrors.primaryMissing);
      const issuer = loadActive(ctx, k.participants, issuerParticipantId);
      const verifier = loadActive(ctx, k.participants, verifierParticipantId);
      const found = beneficiariesOf(ctx, k.participants, { issuer, verifier });
      return { participants: [...found].sort((a, b) => (a.id < b.id ? -1 : 1)) };
    },

    spec: {
      path: "/pp/v1/beneficiaries",
      /** [MOD-PP-QRY-4-1] */
      params: params({
        issuer_participant_id: optionalIdParam,
        verifier_participant_id: optionalIdParam,
      }),
      toRequest: (given) => ({
        issuerParticipantId: given.issuer_participant_id ?? 0n,
        verifierParticipantId: given.verifier_participant_id ?? 0n,
      }),
      render: ({ participants }) => ({ participants: participants.map(participantJson) }),
    },
  });

/** [MOD-PP-QRY-4-2] Undefined when none is named. */
function loadActive(
  ctx: ReadContext,
  participants: ParticipantKeeper,
  id: bigint,
): Participant | undefined {
  if (id === 0n) return undefined;
  const found = participants.load(ctx, id, CHECKS);
  const because = inactivity(found, ctx.blockTime);
  const facts = { participant_id: id, because };
  ensure(because === undefined, CHECKS, ppErrors.participantInactive, facts);
  return found;
}
