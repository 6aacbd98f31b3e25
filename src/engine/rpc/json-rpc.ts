import { invalidParams, RpcError } from "./errors.js";
import type { Given, MethodTable, RequestId, Session } from "./method.js";
import type { RawArg } from "./params.js";

/** One answer. `id` is absent where the request's id could not be read. */
export interface Answer {
  readonly jsonrpc: "2.0";
  readonly id?: RequestId;
  readonly result?: unknown;
  readonly error?: RpcError;
}

/** An answer and whether it never changes. */
export interface Outcome {
  readonly answer: Answer;
  readonly cacheable: boolean;
}

interface Request {
  readonly id: RequestId | undefined;
  readonly method: string;
  readonly params: unknown;
}

/** Answers one request of a body or frame; undefined for a notification, which has no answer. */
export async function answerOne(
  table: MethodTable,
  value: unknown,
  session?: Session,
): Promise<Outcome | undefined> {
  const request = readRequest(value);
  if (request instanceof RpcError) return failed(request);
  const { id } = request;
  if (id === undefined) return undefined;
  const method = table.get(request.method);
  if (method === undefined || (method.socketOnly && session === undefined)) {
    return failed(new RpcError(-32601), id);
  }
  try {
    const given = givenBy(request.params, method.parameters);
    const caller = session === undefined ? { id } : { id, session };
    const result = await method.run(given, caller);
    return { answer: { jsonrpc: "2.0", id, result }, cacheable: method.cacheable(given) };
  } catch (error) {
    return failed(asRpcError(error), id);
  }
}

/** The answer to what could not be run. */
export function failed(error: RpcError, id?: RequestId): Outcome {
  const answer: Answer =
    id === undefined ? { jsonrpc: "2.0", error } : { jsonrpc: "2.0", id, error };
  return { answer, cacheable: false };
}

/** Any thrown value as an error of the protocol. */
export function asRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  return new RpcError(-32603, error instanceof Error ? error.message : String(error));
}

/** Parses JSON. Throws RpcError -32700. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RpcError(-32700, "error unmarshaling request: invalid JSON");
  }
}

/** The id of what may be a request; undefined where it has none that can be repeated. */
export function readRequestId(value: unknown): RequestId | undefined {
  const request = readRequest(value);
  return request instanceof RpcError ? undefined : request.id;
}

function readRequest(value: unknown): Request | RpcError {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new RpcError(-32700, "error unmarshaling request: not a request object");
  }
  const fields = new Map(Object.entries(value));
  const id = readId(fields.get("id"));
  if (id instanceof RpcError) return id;
  const method = fields.get("method");
  if (method !== undefined && typeof method !== "string") {
    return new RpcError(-32700, "error unmarshaling request: method must be a text");
  }
  return { id, method: method ?? "", params: fields.get("params") };
}

function readId(id: unknown): RequestId | undefined | RpcError {
  if (id === undefined || id === null) return undefined;
  if (typeof id === "string") return id;
  if (typeof id === "number") return Math.trunc(id);
  return new RpcError(-32700, "error unmarshaling request: id must be a text or a number");
}

/** Arguments by name, or by position; unknown names are ignored. */
function givenBy(params: unknown, names: readonly string[]): Given {
  if (params === undefined || params === null) return () => undefined;
  if (Array.isArray(params)) return positional(params, names);
  if (typeof params !== "object") {
    throw invalidParams("params must be an object or a list");
  }
  const byName = new Map(Object.entries(params));
  return (name) => jsonArg(byName.get(name));
}

function positional(params: readonly unknown[], names: readonly string[]): Given {
  if (params.length > names.length) {
    const list = names.join(" ");
    throw invalidParams(`expected ${names.length} parameters ([${list}]), got ${params.length}`);
  }
  return (_, index) => jsonArg(params[index]);
}

function jsonArg(value: unknown): RawArg | undefined {
  return value === undefined ? undefined : { form: "json", value };
}
