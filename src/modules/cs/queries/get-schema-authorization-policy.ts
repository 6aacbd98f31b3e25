import {
  Query,
  type QueryGetSchemaAuthorizationPolicyRequest,
  type QueryGetSchemaAuthorizationPolicyResponse,
} from "../../../gen/verana/cs/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { idParam, params } from "../../../keeper/query-params.js";
import { csErrors } from "../errors.js";
import type { SchemaKeeper } from "../keeper.js";
import { policyJson } from "../render.js";

const CHECKS = "MOD-CS-QRY-5-2";

/** [MOD-CS-QRY-5] Get Schema Authorization Policy: drafts and revoked ones too [D-CS-11]. */
export const getSchemaAuthorizationPolicy = (k: { readonly schemas: SchemaKeeper }) =>
  defineQuery({
    rule: "MOD-CS-QRY-5",
    method: Query.GetSchemaAuthorizationPolicy,

    /** [MOD-CS-QRY-5-3] */
    run(
      ctx,
      { id }: QueryGetSchemaAuthorizationPolicyRequest,
    ): QueryGetSchemaAuthorizationPolicyResponse {
      ensure(id !== 0n, CHECKS, csErrors.idMissing);
      const policy = k.schemas.state.policies.get(ctx, id);
      ensure(policy !== undefined, CHECKS, csErrors.policyNotFound, { id });
      return { authorizationPolicy: policy };
    },

    spec: {
      path: "/cs/v1/sap/get",
      aliases: ["/cs/v1/sap/get/{id}"],
      /** [MOD-CS-QRY-5-1] */
      params: params({ id: idParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ authorizationPolicy: policy }) => ({
        schema_authorization_policy: policy === undefined ? null : policyJson(policy),
      }),
    },
  });
