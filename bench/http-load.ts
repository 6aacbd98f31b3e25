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
  /** What the body of every answer must hold. */
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
  let text = "";
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
      text += chunk.toString("latin1");
      const body = wholeBody(text);
      if (body === undefined) return;
      if (!text.startsWith("HTTP/1.1 200") || !body.includes(expect)) return fail(text);
      text = "";
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

/** The body once all of it has come. */
function wholeBody(text: string): string | undefined {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  if (/transfer-encoding: chunked/i.test(text)) {
    return text.endsWith("\r\n0\r\n\r\n") ? text.slice(head + 4) : undefined;
  }
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  const body = text.slice(head + 4);
  return length !== undefined && body.length >= Number(length) ? body : undefined;
}
