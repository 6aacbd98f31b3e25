import {
  Query,
  type QueryGetOperatorAuthorizationRequest,
  type QueryGetOperatorAuthorizationResponse,
  type QueryGetVSOperatorAuthorizationRequest,
  type QueryGetVSOperatorAuthorizationResponse,
} from "../../../gen/verana/de/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure, refuse } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { idParam, params } from "../../../keeper/query-params.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { operatorAuthorizationJson, vsOperatorAuthorizationJson } from "../render.js";
import { withRecords } from "../vs-records.js";

/** [D-DE-08] An operator authorization by its id. */
export const getOperatorAuthorization = ({ state }: AuthorityParts) =>
  defineQuery({
    method: Query.GetOperatorAuthorization,
    run(
      ctx: ReadContext,
      { id }: QueryGetOperatorAuthorizationRequest,
    ): QueryGetOperatorAuthorizationResponse {
      ensure(id !== 0n, "D-DE-08", deErrors.idMissing);
      const found = state.authorizations.by(ctx, state.byId, id);
      ensure(found !== undefined, "D-DE-08", deErrors.operatorAuthorizationNotFound, { id });
      return { operatorAuthorization: found };
    },
    spec: {
      path: "/de/v1/authz/get",
      aliases: ["/de/v1/authz/get/{id}"],
      params: params({ id: idParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ operatorAuthorization: found }: QueryGetOperatorAuthorizationResponse) => ({
        operator_authorization: operatorAuthorizationJson(
          found ?? refuse(deErrors.operatorAuthorizationNotFound),
        ),
      }),
    },
  });

/** [D-DE-08] A VS operator authorization by its id. */
export const getVsOperatorAuthorization = ({ state }: AuthorityParts) =>
  defineQuery({
    method: Query.GetVSOperatorAuthorization,
    run(
      ctx: ReadContext,
      { id }: QueryGetVSOperatorAuthorizationRequest,
    ): QueryGetVSOperatorAuthorizationResponse {
      ensure(id !== 0n, "D-DE-08", deErrors.idMissing);
      const found = state.vsAuthorizations.by(ctx, state.byVsId, id);
      ensure(found !== undefined, "D-DE-08", deErrors.vsOperatorAuthorizationNotFound, { id });
      return { vsOperatorAuthorization: withRecords(ctx, state, found) };
    },
    spec: {
      path: "/de/v1/vs-authz/get",
      aliases: ["/de/v1/vs-authz/get/{id}"],
      params: params({ id: idParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ vsOperatorAuthorization: found }: QueryGetVSOperatorAuthorizationResponse) => ({
        vs_operator_authorization: vsOperatorAuthorizationJson(
          found ?? refuse(deErrors.vsOperatorAuthorizationNotFound),
        ),
      }),
    },
  });
