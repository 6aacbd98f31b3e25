import { connect, type Socket } from "node:net";

/** What a load of requests found. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds within which this share of the answers came. */
  readonly p50: number;
  readonly p99: number;
}

export interface LoadOptions {
  /** `http://127.0.0.1:1317` */
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Path and query of the request number `n`. */
  readonly path: (n: number) => string;
  /** What every answer must hold within its first 4,096 characters. */
  readonly expect: string;
}

/** Keeps a request under way on every connection for some seconds. Throws on an answer that is none. */
export async function load(options: LoadOptions): Promise<Load> {
  const end = performance.now() + options.seconds * 1e3;
  const took: number[] = [];
  let made = 0;
  const next = () => options.path(made++);
  const lane = () => keepAsking(options, next, { end, took });
  const start = performance.now();
  await Promise.all(Array.from({ length: options.connections }, lane));
  const seconds = (performance.now() - start) / 1e3;
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0;
  return { perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99) };
}

interface Until {
  readonly end: number;
  readonly took: number[];
}

/** Plain HTTP/1.1 on one socket: a client library would cost more than the server. */
function keepAsking(
  { url, expect }: LoadOptions,
  next: () => string,
  { end, took }: Until,
): Promise<void> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let sent = 0;
  let answer = new Arriving(expect);
  const ask = () => {
    sent = performance.now();
    socket.write(`GET ${next()} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  };
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      socket.destroy();
      reject(new Error(reason));
    };
    socket.once("connect", ask);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      if (!answer.take(chunk)) return;
      if (!answer.isGood) return fail(answer.text);
      answer = new Arriving(expect);
      took.push(performance.now() - sent);
      if (performance.now() < end) ask();
      else finish(socket, resolve);
    });
  });
}

function finish(socket: Socket, resolve: () => void): void {
  socket.destroy();
  resolve();
}

/** An answer on its way. What is looked at is its beginning: to search all of a long one costs the server's time. */
class Arriving {
  text = "";
  #length = 0;
  #whole = Number.POSITIVE_INFINITY;

  constructor(private readonly expect: string) {}

  /** Whether that was the last of it. */
  take(chunk: Buffer): boolean {
    this.#length += chunk.length;
    if (this.text.length < MOST_LOOKED_AT) this.text += chunk.toString("latin1");
    if (this.#whole === Number.POSITIVE_INFINITY) this.#readHead();
    if (this.#whole < 0) return chunk.toString("latin1").endsWith("\r\n0\r\n\r\n");
    return this.#length >= this.#whole;
  }

  /** Whether it is the one that was expected. */
  get isGood(): boolean {
    return this.text.startsWith("HTTP/1.1 200") && this.text.includes(this.expect);
  }

  #readHead(): void {
    const end = this.text.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = /content-length: (\d+)/i.exec(this.text.slice(0, end))?.[1];
    this.#whole = length === undefined ? -1 : end + 4 + Number(length);
  }
}

/** Characters of an answer. */
const MOST_LOOKED_AT = 4_096;
