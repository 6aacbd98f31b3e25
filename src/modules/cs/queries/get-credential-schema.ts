import {
  Query,
  type QueryGetCredentialSchemaRequest,
  type QueryGetCredentialSchemaResponse,
} from "../../../gen/verana/cs/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { idParam, params } from "../../../keeper/query-params.js";
import { csErrors } from "../errors.js";
import type { SchemaKeeper } from "../keeper.js";
import { schemaJson } from "../render.js";

/** [MOD-CS-QRY-2] Get Credential Schema. */
export const getCredentialSchema = (k: { readonly schemas: SchemaKeeper }) =>
  defineQuery({
    rule: "MOD-CS-QRY-2",
    method: Query.GetCredentialSchema,

    /** [MOD-CS-QRY-2-3] */
    run(ctx, { id }: QueryGetCredentialSchemaRequest): QueryGetCredentialSchemaResponse {
      ensure(id !== 0n, "MOD-CS-QRY-2-2", csErrors.idMissing);
      return { schema: k.schemas.load(ctx, id, "MOD-CS-QRY-2-3") };
    },

    spec: {
      path: "/cs/v1/get",
      aliases: ["/cs/v1/get/{id}"],
      /** [MOD-CS-QRY-2-1] */
      params: params({ id: idParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ schema }) => ({
        credential_schema: schema === undefined ? null : schemaJson(schema),
      }),
    },
  });
