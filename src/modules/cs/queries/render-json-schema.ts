import {
  Query,
  type QueryRenderJsonSchemaRequest,
  type QueryRenderJsonSchemaResponse,
} from "../../../gen/verana/cs/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { idParam, params } from "../../../keeper/query-params.js";
import { csErrors } from "../errors.js";
import type { SchemaKeeper } from "../keeper.js";

/** [MOD-CS-QRY-3] Render Json Schema: the stored RFC 8785 bytes, without an envelope [D-CS-11]. */
export const renderJsonSchema = (k: { readonly schemas: SchemaKeeper }) =>
  defineQuery({
    rule: "MOD-CS-QRY-3",
    method: Query.RenderJsonSchema,

    /** [MOD-CS-QRY-3-3] */
    run(ctx, { id }: QueryRenderJsonSchemaRequest): QueryRenderJsonSchemaResponse {
      ensure(id !== 0n, "MOD-CS-QRY-3-2", csErrors.idMissing);
      return { schema: k.schemas.load(ctx, id, "MOD-CS-QRY-3-3").jsonSchema };
    },

    spec: {
      path: "/cs/v1/js/{id}",
      /** [MOD-CS-QRY-3-1] */
      params: params({ id: idParam }),
      toRequest: ({ id }) => ({ id }),
      render: ({ schema }) => ({ contentType: "application/schema+json", body: schema }),
    },
  });
