import { escapedJson } from "../wire/json-text.js";
import { type GatewayError, httpStatus } from "./errors.js";
import type { RouteDoc } from "./openapi/describe.js";
import type { MessageSchemas } from "./openapi/schema.js";

/** An HTTP request as routes see it. */
export interface Call {
  /** Values of the `{name}` parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** Names and values of the query string, in their order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** The header `x-cosmos-block-height`. */
  readonly height: string | undefined;
}

/** An HTTP answer. `height` is the block whose state it shows, where it shows one. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly height?: bigint;
  /** Further headers, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A family of routes differs in what its errors tell (D-GEN-12). */
export type Family = "spec" | "wire";

/** A route: `{name}` parts stand for parameters, `{name=**}` for the rest of the path. */
export interface Route {
  readonly verb: "GET" | "POST";
  readonly path: string;
  readonly family: Family;
  /** What the OpenAPI document tells of it. */
  describe(schemas: MessageSchemas): RouteDoc;
  /** Refuses with a GatewayError. */
  answer(call: Call): Promise<Reply>;
}

export const JSON_TYPE = "application/json";

/**
 * An answer of JSON, `value` as it prints by itself: the wire family is byte for byte what a gRPC
 * gateway prints, and in the other a parser sees no difference.
 */
export function jsonReply(value: unknown, height?: bigint, status = 200): Reply {
  return textReply(escapedJson(value), height, status);
}

/** The same of JSON that is printed. */
export function textReply(body: string, height?: bigint, status = 200): Reply {
  const reply = { status, contentType: JSON_TYPE, body };
  return height === undefined ? reply : { ...reply, height };
}

/** The body of a refusal: `{code, message, details}`, and what the specification's family adds. */
export function errorReply(error: GatewayError, family: Family): Reply {
  const { status, message, facts } = error;
  const body = { code: status, message, details: [] };
  const told = family === "spec" ? { ...body, ...facts } : body;
  return jsonReply(told, undefined, httpStatus(status));
}
