import {
  Query,
  type QueryGetParticipantRequest,
  type QueryGetParticipantResponse,
} from "../../../gen/verana/pp/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { idParam, params } from "../../../keeper/query-params.js";
import { ppErrors } from "../errors.js";
import type { ParticipantKeeper } from "../keeper.js";
import { participantJson } from "../render.js";

/** [MOD-PP-QRY-2] Get Participant. */
export const getParticipant = (k: { readonly participants: ParticipantKeeper }) =>
  defineQuery({
    rule: "MOD-PP-QRY-2",
    method: Query.GetParticipant,
    whole: true,

    /** [MOD-PP-QRY-2-3] */
    run(ctx, { id }: QueryGetParticipantRequest): QueryGetParticipantResponse {
      ensure(id !== 0n, "MOD-PP-QRY-2-2", ppErrors.idMissing);
      const participant = k.participants.find(ctx, id);
      ensure(participant !== undefined, "MOD-PP-QRY-2-3", ppErrors.participantNotFound, { id });
      return { participant };
    },

    spec: {
      path: "/pp/v1/get",
      aliases: ["/pp/v1/get/{id}"],
      /** [MOD-PP-QRY-2-1] */
      params: params({ id: idParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ participant }) => ({
        participant: participant === undefined ? null : participantJson(participant),
      }),
    },
  });
