import type { Route } from "../route.js";
import type { NodeVersion } from "../services/tendermint.js";
import { pathNames, type RouteDoc } from "./describe.js";
import { MessageSchemas, ref, type Schema } from "./schema.js";

/** The error body of both families; the second one tells more. */
const REFUSAL: Schema = {
  type: "object",
  required: ["code", "message", "details"],
  properties: {
    code: { type: "integer", description: "gRPC status number" },
    message: { type: "string" },
    details: { type: "array", items: {} },
    rule: { type: "string", description: "the rule that refuses, on the specification's paths" },
    codespace: { type: "string" },
    error: { type: "string", description: "the registered error's name" },
  },
};

const HEIGHT = {
  name: "x-cosmos-block-height",
  in: "header",
  required: false,
  description: "block whose state is shown; the latest one where it is absent",
  schema: { type: "string", pattern: "^[0-9]{1,19}$" },
};

/** The OpenAPI 3.1 document of routes: what is mounted is in it. */
export function openApi(routes: readonly Route[], { name, version }: NodeVersion): object {
  const schemas = new MessageSchemas();
  const paths = new Map<string, Record<string, object>>();
  const tags = new Set<string>();
  for (const route of routes) {
    const doc = route.describe(schemas);
    tags.add(doc.tag);
    const path = route.path.replaceAll("=**}", "}");
    const item = paths.get(path) ?? {};
    item[route.verb.toLowerCase()] = operation(route, doc);
    paths.set(path, item);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: `${name} REST`,
      version,
      summary: "A node of a Verifiable Public Registry",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...tags].sort().map((tag) => ({ name: tag })),
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ...schemas.all, Refusal: REFUSAL },
      parameters: { Height: HEIGHT },
      responses: {
        Refused: {
          description: "refused: the client's mistake below 500, the node's from there",
          content: { "application/json": { schema: ref("Refusal") } },
        },
      },
    },
  };
}

function operation(route: Route, doc: RouteDoc): object {
  const { tag, summary, parameters, body, answer, atHeight } = doc;
  const missing = pathNames(route.path).filter(
    (name) => !parameters.some((one) => one.in === "path" && one.name === name),
  );
  if (missing.length > 0) throw new TypeError(`${route.path}: nobody describes ${missing.join()}`);
  const height = atHeight ? [{ $ref: "#/components/parameters/Height" }] : [];
  const content = { [answer.contentType]: { schema: answer.schema } };
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    parameters: [...parameters, ...height],
    ...(body === undefined
      ? {}
      : { requestBody: { content: { "application/json": { schema: body } } } }),
    responses: {
      200: { description: "the answer", content },
      default: { $ref: "#/components/responses/Refused" },
    },
  };
}

/** One for each path and verb: `get_pp_v1_get_id`. */
function operationId({ verb, path }: Route): string {
  const words = path.replaceAll("=**}", "").match(/[A-Za-z0-9_]+/g) ?? ["root"];
  return [verb.toLowerCase(), ...words].join("_");
}
