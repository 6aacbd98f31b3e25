import { z } from "zod";
import { GRPC_CODE } from "../keeper/errors.js";
import type { Json, QueryBinding, RawBody } from "../keeper/query.js";
import { sdkErrors } from "../keeper/sdk-errors.js";
import { GatewayError } from "./errors.js";
import { askedHeight } from "./height.js";
import { describeSpec } from "./openapi/describe.js";
import { askMethod, type QueryPort } from "./query-port.js";
import { type Call, jsonReply, type Reply, type Route, textReply } from "./route.js";

/**
 * The specification's own paths (D-GEN-11): strict parameters, the rendered entity, errors that name
 * the rule (D-GEN-12). Each stands under no prefix and under `prefix`, where one is given.
 */
export function specRoutes(
  queries: readonly QueryBinding[],
  port: QueryPort,
  prefix = "",
): readonly Route[] {
  return queries.flatMap((query) => {
    const { spec } = query;
    if (spec === undefined) return [];
    const paths = [spec.path, ...(spec.aliases ?? [])];
    const all = prefix === "" ? paths : [...paths, ...paths.map((path) => prefix + path)];
    return all.map((path) => specRoute(query, spec, port, path));
  });
}

type Spec = NonNullable<QueryBinding["spec"]>;

function specRoute(query: QueryBinding, spec: Spec, port: QueryPort, path: string): Route {
  const alias = !knownNames(spec.params).includes("height");
  return {
    verb: "GET",
    path,
    family: "spec",
    describe: () => describeSpec(query, spec, path),
    async answer(call) {
      const height = askedHeight(call, alias);
      const request = spec.toRequest(readParams(query, spec, call, alias));
      const asked = await askMethod(port, query.method, request, height);
      if (spec.text !== undefined) return textReply(spec.text(asked.value), asked.height);
      return rendered(spec.render(asked.value), asked.height);
    },
  };
}

function rendered(value: Json | RawBody, height: bigint): Reply {
  if (isRaw(value))
    return { status: 200, contentType: value.contentType, body: value.body, height };
  return jsonReply(value, height);
}

/** Rendered envelopes have one key, a raw body has these two. */
function isRaw(value: Json | RawBody): value is RawBody {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).join() === "contentType,body";
}

/** With `alias`, `height` is no parameter of the query, but stands for the header. */
function readParams(query: QueryBinding, spec: Spec, call: Call, alias: boolean): unknown {
  // A path that ends where its parameter would stand gives none.
  const given = new Map(Object.entries(call.params).filter(([, text]) => text !== ""));
  for (const [name, value] of call.query) {
    if (name === "height" && alias) continue;
    if (given.has(name)) throw refusedParams(query, `${name}: given twice`);
    given.set(name, value);
  }
  const parsed = spec.params.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const names = knownNames(spec.params);
  throw refusedParams(
    query,
    parsed.error.issues.map((issue) => reason(issue, given, names)).join("; "),
  );
}

function reason(
  issue: z.core.$ZodIssue,
  given: ReadonlyMap<string, string>,
  known: readonly string[],
): string {
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys.map((name) => JSON.stringify(name.slice(0, 60))).join(", ");
    const list = [...known, "height"].join(", ");
    return `unknown parameter ${unknown}; known are ${list}`;
  }
  const name = issue.path.join(".");
  if (name === "") return issue.message;
  // An empty text counts as absent (D-GEN-14).
  return `${name}: ${(given.get(name) ?? "") === "" ? "is required" : issue.message}`;
}

function refusedParams(query: QueryBinding, message: string): GatewayError {
  const { codespace, name } = sdkErrors.invalidRequest;
  const facts = { rule: query.rule, codespace, error: name };
  return new GatewayError(GRPC_CODE.InvalidArgument, message, facts);
}

function knownNames(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe && schema.in instanceof z.ZodType) return knownNames(schema.in);
  return [];
}
