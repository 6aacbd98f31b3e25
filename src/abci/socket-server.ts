import { createServer, type Server, type Socket } from "node:net";
import { Request } from "../gen/tendermint/abci.js";
import { WireError } from "../wire/descriptor.js";
import type { Application } from "./application.js";
import { Dispatcher, exceptionOf, FatalError } from "./dispatch.js";
import { FrameError, FrameReader, frameHead, MAX_FRAME_BYTES } from "./frames.js";
import type { Logger } from "./logger.js";
import { listenOn, parseSocketAddress } from "./socket-address.js";

export interface AbciServerOptions {
  readonly app: Application;
  /** `tcp://127.0.0.1:26658` or `unix:///path`; port 0 takes a free one. */
  readonly listen: string;
  readonly logger: Logger;
  /**
   * Called once, when the application failed in a way that this node must not survive. The server
   * has told the engine and answers nothing any more; the caller closes it and ends the process.
   */
  readonly onFatal: (error: Error) => void;
  /** Largest frame, bytes; 512 MiB unless told. */
  readonly maxFrameBytes?: number;
}

/** A server that CometBFT's `proxy_app` can point to. */
export interface AbciServer {
  /** As given, with the port that was bound. */
  readonly address: string;
  /** Takes no more requests, lets the commit in progress end, closes every connection. */
  close(): Promise<void>;
}

/** An engine has four connections; this many are no engine's. */
const MOST_CONNECTIONS = 64;

/** A peer that is gone without a word is found after about this long and some probes. */
const KEEP_ALIVE_MS = 30_000;

/** After this long another connection has its turn: a block does not wait for a flood of CheckTx. */
const TURN_MS = 5;

/** How long a connection that is given up may take to read why. */
const LAST_WORDS_MS = 5_000;

/** Answers are written together up to about this many bytes. */
const WRITE_BYTES = 65_536;

/** Serves ABCI 2.0 over sockets. Rejects with an Error that names the address when it cannot listen. */
export async function startAbciServer(options: AbciServerOptions): Promise<AbciServer> {
  const server = new SocketServer(options);
  const address = await server.listen();
  return { address, close: () => server.close() };
}

class SocketServer {
  readonly #dispatcher: Dispatcher;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #closing = false;
  #failed = false;
  #connections = 0;

  constructor(private readonly options: AbciServerOptions) {
    this.#dispatcher = new Dispatcher(options.app);
    const alive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
    this.#server = createServer({ noDelay: true, ...alive }, (socket) => this.#serve(socket));
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on("drop", () => {
      const most = MOST_CONNECTIONS;
      options.logger.warn("a connection to the ABCI server is refused: too many", { most });
    });
  }

  async listen(): Promise<string> {
    const address = await listenOn(this.#server, parseSocketAddress(this.options.listen));
    this.#server.on("error", (error) => {
      this.options.logger.error("the ABCI server cannot accept a connection", {
        reason: error.message,
      });
    });
    return address;
  }

  async close(): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#dispatcher.idle();
    // What a commit answered is written before its connection ends.
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(socket: Socket): Promise<void> {
    const { logger } = this.options;
    const connection = ++this.#connections;
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    logger.debug("an engine connected", { connection });
    try {
      await this.#converse(socket);
      logger.debug("an engine's connection ended", { connection });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof FatalError) this.#fail(error);
      else if (!this.#closing)
        logger.warn("an engine's connection is closed", { connection, reason });
    } finally {
      socket.end(() => socket.destroy());
      // Who does not read what is left for it holds nothing open for that.
      setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref();
    }
  }

  /** Answers requests in their order until the connection ends. Throws where it cannot go on. */
  async #converse(socket: Socket): Promise<void> {
    const frames = new FrameReader(this.options.maxFrameBytes ?? MAX_FRAME_BYTES);
    const answers = new Answers(socket);
    // Nothing is read while an answer is awaited: the socket's own buffer holds the engine back.
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      let begun = performance.now();
      try {
        for (const frame of frames.push(chunk)) {
          if (this.#closing) return;
          const called = this.#dispatcher.call(decode(frame));
          const response = called instanceof Promise ? await called : called;
          if (response === undefined) throw new FrameError("a request that asks nothing");
          answers.add(response);
          if (answers.size > WRITE_BYTES) await answers.write();
          if (performance.now() - begun < TURN_MS) continue;
          await answers.write();
          await new Promise<void>((resolve) => setImmediate(resolve));
          begun = performance.now();
        }
      } catch (error) {
        answers.add(exceptionOf(error));
        void answers.write();
        throw error;
      }
      await answers.write();
    }
    if (frames.midway) throw new FrameError("the connection ended within a frame");
  }

  #fail(error: FatalError): void {
    if (this.#failed) return;
    this.#failed = true;
    const { cause } = error;
    const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    this.options.logger.error("the application failed; this node must stop", {
      reason: error.message,
      stack,
    });
    this.options.onFatal(error);
  }
}

function decode(frame: Uint8Array): Request {
  try {
    return Request.decode(frame);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new FrameError(`a frame that is no request: ${error.message}`);
  }
}

/** Answers on their way to one connection. */
class Answers {
  #parts: Uint8Array[] = [];
  size = 0;

  constructor(private readonly socket: Socket) {}

  add(body: Uint8Array): void {
    const head = frameHead(body.length);
    this.#parts.push(head, body);
    this.size += head.length + body.length;
  }

  /** Resolves when the connection can take more, or is gone. */
  async write(): Promise<void> {
    if (this.size === 0) return;
    const bytes = Buffer.concat(this.#parts, this.size);
    this.#parts = [];
    this.size = 0;
    if (this.socket.destroyed || this.socket.write(bytes)) return;
    await drained(this.socket);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
}
