import { Query } from "../../../gen/verana/di/v1.js";
import { defineQuery } from "../../../keeper/query.js";

/** [D-GF-05] The wire's parameters: there are none, and the specification has no such query. */
export const listParams = () => defineQuery({ method: Query.Params, run: () => ({ params: {} }) });
