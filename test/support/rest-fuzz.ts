import { Random } from "../store/random.js";
import { type DocParameter, type Operation, operationsOf } from "./openapi.js";
import { type RawTalk, talk } from "./raw-http.js";

/** A hostile request, as bytes for a socket. */
export interface RestCase {
  /** What is wrong with it. */
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** Whether it is a request by the rules of HTTP, which has to be answered. */
  readonly whole: boolean;
  /** Whether it may be to a route that nobody mounted: 501, as the reference answers. */
  readonly unknown: boolean;
}

/** What a run came to. */
export interface FuzzReport {
  readonly requests: number;
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests by kind. */
  readonly kinds: ReadonlyMap<string, number>;
}

interface FuzzOptions {
  /** `http://127.0.0.1:1317` of a running gateway; its OpenAPI document says what there is. */
  readonly url: string;
  readonly seed: number;
  readonly count: number;
  /** Requests at once; 8 unless told. */
  readonly parallel?: number;
}

/**
 * Sends `count` hostile requests over all routes. Throws an Error with the seed, the number of the
 * request and its bytes at the first answer that is no client error, of another form, or missing.
 */
export async function fuzzRest({
  url,
  seed,
  count,
  parallel = 8,
}: FuzzOptions): Promise<FuzzReport> {
  const document = await (await fetch(`${url}/openapi.json`)).json();
  const operations = operationsOf(document);
  const statuses = new Map<number, number>();
  const kinds = new Map<string, number>();
  let next = 0;
  const work = async () => {
    while (next < count) {
      const number = next++;
      // Each request has a seed of its own, so that one can be sent again alone.
      const one = restCase(new Random(seed * 1_000_003 + number), operations);
      const talked = await talk(url, one.bytes);
      kinds.set(one.kind, (kinds.get(one.kind) ?? 0) + 1);
      for (const { status } of talked.answers)
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const fault = faultIn(one, talked);
      if (fault !== undefined) {
        const sent = Buffer.from(one.bytes.subarray(0, 2_000)).toString("latin1");
        const got = JSON.stringify(talked).slice(0, 2_000);
        const which = `seed ${seed}, request ${number} (${one.kind})`;
        throw new Error(`${which}: ${fault}\nsent ${JSON.stringify(sent)}\ngot ${got}`);
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { requests: count, statuses, kinds };
}

/** What is wrong with an answer; undefined where nothing is. */
function faultIn({ whole, unknown }: RestCase, { answers, open }: RawTalk): string | undefined {
  if (open && answers.length === 0) return "the connection stayed open";
  if (whole && answers.length === 0) return "no answer";
  for (const { status, body, headers } of answers) {
    if (status < 200 || (status >= 500 && !(status === 501 && unknown))) return `status ${status}`;
    if (status < 400) continue;
    if (headers["content-type"] !== "application/json") return "a refusal that is no JSON";
    const { code, message, details } = JSON.parse(body);
    const told = Number.isInteger(code) && code > 0 && message !== "" && Array.isArray(details);
    if (!told) return "a refusal without code or reason";
  }
  return undefined;
}

/** A hostile request of one of many kinds. */
export function restCase(random: Random, operations: readonly Operation[]): RestCase {
  const operation = random.pick(operations);
  const make = random.pick(KINDS);
  return make(random, operation);
}

type Make = (random: Random, operation: Operation) => RestCase;

const NUMBERS = [
  ...["0", "-0", "-1", "1", "00", "1e3", "1.5", "0x10", "NaN", "Infinity", "+1", " 1", "1_000"],
  ...["9223372036854775807", "9223372036854775808", "18446744073709551615"],
  ...["18446744073709551616", "-9223372036854775809", "9".repeat(400), "٣", "１"],
];
const TEXTS = [
  ...["", " ", "%", "%zz", "%00", "%E0%80", "%ff%fe", "%2e%2e%2f", "%2F", "..", "\\", "null"],
  ...["true", "[]", "{}", "[object Object]", "__proto__", "constructor", "toString", "' OR 1=1--"],
  ...["%F0%9F%92%A9", "%ED%A0%80", "%C3%28", "a%0d%0aSet-Cookie:%20x=1", "%3Cscript%3E", "AAAA"],
  ...[
    "AA==",
    "=",
    "====",
    "did:example:acme",
    "did:",
    "uvna",
    "ISSUER",
    "Ⅷ",
    "ß",
    "a".repeat(3_000),
  ],
];
const HEIGHTS = [...NUMBERS, "latest", "", "1,2", "1;", "\t5", "abc", "%31"];
const NAMES = [
  ...["pagination.key", "pagination.limit", "pagination.offset", "pagination.reverse", "height"],
  ...["pagination", "pagination.", ".", "..", "pagination.key.key", "__proto__", "id[]", "id[0]"],
  ...["id.id", "%69d", "events", "order_by", "limit", "page", "prove", "constructor.prototype"],
];

/** Bytes of a value that HTTP allows in a path. */
const inUrl = (text: string): string =>
  text.replace(/[^\x21-\x7e]|["<>`#?]/gu, (c) => encodeURIComponent(c));

function value(random: Random): string {
  const kind = random.below(4);
  if (kind === 0) return random.pick(NUMBERS);
  if (kind === 1) return random.pick(TEXTS);
  const bytes = random.bytes(0, 40);
  if (kind === 2) return `%${Buffer.from(bytes).toString("hex").match(/../g)?.join("%") ?? "41"}`;
  return Buffer.from(bytes).toString("base64url");
}

function pathOf(random: Random, { path }: Operation, hostile: boolean): string {
  return path.replace(/\{[^}]*\}/g, () => (hostile ? inUrl(value(random)) : "1"));
}

function queryOf(random: Random, parameters: readonly DocParameter[]): string {
  const known = parameters.filter((one) => one.in === "query").map(({ name }) => name);
  const pairs = Array.from({ length: random.below(6) }, () => {
    const name = random.below(3) > 0 && known.length > 0 ? random.pick(known) : random.pick(NAMES);
    return `${name}=${inUrl(value(random))}`;
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

const HOST = "Host: localhost";
const CLOSE = "Connection: close";

function request(
  line: string,
  headers: readonly string[],
  body: Uint8Array | string = "",
): Uint8Array {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const length = bytes.length === 0 ? [] : [`Content-Length: ${bytes.length}`];
  const head = [line, HOST, CLOSE, ...length, ...headers].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "latin1"), bytes]);
}

const get = (random: Random, operation: Operation, headers: readonly string[] = []): Uint8Array =>
  request(
    `${operation.verb} ${pathOf(random, operation, true)}${queryOf(random, operation.parameters)} HTTP/1.1`,
    headers,
  );

const oddParameters: Make = (random, operation) => ({
  kind: "odd parameters",
  bytes: get(random, operation),
  whole: true,
  // An odd value of a path may be a path of its own.
  unknown: operation.path.includes("{"),
});

const oddHeight: Make = (random, operation) => {
  const height = random.pick(HEIGHTS).replace(/[^\x20-\x7e\t]/g, "?");
  const twice = random.below(4) === 0 ? ["x-cosmos-block-height: 1"] : [];
  return {
    kind: "odd height",
    bytes: request(
      `${operation.verb} ${pathOf(random, operation, false)}?height=${inUrl(random.pick(HEIGHTS))} HTTP/1.1`,
      [`x-cosmos-block-height: ${height}`, ...twice],
    ),
    whole: true,
    unknown: false,
  };
};

const twice: Make = (random, { verb, path, parameters }) => {
  const known = parameters.filter((one) => one.in === "query").map(({ name }) => name);
  const name = known.length > 0 ? random.pick(known) : random.pick(NAMES);
  const all = Array.from(
    { length: 2 + random.below(300) },
    () => `${name}=${inUrl(random.pick(NUMBERS))}`,
  );
  const at = path.replace(/\{[^}]*\}/g, "1");
  return {
    kind: "many parameters",
    bytes: request(`${verb} ${at}?${all.join("&")} HTTP/1.1`, []),
    whole: true,
    unknown: false,
  };
};

const oddVerb: Make = (random, operation) => {
  const verbs = ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "POST", "get"];
  return {
    kind: "odd verb",
    bytes: request(`${random.pick(verbs)} ${pathOf(random, operation, false)} HTTP/1.1`, []),
    whole: true,
    unknown: true,
  };
};

const TYPES = [
  ...["application/json", "text/plain", "application/x-protobuf", "multipart/form-data", ""],
  ...["application/json; charset=utf-16", "x", "*/*", "application/json, text/html"],
];

function body(random: Random): Uint8Array | string {
  const bytes = Buffer.from(random.bytes(0, 200));
  switch (random.below(9)) {
    case 0:
      return bytes;
    case 1:
      return "[".repeat(1 + random.below(60_000));
    case 2:
      return `{"tx_bytes":"${bytes.toString("base64")}","mode":${random.pick(NUMBERS)}}`;
    case 3:
      return `{"tx_bytes":"${bytes.toString("base64")}`;
    case 4:
      return JSON.stringify({ tx: { body: { messages: [{ "@type": random.pick(TEXTS) }] } } });
    case 5:
      return JSON.stringify({
        txBytes: "",
        tx_bytes: bytes.toString("base64"),
        mode: 1,
        __proto__: 1,
      });
    case 6:
      return `{"tx":${'{"body":'.repeat(random.below(2_000))}`;
    case 7:
      return random.below(20) === 0 ? "x".repeat(1_100_000) : "null";
    default:
      return JSON.stringify({ tx_bytes: bytes.toString("base64"), mode: "BROADCAST_MODE_SYNC" });
  }
}

const oddBody: Make = (random, operation) => ({
  kind: "odd body",
  bytes: request(
    `POST ${pathOf(random, operation.verb === "POST" ? operation : POSTED, false)} HTTP/1.1`,
    [`Content-Type: ${random.pick(TYPES)}`],
    body(random),
  ),
  whole: true,
  unknown: false,
});

/** Where bodies are read, for operations that read none. */
const POSTED: Operation = {
  ...{ verb: "POST", path: "/cosmos/tx/v1beta1/simulate", id: "", tag: "", summary: "" },
  ...{ parameters: [], hasBody: true, answer: {} },
};

const oddHeaders: Make = (random, operation) => {
  const many = Array.from(
    { length: random.below(400) },
    (_, n) => `x-${n}: ${"a".repeat(random.below(60))}`,
  );
  const odd = random.pick([
    ...["Accept: \u00ff", "Accept-Encoding: gzip, br", "Expect: 100-continue", "Range: bytes=0-1"],
    ...["Upgrade: websocket", "X-Forwarded-For: 1.2.3.4, nonsense", "Cookie: a=b", "Origin: null"],
    ...[`Authorization: ${"A".repeat(20_000)}`, "If-None-Match: *", "Content-Encoding: gzip"],
  ]);
  return {
    kind: "odd headers",
    bytes: get(random, operation, [...many, odd]),
    whole: true,
    unknown: operation.path.includes("{"),
  };
};

const oddFrame: Make = (random, operation) => {
  const line = `POST ${POSTED.path} HTTP/1.1`;
  const plain = `${operation.verb} ${pathOf(random, operation, false)}`;
  const text = random.pick([
    `${line}\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`,
    `${line}\r\n${HOST}\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
    `${line}\r\n${HOST}\r\nContent-Length: -1\r\n\r\n{}`,
    `${line}\r\n${HOST}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`,
    `${line}\r\n${HOST}\r\nContent-Length: 99999999999\r\n\r\n{}`,
    `${plain} HTTP/9.9\r\n${HOST}\r\n\r\n`,
    `${plain}\r\n\r\n`,
    `${plain} HTTP/1.1\r\n${CLOSE}\r\n\r\n`,
    `${plain} HTTP/1.1\r\n${HOST}\r\nno colon here\r\n\r\n`,
    `${plain} HTTP/1.1\r\n${HOST}\r\na b: c\r\n\r\n`,
    `${plain}\u0000 HTTP/1.1\r\n${HOST}\r\n\r\n`,
    `\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003${"x".repeat(100)}\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
  ]);
  return { kind: "odd frame", bytes: Buffer.from(text, "latin1"), whole: false, unknown: true };
};

const noise: Make = (random) => ({
  kind: "noise",
  bytes: Buffer.concat([random.bytes(1, 400), Buffer.from("\r\n\r\n")]),
  whole: false,
  unknown: true,
});

const pipelined: Make = (random, operation) => {
  const line = `${operation.verb} ${pathOf(random, operation, false)} HTTP/1.1\r\n${HOST}\r\n`;
  const open = Buffer.from(`${line}\r\n`.repeat(1 + random.below(20)), "latin1");
  const last = random.below(2) === 0 ? get(random, operation) : noise(random, operation).bytes;
  return {
    kind: "pipelined",
    bytes: Buffer.concat([open, last]),
    whole: true,
    unknown: operation.path.includes("{"),
  };
};

/** Ends a connection that a broken request left open. */
const LAST = request("GET /health HTTP/1.1", []);

const mutated: Make = (random, operation) => ({
  kind: "mutated",
  bytes: Buffer.concat([random.mutated(get(random, operation)), Buffer.from("\r\n\r\n"), LAST]),
  whole: false,
  unknown: true,
});

const KINDS: readonly Make[] = [
  ...[oddParameters, oddParameters, oddParameters, oddParameters],
  ...[oddHeight, twice, oddVerb, oddBody, oddBody, oddHeaders],
  ...[oddFrame, noise, pipelined, mutated],
];
