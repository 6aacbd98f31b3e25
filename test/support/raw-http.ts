import { connect } from "node:net";

/** An HTTP answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a socket brought until it was closed. */
export interface RawTalk {
  readonly answers: readonly RawAnswer[];
  /** What came after the last whole answer. */
  readonly rest: string;
  /** Whether the server had not closed the socket when the time was up. */
  readonly open: boolean;
}

/** Sends bytes as they are and reads until the server closes, or `ms` have passed. */
export function talk(url: string, bytes: Uint8Array | string, ms = 10_000): Promise<RawTalk> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const end = (open: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...readAnswers(Buffer.concat(chunks)), open });
    };
    const timer = setTimeout(end, ms, true);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => end(false));
    // A server that closes on what it does not want may cut the writer off.
    socket.on("error", () => undefined);
  });
}

const HEAD_END = "\r\n\r\n";

function readAnswers(bytes: Buffer): Omit<RawTalk, "open"> {
  const answers: RawAnswer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(HEAD_END, at);
    if (end < 0) break;
    const [line = "", ...lines] = bytes.subarray(at, end).toString("latin1").split("\r\n");
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1]);
    const headers = Object.fromEntries(
      lines.map((one) => {
        const colon = one.indexOf(":");
        return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()];
      }),
    );
    const start = end + HEAD_END.length;
    const length = Number(headers["content-length"] ?? 0);
    if (Number.isNaN(status) || start + length > bytes.length) break;
    // An interim answer comes before the answer.
    if (status >= 200)
      answers.push({
        status,
        headers,
        body: bytes.subarray(start, start + length).toString("utf8"),
      });
    at = start + length;
  }
  return { answers, rest: bytes.subarray(at).toString("latin1") };
}
