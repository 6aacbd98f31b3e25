import { Query, type QueryParamsResponse } from "../../../gen/verana/pp/v1.js";
import { defineQuery } from "../../../keeper/query.js";
import { params } from "../../../keeper/query-params.js";
import type { ParticipantKeeper } from "../keeper.js";
import { paramsJson } from "../render.js";

/** [MOD-PP-QRY-6] List Participant Module Parameters; it takes no parameters [MOD-PP-QRY-6-2]. */
export const listParams = (k: { readonly participants: ParticipantKeeper }) =>
  defineQuery({
    rule: "MOD-PP-QRY-6",
    method: Query.Params,

    /** [MOD-PP-QRY-6-3] */
    run: (ctx): QueryParamsResponse => ({ params: k.participants.params(ctx) }),

    spec: {
      path: "/pp/v1/params",
      params: params({}),
      toRequest: () => ({}),
      /** [MOD-PP-QRY-6-4] */
      render: (response) => ({ params: paramsJson(response.params) }),
    },
  });
