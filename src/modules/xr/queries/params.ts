import { Query } from "../../../gen/verana/xr/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { defineQuery } from "../../../keeper/query.js";
import type { ExchangeRateKeeper } from "../keeper.js";

/** [D-GF-05] The wire's parameters; the specification has no such query. */
export const listParams = ({ keeper }: { readonly keeper: ExchangeRateKeeper }) =>
  defineQuery({
    method: Query.Params,
    run: (ctx: ReadContext) => ({ params: keeper.params(ctx) }),
  });
