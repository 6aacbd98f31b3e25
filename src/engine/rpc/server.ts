import { createServer } from "node:http";
import { httpHandler, type RpcLimits } from "./http.js";
import { listen, parseListenAddress } from "./listen.js";
import type { MethodTable } from "./method.js";
import { type Happenings, type SocketLimits, serveWebSocket } from "./websocket.js";

/** What the server stands on. */
export interface RpcServerOptions {
  readonly table: MethodTable;
  readonly happenings: Happenings;
  /** `tcp://127.0.0.1:26657`; port 0 takes a free one. */
  readonly listen: string;
  readonly limits?: Partial<RpcServerLimits>;
}

/** Every bound of the server. */
export type RpcServerLimits = RpcLimits & SocketLimits & { readonly maxConnections: number };

/** A server that runs. */
export interface RpcServer {
  /** `tcp://host:port` with the port that was bound. */
  readonly address: string;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

const LIMITS: RpcServerLimits = {
  maxConnections: 900,
  maxBodyBytes: 1_000_000,
  maxBatch: 100,
  maxFrameBytes: 1_000_000,
  maxClients: 100,
  maxSubscriptions: 5,
  maxBufferedBytes: 64 * 1024 * 1024,
};

/** Serves the methods over HTTP and WebSocket on one port. Rejects when the port is taken. */
export async function serveRpc(options: RpcServerOptions): Promise<RpcServer> {
  const { table, happenings } = options;
  const limits = { ...LIMITS, ...options.limits };
  const server = createServer({ requestTimeout: 60_000 }, httpHandler(table, limits));
  server.maxConnections = limits.maxConnections;
  server.on("clientError", (_, socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
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
