import {
  Query,
  type QueryListOperatorAuthorizationsRequest,
  type QueryListOperatorAuthorizationsResponse,
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
import { operatorAuthorizationJson } from "../render.js";

type Request = QueryListOperatorAuthorizationsRequest;
type Response = QueryListOperatorAuthorizationsResponse;

/** [MOD-DE-QRY-1-1] */
const listParams = params({
  corporation: textParam,
  corporation_id: textParam,
  operator: textParam,
  response_max_size: sizeParam,
  cursor: holderCursorParam,
}).refine(...namesCorporationOnce);

/** [MOD-DE-QRY-1] List Operator Authorizations. */
export const listOperatorAuthorizations = (parts: AuthorityParts) =>
  defineQuery({
    rule: "MOD-DE-QRY-1",
    method: Query.ListOperatorAuthorizations,
    run: (ctx: ReadContext, request: Request) => run(ctx, parts, request),
    spec: {
      path: "/de/v1/authz/list",
      params: listParams,
      toRequest: (given) => ({
        corporationId: 0n,
        corporation: given.corporation ?? given.corporation_id ?? "",
        operator: given.operator ?? "",
        responseMaxSize: given.response_max_size ?? 0,
        cursor: given.cursor ?? "",
      }),
      render: (response: Response) => ({
        operator_authorizations: response.operatorAuthorizations.map(operatorAuthorizationJson),
      }),
    },
  });

/** [MOD-DE-QRY-1-2] [MOD-DE-QRY-1-3] */
function run(ctx: ReadContext, parts: AuthorityParts, request: Request): Response {
  const rule = "MOD-DE-QRY-1-2";
  const size = listSize(request.responseMaxSize, rule, deErrors.sizeOutOfRange);
  const filter = readFilter(ctx, parts, { ...request, account: request.operator }, rule);
  const { authorizations, byOperator } = parts.state;
  return { operatorAuthorizations: take(matching(ctx, authorizations, byOperator, filter), size) };
}
