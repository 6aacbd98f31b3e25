import { Query, type QueryParamsResponse } from "../../../gen/verana/cs/v1.js";
import { defineQuery } from "../../../keeper/query.js";
import { params } from "../../../keeper/query-params.js";
import type { SchemaKeeper } from "../keeper.js";
import { paramsJson } from "../render.js";

/** [MOD-CS-QRY-4] List Module Parameters; it takes no parameters [MOD-CS-QRY-4-2]. */
export const listParams = (k: { readonly schemas: SchemaKeeper }) =>
  defineQuery({
    rule: "MOD-CS-QRY-4",
    method: Query.Params,

    /** [MOD-CS-QRY-4-3] */
    run: (ctx): QueryParamsResponse => ({ params: k.schemas.params(ctx) }),

    spec: {
      path: "/cs/v1/params",
      params: params({}),
      toRequest: () => ({}),
      /** [MOD-CS-QRY-4-4] */
      render: (response) => ({ params: paramsJson(response.params) }),
    },
  });
