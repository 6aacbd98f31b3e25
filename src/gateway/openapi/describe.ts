import { z } from "zod";
import { RULES } from "../../gen/rules.js";
import type { QueryBinding } from "../../keeper/query.js";
import type { FieldDescriptor, MessageType, MethodDescriptor } from "../../wire/descriptor.js";
import { exampleOf } from "./examples.js";
import type { MessageSchemas, Schema } from "./schema.js";

/** A parameter of a path or a query string. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

/** What a route tells of itself. */
export interface RouteDoc {
  readonly tag: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** Of the body; undefined where there is none. */
  readonly body?: Schema;
  /** Of the answer, by its content type. */
  readonly answer: { readonly contentType: string; readonly schema: Schema };
  /** Whether the answer shows the state of a block that the client may choose. */
  readonly atHeight: boolean;
}

const JSON_TYPE = "application/json";

/** The `{name}` parts of a path. */
export function pathNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}=]*)(?:=\*\*)?\}/g)].map(([, name = ""]) => name);
}

type Spec = NonNullable<QueryBinding["spec"]>;

/** A query by one of the specification's own paths: what its parameters' schema and its rendering say. */
export function describeSpec(query: QueryBinding, spec: Spec, path: string): RouteDoc {
  const { properties = {}, required = [] } = z.toJSONSchema(spec.params, { io: "input" });
  const inPath = pathNames(path);
  const parameters = Object.entries(properties).map(([name, schema]) =>
    parameter(name, { ...(typeof schema === "object" ? schema : {}) }, inPath, required),
  );
  const title = query.rule === undefined ? undefined : RULES[query.rule];
  return {
    tag: path.split("/v1/")[0]?.split("/").at(-1) ?? "",
    summary: title === undefined ? query.method.path : `${title} [${query.rule}]`,
    parameters,
    answer: rendered(query, spec),
    atHeight: true,
  };
}

/** The envelope's keys and what they hold, as the response of a blank entity shows them. */
function rendered({ method }: QueryBinding, spec: Spec): RouteDoc["answer"] {
  const empty = spec.render(blank(method.response));
  if (typeof empty !== "object" || empty === null || Array.isArray(empty)) {
    return { contentType: JSON_TYPE, schema: {} };
  }
  const entries = Object.entries(empty);
  const raw = entries.find(([name]) => name === "contentType")?.[1];
  if (typeof raw === "string") return { contentType: raw, schema: {} };
  const properties = entries.map(([name, value]) => [
    name,
    Array.isArray(value) ? { type: "array", items: { type: "object" } } : shapeOf(value),
  ]);
  const schema = { type: "object", properties: Object.fromEntries(properties) };
  return { contentType: JSON_TYPE, schema };
}

/** What a blank value tells of all of its kind: a text or a number may be null where nothing is said. */
function shapeOf(value: unknown): Schema {
  if (Array.isArray(value)) return { type: "array" };
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "string") return { type: ["string", "null"] };
  if (typeof value === "number") return { type: ["number", "null"] };
  if (typeof value !== "object" || value === null) return {};
  const inner = Object.entries(value).map(([name, each]) => [name, shapeOf(each)]);
  return { type: ["object", "null"], properties: Object.fromEntries(inner) };
}

/** A response whose messages are there and say nothing. */
function blank(type: MessageType): unknown {
  const inner = type.fields.flatMap(({ key, message, repeated }) =>
    message === undefined || repeated ? [] : [[key, message().create()]],
  );
  return type.create(Object.fromEntries(inner));
}

/** A method of the wire contract by one of its routes. */
export function describeMethod(
  { path: name, request, response }: MethodDescriptor,
  route: { readonly verb: "GET" | "POST"; readonly path: string },
  schemas: MessageSchemas,
): RouteDoc {
  const inPath = pathNames(route.path);
  const fields = queryFields(request, schemas);
  const byPath = fields.filter(({ name }) => inPath.includes(name));
  const given = route.verb === "POST" ? byPath : fields;
  const service = name.slice(1, name.lastIndexOf("/"));
  return {
    tag: service.replace(/\.(?:Query|Service|Msg)$/, ""),
    summary: name.slice(1),
    parameters: given.map(({ name: one, schema }) => parameter(one, schema, inPath, [])),
    ...(route.verb === "POST" ? { body: schemas.of(request) } : {}),
    answer: { contentType: JSON_TYPE, schema: schemas.of(response) },
    atHeight: !request.fields.some((field) => field.name === "height"),
  };
}

/** Fields that a query string can give: those of the request, and those of its messages by a point. */
function queryFields(
  type: MessageType,
  schemas: MessageSchemas,
  prefix = "",
): readonly { readonly name: string; readonly schema: Schema }[] {
  return type.fields.flatMap((field) => {
    const name = prefix + field.name;
    if (field.kind === "any" || field.kind === "map") return [];
    if (field.kind === "message") {
      const inner = inQuery(field, prefix) ? field.message?.() : undefined;
      return inner === undefined ? [] : queryFields(inner, schemas, `${name}.`);
    }
    const schema = schemas.value(field);
    return [{ name, schema: field.repeated ? { type: "array", items: schema } : schema }];
  });
}

/** Messages within messages, and lists of them, belong into a body. */
const inQuery = (field: FieldDescriptor, prefix: string): boolean =>
  prefix === "" && field.repeated !== true;

function parameter(
  name: string,
  schema: Schema,
  inPath: readonly string[],
  required: readonly string[],
): Parameter {
  const isPath = inPath.includes(name);
  const isRequired = isPath || required.includes(name);
  const place = { name, in: isPath ? ("path" as const) : ("query" as const), required: isRequired };
  const example = exampleOf(name, schema);
  if (example === undefined) return { ...place, schema };
  // The page sends an example of the parameter itself with every request: only what is needed has one.
  if (isRequired) return { ...place, schema, example };
  return { ...place, schema: { ...schema, examples: [example] } };
}
