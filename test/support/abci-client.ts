import { connect, type Socket } from "node:net";
import { FrameReader, frameHead } from "../../src/abci/frames.js";
import { Request, Response } from "../../src/gen/tendermint/abci.js";

/** One request in its frame. */
export function requestFrame(request: Partial<Request>): Uint8Array {
  const body = Request.encode(Request.create(request));
  return Buffer.concat([frameHead(body.length), body]);
}

/** A connection as an engine has it, that can also send what no engine would. */
export class AbciClient {
  readonly responses: Response[] = [];
  closed = false;
  readonly #frames = new FrameReader();
  #changed: () => void = () => undefined;

  private constructor(readonly socket: Socket) {
    socket.on("data", (chunk) => {
      for (const frame of this.#frames.push(chunk)) this.responses.push(Response.decode(frame));
      this.#changed();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.closed = true;
      this.#changed();
    });
  }

  /** Connects to the address of a server. */
  static async connect(address: string): Promise<AbciClient> {
    const [kind, rest = ""] = address.split("://");
    const [host = "", port = "0"] = rest.split(":");
    const socket = kind === "unix" ? connect(rest) : connect(Number(port), host);
    socket.setNoDelay(true);
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    return new AbciClient(socket);
  }

  /** Sends bytes as they are. */
  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Resolves with all responses when there are this many. Rejects when the connection ends before. */
  async received(count: number): Promise<readonly Response[]> {
    while (this.responses.length < count) {
      if (this.closed) throw new Error(`closed after ${this.responses.length} responses`);
      await this.#change();
    }
    return this.responses;
  }

  /** Resolves when the other side closed the connection. */
  async ended(): Promise<void> {
    while (!this.closed) await this.#change();
  }

  /** Sends one request; resolves with its response. */
  async ask(request: Partial<Request>): Promise<Response> {
    this.write(requestFrame(request));
    const responses = await this.received(this.responses.length + 1);
    return responses.at(-1) ?? Response.create({});
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}
