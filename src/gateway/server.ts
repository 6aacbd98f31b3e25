import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { GRPC_CODE } from "../keeper/errors.js";
import type { QueryBinding } from "../keeper/query.js";
import type { Registry } from "../metrics/client.js";
import { badRequest, GatewayError, refused } from "./errors.js";
import { guard, refuseClient } from "./guard.js";
import { healthRoutes } from "./health.js";
import { HEIGHT_HEADER } from "./height.js";
import { GATEWAY_LIMITS, type GatewayLimits, MOST_HEADER_BYTES } from "./limits.js";
import { meterRequests, metricsRoute } from "./metrics.js";
import { documentRoute, pageRoutes } from "./openapi/page.js";
import type { QueryPort } from "./query-port.js";
import { type Call, errorReply, type Family, type Reply, type Route } from "./route.js";
import type { RpcClient } from "./rpc-client.js";
import { nodeMethods } from "./services/node.js";
import { type NodeVersion, tendermintMethods } from "./services/tendermint.js";
import { txMethods } from "./services/tx.js";
import { specRoutes } from "./spec-routes.js";
import { queryMethods, wireRoutes } from "./wire-routes.js";

/** What an operator chooses for the gateway. */
export interface GatewayConfig {
  readonly version: NodeVersion;
  /** Bech32 prefix of accounts. */
  readonly prefix: string;
  /** Lets pages of any origin read; off unless told. */
  readonly cors?: boolean | undefined;
  /** A path before the specification's own routes, `/registry`, beside those without. */
  readonly specPrefix?: string | undefined;
  readonly limits?: Partial<GatewayLimits> | undefined;
  /** Age of the last block above which the node is not ready, milliseconds; none unless told. */
  readonly maxBlockAgeMs?: number | undefined;
  /** Whether there is a page about the routes; off unless told. */
  readonly swagger?: boolean | undefined;
}

/** What the gateway stands on. */
export interface GatewayDeps {
  readonly queries: readonly QueryBinding[];
  readonly port: QueryPort;
  readonly rpc: RpcClient;
  /** Counts requests, and tells what is counted: undefined where nobody wants metrics. */
  readonly metrics?: GatewayMetrics | undefined;
  /** Hears of errors that nobody registered. */
  onFault(error: unknown): void;
}

/** Where requests are counted, and the text that `/metrics` answers, where it is served. */
export interface GatewayMetrics {
  readonly registry: Registry;
  readonly text?: (() => Promise<string>) | undefined;
}

/** How often requests that come too slowly are looked for. */
const LOOK_FOR_SLOW_MS = 2_000;
const MOST_QUERY = 8_192;
const MOST_PARAMETERS = 200;
const MOST_PARAM = 2_048;

/** Every route of the gateway. Where two have the same path the first stands (D-GEN-11). */
export function gatewayRoutes(deps: GatewayDeps, config: GatewayConfig): readonly Route[] {
  const { port, rpc, queries, metrics } = deps;
  const { version, prefix, specPrefix, maxBlockAgeMs = 0, swagger = false } = config;
  const methods = [
    ...queryMethods(queries, port),
    ...tendermintMethods({ rpc, version, prefix }),
    ...nodeMethods({ rpc, port }),
    ...txMethods({ rpc, port }),
  ];
  const all = [
    ...healthRoutes(rpc, version, { maxBlockAgeMs }),
    ...(metrics?.text === undefined ? [] : [metricsRoute(metrics.text)]),
    ...specRoutes(queries, port, specPrefix),
    ...wireRoutes(methods),
  ];
  const taken = new Set<string>();
  const routes = all.filter(({ verb, path }) => {
    const key = `${verb} ${path.replace(/\{[^}]*\}/g, "{}")}`;
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  });
  return [...routes, documentRoute(routes, version), ...(swagger ? pageRoutes() : [])];
}

/** The HTTP server, not listening yet. */
export function buildServer(deps: GatewayDeps, config: GatewayConfig): FastifyInstance {
  const limits = { ...GATEWAY_LIMITS, ...config.limits };
  const server = fastify({
    bodyLimit: limits.maxBodyBytes,
    exposeHeadRoutes: false,
    requestTimeout: limits.readTimeoutMs,
    handlerTimeout: limits.writeTimeoutMs,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    trustProxy: limits.trustedProxies.length === 0 ? false : [...limits.trustedProxies],
    http: {
      maxHeaderSize: MOST_HEADER_BYTES,
      connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
      // Node's own refusal says nothing; the guard's does.
      requireHostHeader: false,
    },
    clientErrorHandler: (error, socket) => refuseClient(error, socket),
    frameworkErrors: (error, _, reply) => send(reply, failed(deps, error, "wire")),
    routerOptions: { maxParamLength: MOST_PARAM, querystringParser: () => ({}) },
  });
  readRawBodies(server);
  if (deps.metrics !== undefined) meterRequests(server, deps.metrics.registry);
  guard(server, limits, send);
  if (config.cors === true) allowOrigins(server);
  server.setNotFoundHandler((_, reply) =>
    send(reply, errorReply(refused("Unimplemented", "Not Implemented"), "wire")),
  );
  server.setErrorHandler((error, _, reply) => send(reply, failed(deps, error, "wire")));
  for (const route of gatewayRoutes(deps, config)) mount(server, deps, route);
  return server;
}

/** The last `{name}` of a path may stand for several segments. */
const REST_OF_PATH = /\{([^}=]*)=\*\*\}/;

function mount(server: FastifyInstance, deps: GatewayDeps, route: Route): void {
  const rest = REST_OF_PATH.exec(route.path)?.[1];
  const url = route.path.replace(REST_OF_PATH, "*").replace(/\{([^}]*)\}/g, ":$1");
  server.route({
    method: route.verb,
    url,
    async handler(request, reply) {
      try {
        return send(reply, await route.answer(readCall(request, rest)));
      } catch (error) {
        return send(reply, failed(deps, error, route.family));
      }
    },
  });
}

function readCall(request: FastifyRequest, rest: string | undefined): Call {
  const params = { ...(request.params as Readonly<Record<string, string>>) };
  const { "*": tail, ...named } = params;
  const height = request.headers[HEIGHT_HEADER];
  return {
    params: rest === undefined || tail === undefined ? named : { ...named, [rest]: tail },
    query: readQuery(request.raw.url ?? ""),
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(0),
    height: typeof height === "string" ? height : undefined,
  };
}

function readQuery(url: string): readonly (readonly [string, string])[] {
  const start = url.indexOf("?");
  if (start < 0) return [];
  const text = url.slice(start + 1);
  if (text.length > MOST_QUERY) throw badRequest(`the query string is above ${MOST_QUERY} bytes`);
  const pairs = [...new URLSearchParams(text)];
  if (pairs.length > MOST_PARAMETERS) throw badRequest(`above ${MOST_PARAMETERS} parameters`);
  return pairs;
}

/** Bodies are JSON whatever their content type says, as at the reference; one that says nothing sensible too. */
function readRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addHook("onRequest", async ({ raw }) => {
    // The framework would refuse a content type that is no media type.
    delete raw.headers["content-type"];
  });
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));
}

function failed(deps: GatewayDeps, error: unknown, family: Family): Reply {
  if (error instanceof GatewayError) return errorReply(error, family);
  if (isOverdue(error)) {
    return errorReply(refused("DeadlineExceeded", "the answer took too long"), family);
  }
  const status = statusOf(error);
  if (error instanceof Error && status >= 400 && status < 500) {
    // Refused before a route saw it: its HTTP status says more than the code.
    const reply = errorReply(badRequest(error.message), family);
    return { ...reply, status };
  }
  deps.onFault(error);
  return errorReply(new GatewayError(GRPC_CODE.Internal, "internal error"), family);
}

const isOverdue = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "FST_ERR_HANDLER_TIMEOUT";

function statusOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return 0;
  return typeof error.statusCode === "number" ? error.statusCode : 0;
}

/** What the reference tells of the answer behind its gateway. */
const GRPC_TYPE = "application/grpc+cosmos-sdk-grpc-codec";

/** Texts are ready to be sent. */
const asItIs = (text: string): string => text;

/**
 * Sends an answer. Content types stand as they are: without a serializer of its own the framework would
 * add a character set. A text goes out with its headers in one write, bytes in one of their own.
 */
function send(reply: FastifyReply, { status, contentType, body, height, headers }: Reply) {
  const seconds = Math.floor(Date.now() / 1_000);
  reply.code(status).header("content-type", contentType).header("x-server-time", `${seconds}`);
  if (headers !== undefined) reply.headers(headers);
  if (height !== undefined) {
    reply
      .header(HEIGHT_HEADER, height.toString())
      .header(`grpc-metadata-${HEIGHT_HEADER}`, height.toString())
      .header("grpc-metadata-content-type", GRPC_TYPE);
  }
  return reply.serializer(asItIs).send(body);
}

const EXPOSED = [HEIGHT_HEADER, `grpc-metadata-${HEIGHT_HEADER}`].join(", ");

/** CORS for everyone: nothing here is secret or remembers a visitor. */
function allowOrigins(server: FastifyInstance): void {
  server.addHook("onRequest", async (request, reply) => {
    reply
      .header("access-control-allow-origin", "*")
      .header("access-control-expose-headers", EXPOSED);
    if (request.method !== "OPTIONS") return;
    const wanted = request.headers["access-control-request-headers"];
    reply
      .header("access-control-allow-methods", "GET, POST, OPTIONS")
      .header("access-control-allow-headers", wanted ?? `content-type, ${HEIGHT_HEADER}`)
      .header("access-control-max-age", "86400");
    return reply.code(200).send("");
  });
}
