import type { Server } from "node:http";
import type { RawData, WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { type EventValues, matches } from "../query/match.js";
import { parseQuery, type Query, QuerySyntaxError } from "../query/parse.js";
import { internalError } from "./errors.js";
import { answerOne, asRpcError, failed, parseJson } from "./json-rpc.js";
import type { MethodTable, RequestId, Session } from "./method.js";

/** Something that happened, for subscribers: its data as JSON and the values queries look at. */
export interface Happening {
  readonly data: { readonly type: string; readonly value: object };
  readonly events: EventValues;
}

/** Where happenings come from. `listen` returns the function that ends the listening. */
export interface Happenings {
  listen(listener: (happening: Happening) => void): () => void;
}

/** Bounds of the WebSocket. */
export interface SocketLimits {
  readonly maxFrameBytes: number;
  readonly maxClients: number;
  readonly maxSubscriptions: number;
  /** A client that lets more than this wait is dropped. */
  readonly maxBufferedBytes: number;
}

/** A client that sends faster than it is answered is not read further than this. */
const MOST_WAITING_FRAMES = 64;

interface Subscription {
  readonly id: RequestId;
  readonly query: Query;
}

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
  server.on("upgrade", (request, socket, head) => {
    const path = (request.url ?? "").split("?")[0];
    if (path !== "/websocket" || sockets.clients.size >= limits.maxClients) {
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) =>
      serveClient(ws, table, happenings, limits),
    );
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

function serveClient(
  ws: WebSocket,
  table: MethodTable,
  happenings: Happenings,
  limits: SocketLimits,
): void {
  const session = new SocketSession(ws, limits);
  const stop = happenings.listen((happening) => session.tell(happening));
  ws.on("close", stop);
  ws.on("error", () => ws.terminate());
  // One frame after the other, so that answers keep the order of the requests.
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  ws.on("message", (data) => {
    waiting += 1;
    if (waiting === MOST_WAITING_FRAMES) ws.pause();
    last = last
      .then(() => session.answer(table, frameText(data)))
      .then(() => {
        waiting -= 1;
        if (ws.isPaused) ws.resume();
      });
  });
}

class SocketSession implements Session {
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(
    private readonly ws: WebSocket,
    private readonly limits: SocketLimits,
  ) {}

  async answer(table: MethodTable, frame: string): Promise<void> {
    try {
      const outcome = await answerOne(table, parseJson(frame), this);
      if (outcome !== undefined) this.send(outcome.answer);
    } catch (error) {
      this.send(failed(asRpcError(error)).answer);
    }
  }

  subscribe(text: string, id: RequestId): void {
    if (this.subscriptions.has(text)) throw internalError("already subscribed");
    if (this.subscriptions.size >= this.limits.maxSubscriptions) {
      throw internalError(`max_subscriptions_per_client ${this.limits.maxSubscriptions} reached`);
    }
    this.subscriptions.set(text, { id, query: readQuery(text) });
  }

  unsubscribe(text: string): void {
    if (!this.subscriptions.delete(text)) throw internalError("subscription not found");
  }

  unsubscribeAll(): void {
    if (this.subscriptions.size === 0) throw internalError("subscription not found");
    this.subscriptions.clear();
  }

  tell({ data, events }: Happening): void {
    for (const [query, subscription] of this.subscriptions) {
      if (!matches(subscription.query, events)) continue;
      const result = { query, data, events: Object.fromEntries(events) };
      this.send({ jsonrpc: "2.0", id: subscription.id, result });
    }
  }

  private send(answer: object): void {
    if (this.ws.bufferedAmount > this.limits.maxBufferedBytes) this.ws.terminate();
    else if (this.ws.readyState === this.ws.OPEN) this.ws.send(JSON.stringify(answer));
  }
}

function readQuery(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    throw internalError(`failed to parse query: ${error.message}`);
  }
}

function frameText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString("utf8");
}
