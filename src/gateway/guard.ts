import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply } from "fastify";
import { badRequest, refused } from "./errors.js";
import { notReady, READY_PATH } from "./health.js";
import type { GatewayLimits } from "./limits.js";
import { RateGate } from "./rate-limit.js";
import { errorReply, type Reply } from "./route.js";

type Send = (reply: FastifyReply, answer: Reply) => FastifyReply;

/** Probes are answered however much an address asks for. */
const PROBES: readonly string[] = ["/health", READY_PATH];

/**
 * What stands before every route: the bound on connections and requests, and once the server closes,
 * the refusal of what comes over connections that are still open. What is under way then may end
 * within the grace; after it every connection is cut.
 */
export function guard(server: FastifyInstance, limits: GatewayLimits, send: Send): void {
  server.server.maxConnections = limits.maxConnections;
  let stopping = false;
  server.addHook("preClose", async () => {
    stopping = true;
    setTimeout(() => server.server.closeAllConnections(), limits.stopGraceMs).unref();
  });
  // A connection that could bring more would hold up the end until the grace is over.
  server.addHook("onSend", async ({ raw }, reply) => {
    if (stopping) reply.header("connection", "close");
    if (reply.getHeader("connection") === "close") ending.add(raw.socket);
  });
  server.addHook("onRequest", async (request, reply) => {
    if (!stopping) return;
    const ready = request.routeOptions.url === READY_PATH;
    const answer = ready
      ? notReady("stopping", "the node stops")
      : errorReply(refused("Unavailable", "the node stops"), "wire");
    return send(reply, answer);
  });
  server.addHook("onRequest", async ({ raw }, reply) => {
    if (raw.headers.host !== undefined || raw.httpVersion !== "1.1") return;
    return send(reply, errorReply(badRequest("a request of HTTP/1.1 names its host"), "wire"));
  });
  if (limits.rate !== undefined) limitRate(server, new RateGate(limits.rate), send);
}

function limitRate(server: FastifyInstance, gate: RateGate, send: Send): void {
  server.addHook("onRequest", async (request, reply) => {
    if (PROBES.includes(request.routeOptions.url ?? "")) return;
    const seconds = gate.take(request.ip, performance.now());
    if (seconds === 0) return;
    const error = refused("ResourceExhausted", "too many requests of this address, try again");
    return send(reply.header("retry-after", `${seconds}`), errorReply(error, "wire"));
  });
}

/** Connections that this server ends with the answer that is under way. */
const ending = new WeakSet<Socket>();

/** HTTP statuses of what Node's parser refuses, by the code of its error. */
const STATUS_LINES: ReadonlyMap<string, string> = new Map([
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large"],
  ["ERR_HTTP_REQUEST_TIMEOUT", "408 Request Timeout"],
]);

/** Answers what is no HTTP, or came too slowly, as every other refusal; the connection ends. */
export function refuseClient(error: Error & { readonly code?: string }, socket: Socket): void {
  // A client that is gone hears nothing.
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  // What follows the last request is not listened to, so that no client reads one answer too many.
  if (error.code === "HPE_CLOSED_CONNECTION" || ending.has(socket)) return void letEnd(socket);
  const { body } = errorReply(badRequest(`this is no HTTP request: ${error.message}`), "wire");
  const head = [
    `HTTP/1.1 ${STATUS_LINES.get(error.code ?? "") ?? "400 Bad Request"}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  letEnd(socket);
}

/** Whoever keeps sending is not listened to, and has a second to read what was written. */
function letEnd(socket: Socket): void {
  socket.on("error", () => undefined).resume();
  setTimeout(() => socket.destroy(), 1_000).unref();
}
