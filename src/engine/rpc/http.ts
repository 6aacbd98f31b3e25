import type { IncomingMessage, ServerResponse } from "node:http";
import { applyCors } from "./cors.js";
import { internalError, RpcError } from "./errors.js";
import { indexPage } from "./index-page.js";
import {
  answerOne,
  asRpcError,
  failed,
  type Outcome,
  parseJson,
  readRequestId,
} from "./json-rpc.js";
import type { MethodTable } from "./method.js";
import { givenByUrl } from "./url.js";

/** Bounds of what one request may ask. */
export interface RpcLimits {
  readonly maxBodyBytes: number;
  readonly maxBatch: number;
  /** Requests of a batch are refused when the answers before them are larger together. */
  readonly maxBatchAnswerBytes: number;
  /** Origins whose pages may ask; `*` is every one. */
  readonly corsOrigins: readonly string[];
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
/** How long a client may still send of a body that was refused, before it is cut off. */
const LINGER_MS = 500;

/** Handles requests: `POST /` with one request or a batch, `GET /method?argument=…`, `GET /`. */
export function httpHandler(table: MethodTable, limits: RpcLimits) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader("x-server-time", Math.floor(Date.now() / 1000).toString());
    if (applyCors(limits.corsOrigins, request, response)) return;
    replyTo(request, table, limits)
      .catch((error: unknown): Reply => json(500, failed(asRpcError(error))))
      .then((reply) => send(request, response, reply))
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
  return byBody(table, body, limits);
}

async function byBody(table: MethodTable, body: string, limits: RpcLimits): Promise<Reply> {
  try {
    const value = parseJson(body);
    if (Array.isArray(value)) return await batch(table, value, limits);
    const outcome = await answerOne(table, value);
    if (outcome === undefined) return { status: 200, type: "application/json", body: "" };
    return json(outcome.answer.error?.code === -32700 ? 500 : 200, outcome);
  } catch (error) {
    return json(500, failed(asRpcError(error)));
  }
}

async function batch(table: MethodTable, values: unknown[], limits: RpcLimits): Promise<Reply> {
  const { maxBatch, maxBatchAnswerBytes } = limits;
  if (values.length > maxBatch) {
    const reason = `batch request exceeds maximum (${maxBatch}) allowed number of requests`;
    return json(200, failed(new RpcError(-32600, reason)));
  }
  const answers: string[] = [];
  let cacheable = true;
  let room = maxBatchAnswerBytes;
  for (const value of values) {
    const outcome = room > 0 ? await answerOne(table, value) : crowdedOut(value);
    if (outcome === undefined) continue;
    const text = JSON.stringify(outcome.answer);
    answers.push(text);
    room -= text.length;
    cacheable &&= outcome.cacheable;
  }
  if (answers.length === 0) return { status: 200, type: "application/json", body: "" };
  return { status: 200, type: "application/json", body: `[${answers.join()}]`, cacheable };
}

function crowdedOut(value: unknown): Outcome | undefined {
  const id = readRequestId(value);
  return id === undefined
    ? undefined
    : failed(internalError("the batch's answers are too large"), id);
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
function readBody(request: IncomingMessage, limit: number): Promise<string | RpcError> {
  const tooLarge = () =>
    new RpcError(-32600, "error reading request body: http: request body too large");
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(tooLarge());
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the client has gone")));
  });
}

function readUrl(request: IncomingMessage): URL | undefined {
  try {
    return new URL(request.url ?? "/", "http://node");
  } catch {
    return undefined;
  }
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  response.setHeader("content-type", reply.type);
  if (reply.cacheable === true) response.setHeader("cache-control", CACHED);
  if (request.complete || request.method !== "POST") {
    response.writeHead(reply.status).end(reply.body);
    return;
  }
  // The client still sends what is refused. It reads the answer only if its socket stays open.
  response.setHeader("connection", "close");
  response.writeHead(reply.status).write(reply.body);
  const end = () => response.end(() => request.destroy());
  const late = setTimeout(end, LINGER_MS);
  request.on("close", () => clearTimeout(late));
  request.on("end", () => {
    clearTimeout(late);
    end();
  });
  request.resume();
}
