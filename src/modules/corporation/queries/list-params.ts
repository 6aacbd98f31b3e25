import { Query } from "../../../gen/verana/co/v1.js";
import { defineQuery } from "../../../keeper/query.js";
import { params } from "../../../keeper/query-params.js";

/** [MOD-CO-QRY-3] List Module Parameters. */
export const listParams = () =>
  defineQuery({
    rule: "MOD-CO-QRY-3",
    method: Query.Params,
    /** [MOD-CO-QRY-3-3] There are none. */
    run: () => ({ params: {} }),
    spec: {
      path: "/co/v1/params",
      params: params({}),
      toRequest: () => ({}),
      render: () => ({ params: {} }),
    },
  });
