import type { IncomingMessage, ServerResponse } from "node:http";
import { RpcError } from "./errors.js";
import { indexPage } from "./index-page.js";
import { answerOne, asRpcError, failed, type Outcome, parseJson } from "./json-rpc.js";
import type { MethodTable } from "./method.js";
import { givenByUrl } from "./url.js";

/** Bounds of what one request may ask. */
export interface RpcLimits {
  readonly maxBodyBytes: number;
  readonly maxBatch: number;
}

/** What HTTP answers with. */
interface Reply {
  readonly status: number;
  readonly type: "application/json" | "text/html" | "text/plain; charset=utf-8";
  readonly body: string;
  readonly cacheable?: boolean;
}

const NOT_FOUND: Reply = {
  status: 404,
  type: "text/plain; charset=utf-8",
  body: "404 page not found\n",
};
const CACHED = "public, max-age=86400";

/** Handles requests: `POST /` with one request or a batch, `GET /method?argument=…`, `GET /`. */
export function httpHandler(table: MethodTable, limits: RpcLimits) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    setCommonHeaders(response);
    if (request.method === "OPTIONS") {
      preflight(response);
      return;
    }
    replyTo(request, table, limits)
      .catch((error: unknown): Reply => json(500, failed(asRpcError(error))))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  };
}

async function replyTo(
  request: IncomingMessage,
  table: MethodTable,
  limits: RpcLimits,
): Promise<Reply> {
  const url = readUrl(request);
  if (url === undefined) return NOT_FOUND;
  if (url.pathname !== "/") return byUrl(table, url);
  const body = request.method === "POST" ? await readBody(request, limits.maxBodyBytes) : "";
  if (body instanceof RpcError) return json(400, failed(body));
  if (body.trim() === "") return { status: 200, type: "text/html", body: indexPage(table) };
  return byBody(table, body, limits.maxBatch);
}

async function byBody(table: MethodTable, body: string, maxBatch: number): Promise<Reply> {
  try {
    const value = parseJson(body);
    if (Array.isArray(value)) return await batch(table, value, maxBatch);
    const outcome = await answerOne(table, value);
    if (outcome === undefined) return { status: 200, type: "application/json", body: "" };
    return json(outcome.answer.error?.code === -32700 ? 500 : 200, outcome);
  } catch (error) {
    return json(500, failed(asRpcError(error)));
  }
}

async function batch(table: MethodTable, values: unknown[], maxBatch: number): Promise<Reply> {
  if (values.length > maxBatch) {
    const reason = `batch request exceeds maximum (${maxBatch}) allowed number of requests`;
    return json(200, failed(new RpcError(-32600, reason)));
  }
  const outcomes: Outcome[] = [];
  for (const value of values) {
    const outcome = await answerOne(table, value);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  if (outcomes.length === 0) return { status: 200, type: "application/json", body: "" };
  return {
    status: 200,
    type: "application/json",
    body: JSON.stringify(outcomes.map(({ answer }) => answer)),
    cacheable: outcomes.every(({ cacheable }) => cacheable),
  };
}

async function byUrl(table: MethodTable, url: URL): Promise<Reply> {
  const method = table.get(url.pathname.slice(1));
  if (method === undefined || method.socketOnly) return NOT_FOUND;
  const id = -1;
  try {
    const given = givenByUrl(url.searchParams);
    const result = await method.run(given, { id });
    return json(200, {
      answer: { jsonrpc: "2.0", id, result },
      cacheable: method.cacheable(given),
    });
  } catch (error) {
    return json(500, failed(asRpcError(error), id));
  }
}

function json(status: number, { answer, cacheable }: Outcome): Reply {
  return { status, type: "application/json", body: JSON.stringify(answer), cacheable };
}

/** The body as text, or an RpcError when it is larger than `limit` bytes. */
async function readBody(request: IncomingMessage, limit: number): Promise<string | RpcError> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) {
      return new RpcError(-32600, "error reading request body: http: request body too large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readUrl(request: IncomingMessage): URL | undefined {
  try {
    return new URL(request.url ?? "/", "http://node");
  } catch {
    return undefined;
  }
}

function setCommonHeaders(response: ServerResponse): void {
  response.setHeader("vary", "Origin");
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("x-server-time", Math.floor(Date.now() / 1000).toString());
}

function preflight(response: ServerResponse): void {
  response.setHeader("access-control-allow-headers", "content-type");
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("vary", [
    "Origin",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
  ]);
  response.writeHead(204).end();
}

function send(response: ServerResponse, reply: Reply): void {
  response.setHeader("content-type", reply.type);
  if (reply.cacheable === true) response.setHeader("cache-control", CACHED);
  if (reply.status === 400) response.setHeader("connection", "close");
  response.writeHead(reply.status).end(reply.body);
}
