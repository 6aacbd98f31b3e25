import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { httpHandler, type RpcLimits } from "./http.js";
import { listen, parseListenAddress } from "./listen.js";
import type { MethodTable } from "./method.js";
import type { Happenings } from "./subscription-hub.js";
import { type SocketLimits, serveWebSocket } from "./websocket.js";

/** What the server stands on. */
export interface RpcServerOptions {
  readonly table: MethodTable;
  readonly happenings: Happenings;
  /** `tcp://127.0.0.1:26657`; port 0 takes a free one. */
  readonly listen: string;
  readonly limits?: Partial<RpcServerLimits>;
}

/** Every bound of the server. Times are milliseconds. */
export interface RpcServerLimits extends RpcLimits, SocketLimits {
  readonly maxConnections: number;
  /** Bytes of a request's line and headers. */
  readonly maxHeaderBytes: number;
  /** In which the line and headers must come. */
  readonly headersMs: number;
  /** In which the whole request must come. */
  readonly requestMs: number;
  /** A connection on which nothing moves for this long is closed. */
  readonly idleMs: number;
}

/** A server that runs. */
export interface RpcServer {
  /** `tcp://host:port` with the port that was bound. */
  readonly address: string;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

const MIB = 1024 * 1024;

const LIMITS: RpcServerLimits = {
  maxConnections: 900,
  maxHeaderBytes: 131_072,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 60_000,
  maxBodyBytes: 1_000_000,
  maxBatch: 100,
  maxBatchAnswerBytes: 64 * MIB,
  corsOrigins: [],
  maxFrameBytes: 1_000_000,
  maxSockets: 300,
  maxClients: 100,
  maxSubscriptions: 5,
  maxBufferedBytes: 64 * MIB,
  maxBufferedTotal: 256 * MIB,
  pingMs: 27_000,
};

/** Serves the methods over HTTP and WebSocket on one port. Rejects when the port is taken. */
export async function serveRpc(options: RpcServerOptions): Promise<RpcServer> {
  const { table, happenings } = options;
  const limits = { ...LIMITS, ...options.limits };
  const times = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(limits.headersMs, 5_000),
    keepAliveTimeout: 10_000,
  };
  const server = createServer(
    { ...times, maxHeaderSize: limits.maxHeaderBytes },
    httpHandler(table, limits),
  );
  server.setTimeout(limits.idleMs);
  server.maxConnections = limits.maxConnections;
  server.on("clientError", refuse);
  const endSockets = serveWebSocket(server, { table, happenings, limits });
  const address = await listen(server, parseListenAddress(options.listen));
  const close = () =>
    new Promise<void>((resolve) => {
      endSockets();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address, close };
}

/** Answers what is no HTTP, too large or too slow, and frees the connection. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
}
