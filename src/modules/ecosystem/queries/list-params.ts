import { Query } from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { defineQuery } from "../../../keeper/query.js";
import { params } from "../../../keeper/query-params.js";
import type { EcosystemKeeper } from "../keeper.js";

/** [MOD-ES-QRY-3] List Module Parameters. */
export const listParams = (deps: { readonly keeper: EcosystemKeeper }) =>
  defineQuery({
    rule: "MOD-ES-QRY-3",
    method: Query.Params,
    /** [MOD-ES-QRY-3-3] The wire's own. */
    run: (ctx: ReadContext) => ({ params: deps.keeper.params(ctx) }),
    spec: {
      path: "/ec/v1/params",
      /** [MOD-ES-QRY-3-2] */
      params: params({}),
      toRequest: () => ({}),
      /** [MOD-ES-QRY-3-4] [D-ES-01] The specification defines none. */
      render: () => ({ params: {} }),
    },
  });
