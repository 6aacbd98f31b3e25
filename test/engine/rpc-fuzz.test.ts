import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { removeHome, startNode, type TestNode } from "../support/embedded.js";
import { recordedRpc } from "../support/recorded-rpc.js";

let node: TestNode;

beforeAll(async () => {
  node = await startNode({ instant: true, blockTimeMs: 20, commitTimeoutMs: 200 });
});

afterAll(async () => {
  await node.stop();
  removeHome(node.home);
});

const METHODS = [
  ...new Set(recordedRpc.flatMap(({ request }) => /"method":"(\w+)"/.exec(request)?.[1] ?? [])),
];
const NAMES = ["height", "hash", "tx", "query", "page", "per_page", "order_by", "prove", "chunk"];
const MORE = ["path", "data", "limit", "minHeight", "maxHeight", "nonsense", "__proto__"];

const word = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "1",
    "-1",
    "0x",
    "0x00",
    '"1"',
    '"',
    "true",
    "null",
    "99999999999999999999",
  ),
  fc.constantFrom(
    "tx.height=1",
    "a.b='c' AND tx.height>0",
    "tm.event='Tx'",
    "a EXISTS",
    "a CONTAINS 'b",
  ),
  fc.string({ maxLength: 40, unit: "grapheme" }),
  fc.string({ maxLength: 40, unit: "binary" }),
);
const value = fc.oneof(
  word,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 3 }),
);
const params = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES, ...MORE), value, { maxKeys: 5 }),
  fc.array(value, { maxLength: 5 }),
  value,
);
const method = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...METHODS) }, word);
const request = fc.record(
  { jsonrpc: value, id: fc.oneof(fc.integer(), value), method: fc.oneof(method, value), params },
  { requiredKeys: ["id", "method"] },
);
/** A body: a request, a batch, either of them cut off or with a byte changed, or anything. */
const body = fc.oneof(
  request.map((one) => JSON.stringify(one)),
  fc.array(request, { maxLength: 6 }).map((all) => JSON.stringify(all)),
  fc.tuple(request, fc.nat()).map(([one, at]) => {
    const text = JSON.stringify(one);
    return text.slice(0, at % (text.length + 1));
  }),
  fc.string({ maxLength: 60, unit: "binary" }),
);

it("every body is answered, and none stops the node", async () => {
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const response = await fetch(node.url, { method: "POST", body: text });
      expect([200, 500]).toContain(response.status);
      const found = await response.text();
      if (found === "" || found.startsWith("<html>")) return;
      // A 500 is for bodies that are no requests alone.
      const answers = [JSON.parse(found)].flat();
      if (response.status === 500) expect(answers[0].error.code).toBe(-32700);
      for (const one of answers)
        expect(["result", "error"].filter((name) => name in one)).toHaveLength(1);
    }),
    { numRuns: 600 },
  );
  await stillAlive();
}, 120_000);

it("every URL is answered, and none stops the node", async () => {
  const query = fc.array(fc.tuple(fc.constantFrom(...NAMES, ...MORE), word), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(method, query, async (name, pairs) => {
      const search = pairs.map(([key, text]) => `${key}=${encodeURIComponent(wellFormed(text))}`);
      const path = encodeURIComponent(wellFormed(name));
      const response = await fetch(`${node.url}/${path}?${search.join("&")}`);
      expect([200, 404, 500]).toContain(response.status);
      await response.text();
    }),
    { numRuns: 300 },
  );
  await stillAlive();
}, 120_000);

it("every frame of a WebSocket is answered in turn, and none stops the node", async () => {
  const socket = new WebSocket(`${node.url.replace("http", "ws")}/websocket`);
  await new Promise((resolve) => socket.on("open", resolve));
  const pongs: string[] = [];
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data));
    if (typeof frame.id === "string" && frame.id.startsWith("end ")) pongs.push(frame.id);
  });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 8 }), async (frames) => {
      for (const frame of frames) socket.send(wellFormed(frame));
      round += 1;
      const id = `end ${round}`;
      socket.send(JSON.stringify({ id, method: "health" }));
      const late = Date.now() + 20_000;
      while (pongs.at(-1) !== id) {
        if (Date.now() > late) throw new Error("no answer came");
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }),
    { numRuns: 60 },
  );
  socket.close();
  await stillAlive();
}, 120_000);

/** Half pairs of surrogates cannot be sent. */
const wellFormed = (text: string) => Buffer.from(text, "utf8").toString("utf8");

async function stillAlive(): Promise<void> {
  const before = node.backend.chain.height;
  while (node.backend.chain.height === before) await new Promise((done) => setTimeout(done, 10));
  expect((await fetch(`${node.url}/health`)).status).toBe(200);
}
