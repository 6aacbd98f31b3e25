import type { Server } from "node:http";
import type { RawData, WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { internalError } from "./errors.js";
import { answerOne, asRpcError, failed, parseJson } from "./json-rpc.js";
import type { MethodTable, RequestId, Session } from "./method.js";
import { type Happenings, SubscriptionHub } from "./subscription-hub.js";

/** Bounds of the WebSocket. */
export interface SocketLimits {
  readonly maxFrameBytes: number;
  /** Connections that are open at once. */
  readonly maxSockets: number;
  /** Connections that have subscriptions. */
  readonly maxClients: number;
  /** Subscriptions of a connection. */
  readonly maxSubscriptions: number;
  /** A client that lets more than this wait is dropped. */
  readonly maxBufferedBytes: number;
  /** When more than this waits for all clients, the one with the most is dropped. */
  readonly maxBufferedTotal: number;
  /** A client that is silent for this long is asked whether it is there, and dropped if it is not. */
  readonly pingMs: number;
}

/** A client that sends faster than it is answered is not read further than this. */
const MOST_WAITING_FRAMES = 64;
const MOST_WAITING_BYTES = 1_000_000;

/** Serves `/websocket`: every method, and subscriptions. Returns the function that ends it. */
export function serveWebSocket(
  server: Server,
  parts: {
    readonly table: MethodTable;
    readonly happenings: Happenings;
    readonly limits: SocketLimits;
  },
): () => void {
  const { table, happenings, limits } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxFrameBytes });
  const hub = new SubscriptionHub(happenings, limits);
  server.on("upgrade", (request, socket, head) => {
    // A client may break off before the handshake; the socket then has no other listener.
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?")[0];
    const full = sockets.clients.size >= limits.maxSockets;
    if (path !== "/websocket" || full) {
      const status = full ? "503 Service Unavailable" : "404 Not Found";
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      keepAlive(ws, limits.pingMs);
      serveClient(ws, table, new SocketSession(ws, hub, () => relieve(sockets.clients, limits)));
    });
  });
  return () => {
    for (const client of sockets.clients) {
      client.close(1001, "the node stops");
      client.terminate();
    }
    sockets.close();
  };
}

/** Drops a client that neither sends nor answers pings. */
function keepAlive(ws: WebSocket, pingMs: number): void {
  let heard = true;
  const hear = () => {
    heard = true;
  };
  const timer = setInterval(() => {
    if (!heard && !ws.isPaused) ws.terminate();
    else if (ws.readyState === ws.OPEN) ws.ping();
    heard = false;
  }, pingMs);
  timer.unref();
  ws.on("pong", hear).on("ping", hear).on("message", hear);
  ws.on("close", () => clearInterval(timer));
}

function serveClient(ws: WebSocket, table: MethodTable, session: SocketSession): void {
  ws.on("close", () => session.end());
  ws.on("error", () => ws.terminate());
  // One frame after the other, so that answers keep the order of the requests.
  let last: Promise<void> = Promise.resolve();
  let [frames, bytes] = [0, 0];
  ws.on("message", (data) => {
    const frame = frameBytes(data);
    frames += 1;
    bytes += frame.length;
    if (frames >= MOST_WAITING_FRAMES || bytes >= MOST_WAITING_BYTES) ws.pause();
    last = last
      .then(() => session.answer(table, frame.toString("utf8")))
      .then(() => {
        frames -= 1;
        bytes -= frame.length;
        if (ws.isPaused && frames < MOST_WAITING_FRAMES && bytes < MOST_WAITING_BYTES) ws.resume();
      });
  });
}

class SocketSession implements Session {
  constructor(
    private readonly ws: WebSocket,
    private readonly hub: SubscriptionHub,
    /** Called after something was sent. */
    private readonly sent: () => void,
  ) {}

  async answer(table: MethodTable, frame: string): Promise<void> {
    try {
      const outcome = await answerOne(table, parseJson(frame), this);
      if (outcome !== undefined) this.send(JSON.stringify(outcome.answer));
    } catch (error) {
      this.send(JSON.stringify(failed(asRpcError(error)).answer));
    }
    // Events of a new subscription come after its answer.
    this.hub.release(this);
  }

  subscribe(text: string, id: RequestId): void {
    if (this.ws.readyState !== this.ws.OPEN) throw internalError("the client has gone");
    this.hub.subscribe(this, text, id);
  }

  unsubscribe(text: string): void {
    this.hub.unsubscribe(this, text);
  }

  unsubscribeAll(): void {
    this.hub.unsubscribeAll(this);
  }

  end(): void {
    this.hub.forget(this);
  }

  /** Sends a frame, unless the client has gone. */
  send(text: string): void {
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.ws.send(text);
    this.sent();
  }
}

/** Drops clients that do not read what they are sent. */
function relieve(clients: ReadonlySet<WebSocket>, limits: SocketLimits): void {
  let total = 0;
  let slowest: WebSocket | undefined;
  for (const client of clients) {
    const { bufferedAmount } = client;
    if (bufferedAmount > limits.maxBufferedBytes) client.terminate();
    else total += bufferedAmount;
    if (bufferedAmount > (slowest?.bufferedAmount ?? 0)) slowest = client;
  }
  if (total > limits.maxBufferedTotal) slowest?.terminate();
}

function frameBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
