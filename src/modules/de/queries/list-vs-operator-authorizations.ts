import {
  Query,
  type QueryListVSOperatorAuthorizationsRequest,
  type QueryListVSOperatorAuthorizationsResponse,
} from "../../../gen/verana/de/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  namesCorporationOnce,
  params,
  sizeParam,
  textParam,
} from "../../../keeper/query-params.js";
import type { AuthorityParts } from "../authorization.js";
import { holderCursorParam } from "../cursor-param.js";
import { deErrors } from "../errors.js";
import { matching, readFilter } from "../filters.js";
import { vsOperatorAuthorizationJson } from "../render.js";
import { withRecords } from "../vs-records.js";

type Request = QueryListVSOperatorAuthorizationsRequest;
type Response = QueryListVSOperatorAuthorizationsResponse;

/** [MOD-DE-QRY-2-1] */
const listParams = params({
  corporation: textParam,
  corporation_id: textParam,
  vs_operator: textParam,
  response_max_size: sizeParam,
  cursor: holderCursorParam,
}).refine(...namesCorporationOnce);

/** [MOD-DE-QRY-2] List VS Operator Authorizations. */
export const listVsOperatorAuthorizations = (parts: AuthorityParts) =>
  defineQuery({
    rule: "MOD-DE-QRY-2",
    method: Query.ListVSOperatorAuthorizations,
    run: (ctx: ReadContext, request: Request) => run(ctx, parts, request),
    spec: {
      path: "/de/v1/vs-authz/list",
      params: listParams,
      toRequest: (given) => ({
        corporationId: 0n,
        corporation: given.corporation ?? given.corporation_id ?? "",
        vsOperator: given.vs_operator ?? "",
        responseMaxSize: given.response_max_size ?? 0,
        cursor: given.cursor ?? "",
      }),
      render: (response: Response) => ({
        vs_operator_authorizations: response.vsOperatorAuthorizations.map(
          vsOperatorAuthorizationJson,
        ),
      }),
    },
  });

/** [MOD-DE-QRY-2-2] [MOD-DE-QRY-2-3] */
function run(ctx: ReadContext, parts: AuthorityParts, request: Request): Response {
  const rule = "MOD-DE-QRY-2-2";
  const size = listSize(request.responseMaxSize, rule, deErrors.sizeOutOfRange);
  const filter = readFilter(ctx, parts, { ...request, account: request.vsOperator }, rule);
  const { vsAuthorizations, byVsOperator } = parts.state;
  const found = take(matching(ctx, vsAuthorizations, byVsOperator, filter), size);
  return { vsOperatorAuthorizations: found.map((each) => withRecords(ctx, parts.state, each)) };
}
