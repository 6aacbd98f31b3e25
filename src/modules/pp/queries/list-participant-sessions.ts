import {
  Query,
  type QueryListParticipantSessionsRequest,
  type QueryListParticipantSessionsResponse,
} from "../../../gen/verana/pp/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { parseTime } from "../../../keeper/formats/time.js";
import { concat, stringKey, timeKey } from "../../../keeper/keys.js";
import { beginning } from "../../../keeper/list-cursor.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import { cursorParam, params, sizeParam, timeParam } from "../../../keeper/query-params.js";
import { ppErrors } from "../errors.js";
import type { ParticipantKeeper } from "../keeper.js";
import { sessionJson } from "../render.js";
import { uuidOf, withRecords } from "../sessions.js";

/** The wire's list of sessions, which the specification has not: earliest change first, ties by id. */
export const listParticipantSessions = (k: { readonly participants: ParticipantKeeper }) =>
  defineQuery({
    method: Query.ListParticipantSessions,

    run(ctx, request: QueryListParticipantSessionsRequest): QueryListParticipantSessionsResponse {
      const size = listSize(request.responseMaxSize, "D-GEN-13", ppErrors.sizeOutOfRange);
      const { state } = k.participants;
      const { cursor, modifiedAfter } = request;
      const gte = beginning(modifiedAfter, cursor === "" ? undefined : behind(cursor));
      const found = take(state.sessions.along(ctx, state.sessionsByModified, { gte }), size);
      return { participantSessions: found.map((session) => withRecords(ctx, state, session)) };
    },

    spec: {
      path: "/pp/v1/list_session",
      params: params({
        modified_after: timeParam,
        response_max_size: sizeParam,
        cursor: cursorParam,
      }),
      toRequest: (given) => ({
        modifiedAfter: given.modified_after,
        responseMaxSize: given.response_max_size ?? 0,
        cursor: given.cursor ?? "",
      }),
      render: ({ participantSessions }) => ({
        participant_sessions: participantSessions.map(sessionJson),
      }),
    },
  });

/** Behind the cursor: `modified` and id of the last session that was seen. */
function behind(cursor: string): Uint8Array {
  const [, time = "", id = ""] = /^([^,]*),(.*)$/.exec(cursor) ?? [];
  const modified = parseTime(time.replace(" ", "+"));
  const uuid = uuidOf(id);
  const placed = modified !== undefined && uuid !== undefined;
  ensure(placed, "D-GEN-13", ppErrors.malformedCursor, { cursor });
  return concat([timeKey.encode(modified), stringKey.encode(uuid), Uint8Array.of(0)]);
}
