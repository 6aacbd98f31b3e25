import {
  Query,
  type QueryGetParticipantSessionRequest,
  type QueryGetParticipantSessionResponse,
} from "../../../gen/verana/pp/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { params, requiredTextParam } from "../../../keeper/query-params.js";
import { ppErrors } from "../errors.js";
import type { ParticipantKeeper } from "../keeper.js";
import { sessionJson } from "../render.js";
import { findSession, uuidOf } from "../sessions.js";

/** [MOD-PP-QRY-5] Get ParticipantSession. */
export const getParticipantSession = (k: { readonly participants: ParticipantKeeper }) =>
  defineQuery({
    rule: "MOD-PP-QRY-5",
    method: Query.GetParticipantSession,

    /** [MOD-PP-QRY-5-3] [D-PP-41] */
    run(ctx, request: QueryGetParticipantSessionRequest): QueryGetParticipantSessionResponse {
      const id = uuidOf(request.id);
      ensure(id !== undefined, "MOD-PP-QRY-5-2", ppErrors.malformedUuid, { id: request.id });
      const participantSession = findSession(ctx, k.participants.state, id);
      const found = participantSession !== undefined;
      ensure(found, "MOD-PP-QRY-5-3", ppErrors.sessionNotFound, { id });
      return { participantSession };
    },

    spec: {
      path: "/pp/v1/session/get",
      aliases: ["/pp/v1/session/get/{id}"],
      /** [MOD-PP-QRY-5-1] */
      params: params({ id: requiredTextParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ participantSession }) => ({
        participant_session:
          participantSession === undefined ? null : sessionJson(participantSession),
      }),
    },
  });
