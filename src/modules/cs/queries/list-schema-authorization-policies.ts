import {
  Query,
  type QueryListSchemaAuthorizationPoliciesRequest,
  type QueryListSchemaAuthorizationPoliciesResponse,
  SchemaAuthorizationPolicyRoleEnum,
} from "../../../gen/verana/cs/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { enumParam, idParam, params } from "../../../keeper/query-params.js";
import { csErrors } from "../errors.js";
import type { SchemaKeeper } from "../keeper.js";
import { policyJson, specNames, WIRE_PREFIX } from "../render.js";
import { policiesOf } from "../state.js";

const CHECKS = "MOD-CS-QRY-6-2";
const { byNumber } = SchemaAuthorizationPolicyRoleEnum;

/**
 * [MOD-CS-QRY-6] List Schema Authorization Policies of a schema and role, by ascending version;
 * drafts and revoked ones included, all of them at once [D-CS-11] [D-GEN-13].
 */
export const listSchemaAuthorizationPolicies = (k: { readonly schemas: SchemaKeeper }) =>
  defineQuery({
    rule: "MOD-CS-QRY-6",
    method: Query.ListSchemaAuthorizationPolicies,

    /** [MOD-CS-QRY-6-3] */
    run(
      ctx,
      { schemaId, role }: QueryListSchemaAuthorizationPoliciesRequest,
    ): QueryListSchemaAuthorizationPoliciesResponse {
      ensure(schemaId !== 0n, CHECKS, csErrors.idMissing);
      ensure(role !== 0 && Object.hasOwn(byNumber, role), CHECKS, csErrors.roleInvalid, { role });
      const { state } = k.schemas;
      k.schemas.load(ctx, schemaId, CHECKS);
      const walk = policiesOf(schemaId, role);
      return { policies: [...state.policies.along(ctx, state.byVersion, walk)] };
    },

    spec: {
      path: "/cs/v1/sap/list",
      /** [MOD-CS-QRY-6-1] */
      params: params({
        schema_id: idParam,
        role: enumParam(specNames(SchemaAuthorizationPolicyRoleEnum, WIRE_PREFIX.policyRole)),
      }),
      toRequest: (given) => ({ schemaId: given.schema_id, role: given.role ?? 0 }),
      render: ({ policies }) => ({ schema_authorization_policies: policies.map(policyJson) }),
    },
  });
