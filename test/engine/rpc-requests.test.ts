import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startEmbedded } from "../../src/engine/embedded/node.js";
import {
  newHome,
  nodeForTest,
  removeHome,
  startNode,
  type TestNode,
  utf8,
} from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

let node: TestNode;
let hash: Buffer;
let height: string;

beforeAll(async () => {
  node = await startNode({ instant: true, blockTimeMs: 30 });
  const { found } = await node.backend.mempool.addAndWait(utf8("color=red"));
  height = String(found?.height);
  const answer = await post({ id: 1, method: "block", params: { height } });
  hash = Buffer.from(answer.json.result.block_id.hash, "hex");
});

afterAll(async () => {
  await node.stop();
  removeHome(node.home);
});

async function fetched(path: string, init: RequestInit = {}) {
  const response = await fetch(`${node.url}${path}`, init);
  const text = await response.text();
  const json = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

const post = (body: unknown, path = "/") =>
  fetched(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

const errorOf = async (method: string, params?: unknown) =>
  (await post({ jsonrpc: "2.0", id: 1, method, params })).json.error;

const resultOf = async (method: string, params?: unknown) =>
  (await post({ jsonrpc: "2.0", id: 1, method, params })).json.result;

describe("requests in a body", () => {
  it("take heights as texts, numbers and by position, and ignore unknown parameters", async () => {
    const wanted = await resultOf("header", { height });
    expect(wanted.header.height).toBe(height);
    expect(await resultOf("header", { height: Number(height) })).toEqual(wanted);
    expect(await resultOf("header", [height])).toEqual(wanted);
    expect(await resultOf("header", { height, nonsense: 1 })).toEqual(wanted);
  });

  it("take hashes as base64 and hex in all three methods", async () => {
    const tx = await resultOf("tx_search", { query: `tx.height=${height}` });
    for (const form of [
      hash.toString("base64"),
      hash.toString("hex"),
      `0x${hash.toString("hex")}`,
    ]) {
      expect((await resultOf("block_by_hash", { hash: form })).block.header.height).toBe(height);
      expect((await resultOf("header_by_hash", { hash: form })).header.height).toBe(height);
    }
    const txHash = Buffer.from(tx.txs[0].hash, "hex");
    for (const form of [txHash.toString("base64"), txHash.toString("hex")]) {
      expect((await resultOf("tx", { hash: form })).height).toBe(height);
    }
  });

  it.each([
    ["nonsense", {}, -32601],
    ["", {}, -32601],
    ["subscribe", { query: "tm.event='Tx'" }, -32601],
    ["block", { height: "abc" }, -32602],
    ["block", { height: true }, -32602],
    ["block", { height: 1.5 }, -32602],
    ["block", { height: "99999999999999999999" }, -32602],
    ["block", ["1", "x"], -32602],
    ["block", "text", -32602],
    ["tx", {}, -32602],
    ["tx", { hash: "***" }, -32602],
    ["tx", { hash: 5 }, -32602],
    ["tx_search", {}, -32602],
    ["tx_search", { query: "tx.height=1", prove: "true" }, -32602],
    ["broadcast_tx_sync", {}, -32602],
    ["broadcast_tx_sync", { tx: "***" }, -32602],
    ["abci_query", { path: "/kv", data: "xyz" }, -32602],
    ["block", { height: "99999999" }, -32603],
    ["block", { height: "0" }, -32603],
    ["block", { height: "-3" }, -32603],
    ["tx", { hash: "AAAA" }, -32603],
    ["tx_search", { query: "nonsense" }, -32603],
    ["tx_search", { query: "x".repeat(513) }, -32603],
    ["tx_search", { query: "tx.height=1", page: "9" }, -32603],
    ["tx_search", { query: "tx.height=1", order_by: "sideways" }, -32603],
    ["validators", { page: "5" }, -32603],
    ["blockchain", { minHeight: "5", maxHeight: "2" }, -32603],
    ["genesis_chunked", { chunk: "7" }, -32603],
  ])("are refused: %s %j is %i", async (method, params, code) => {
    const answer = await post({ jsonrpc: "2.0", id: 7, method, params });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ jsonrpc: "2.0", id: 7, error: { code } });
    expect(answer.headers.get("cache-control")).toBeNull();
  });

  it("word their errors as CometBFT does", async () => {
    expect(await errorOf("block", { height: "0" })).toEqual({
      code: -32603,
      message: "Internal error",
      data: "height must be greater than 0, but got 0",
    });
    expect((await errorOf("tx_search", { query: "" })).data).toBe("offset 0: EOF");
    expect((await errorOf("tx_search", { query: "tx.height=1", page: "9" })).data).toBe(
      "page should be within [1, 1] range, given 9",
    );
    expect(await errorOf("nonsense")).toEqual({ code: -32601, message: "Method not found" });
    const tx = Buffer.from("twice=1").toString("base64");
    await resultOf("broadcast_tx_sync", { tx });
    expect(await errorOf("broadcast_tx_sync", { tx })).toEqual({
      code: -32603,
      message: "Internal error",
      data: "tx already exists in cache",
    });
  });

  it.each(["{bad", '"text"', "5", '{"id":{},"method":"health"}'])(
    "that are no requests answer 500: %s",
    async (body) => {
      const answer = await post(body);
      expect(answer.status).toBe(500);
      expect(answer.json).toMatchObject({ error: { code: -32700 } });
      expect("id" in answer.json).toBe(false);
    },
  );

  it("have ids of any form; without one there is no answer", async () => {
    expect((await post({ id: "abc", method: "health" })).json.id).toBe("abc");
    expect((await post({ id: 1.5, method: "health" })).json.id).toBe(1);
    for (const body of [{ method: "health" }, { id: null, method: "health" }]) {
      expect(await post(body)).toMatchObject({ status: 200, text: "" });
    }
  });

  it("above one million bytes are refused, and only there", async () => {
    const pad = (size: number) => JSON.stringify({ id: 1, method: "health" }).padEnd(size);
    expect((await post(pad(1_000_000))).status).toBe(200);
    expect((await post(pad(1_000_001))).status).toBe(400);
  });

  it("to another path are 404", async () => {
    const answer = await post({ id: 1, method: "health" }, "/nonsense");
    expect(answer).toMatchObject({ status: 404, text: "404 page not found\n" });
  });
});

describe("batches", () => {
  const health = (id: number) => ({ jsonrpc: "2.0", id, method: "health", params: {} });

  it("of up to one hundred requests are answered in order, as a list", async () => {
    const ids = Array.from({ length: 100 }, (_, index) => index);
    const { json } = await post(ids.map(health));
    expect(json.map((answer: { id: number }) => answer.id)).toEqual(ids);
    expect((await post([health(5)])).json).toEqual([{ jsonrpc: "2.0", id: 5, result: {} }]);
  });

  it("answer every request, also those that fail", async () => {
    const { json } = await post([health(1), { id: 2, method: "nonsense" }, 5, health(3)]);
    expect(json).toMatchObject([
      { id: 1, result: {} },
      { id: 2, error: { code: -32601 } },
      { error: { code: -32700 } },
      { id: 3, result: {} },
    ]);
  });

  it("above one hundred are refused as a whole; empty ones have no answer", async () => {
    const many = await post(Array.from({ length: 101 }, (_, index) => health(index)));
    expect(many.status).toBe(200);
    expect(many.json).toMatchObject({ error: { code: -32600 } });
    expect((await post([])).text).toBe("");
  });
});

describe("requests in a URL", () => {
  it("take quoted and bare numbers, quoted texts and 0x bytes", async () => {
    const wanted = await resultOf("header", { height });
    expect((await fetched(`/header?height=${height}`)).json).toEqual({
      jsonrpc: "2.0",
      id: -1,
      result: wanted,
    });
    expect((await fetched(`/header?height="${height}"`)).json.result).toEqual(wanted);
    const byHash = await fetched(`/block_by_hash?hash=0x${hash.toString("hex")}`);
    expect(byHash.json.result.block.header.height).toBe(height);
    const query = await fetched(
      `/abci_query?path="/kv"&data=0x${Buffer.from("color").toString("hex")}`,
    );
    expect(Buffer.from(query.json.result.response.value, "base64").toString()).toBe("red");
    const search = await fetched(`/tx_search?query="tx.height=${height}"&per_page=1&prove=true`);
    expect(search.json.result.total_count).toBe("1");
    const sent = await fetched(`/broadcast_tx_sync?tx="url=1"`);
    expect(sent.json.result.code).toBe(0);
    expect((await fetched(`/status`, { method: "PUT" })).json.id).toBe(-1);
  });

  it.each([
    ["/block?height=abc", -32602],
    ["/block?height=99999999", -32603],
    ["/block?height=0", -32603],
    ["/tx?hash=0x00", -32603],
    ["/tx?hash=0xZZ", -32602],
    ["/tx?hash=001121C9405052970CC607A68D66F0E57A518C73E53611E30342F888F7008620", -32602],
    ["/tx_search?query=tx.height=162", -32602],
    ['/tx_search?query="unterminated', -32602],
    ["/tx", -32602],
  ])("are refused with HTTP 500: %s is %i", async (path, code) => {
    const answer = await fetched(path);
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({ id: -1, error: { code } });
    expect(answer.headers.get("cache-control")).toBeNull();
  });

  it("to unknown paths and socket methods are 404, to the root a page of links", async () => {
    expect((await fetched("/nonsense")).status).toBe(404);
    expect((await fetched("/subscribe")).status).toBe(404);
    const root = await fetched("/");
    expect(root.headers.get("content-type")).toBe("text/html");
    expect(root.text).toContain("/abci_query?path=_&data=_&height=_&prove=_");
  });
});

describe("headers", () => {
  it("let proxies keep what never changes, and nothing else", async () => {
    const cached = "public, max-age=86400";
    const kept = await fetched(`/block?height=${height}`);
    expect(kept.headers.get("cache-control")).toBe(cached);
    expect((await fetched("/block")).headers.get("cache-control")).toBeNull();
    expect((await fetched("/genesis")).headers.get("cache-control")).toBe(cached);
    const one = { id: 1, method: "header", params: { height } };
    expect((await post(one)).headers.get("cache-control")).toBe(cached);
    const mixed = await post([one, { id: 2, method: "health" }]);
    expect(mixed.headers.get("cache-control")).toBeNull();
  });

  it("let no pages of other origins ask, unless they are named", async () => {
    const origin = "https://app.example.com";
    const allowed = async (corsOrigins: readonly string[], asked = origin) => {
      const other = await nodeForTest({ rpc: { corsOrigins } });
      const { headers } = await fetch(`${other.url}/health`, { headers: { origin: asked } });
      return headers.get("access-control-allow-origin");
    };
    const { headers } = await fetched("/health", { headers: { origin } });
    expect([...headers.keys()].filter((name) => name.startsWith("access-"))).toEqual([]);
    expect(await allowed(["*"])).toBe("*");
    expect(await allowed([origin])).toBe(origin);
    expect(await allowed(["https://*.example.com"])).toBe(origin);
    expect(await allowed(["https://*.example.com"], "https://example.com")).toBeNull();
    expect(await allowed(["https://app.example.com.evil.org"])).toBeNull();
  });
});

describe("the WebSocket", () => {
  it("answers every method, refuses garbage and goes on", async () => {
    const frames = await exchange([
      { id: 1, method: "health" },
      "{bad",
      { id: 2, method: "nonsense" },
      { id: 3, method: "subscribe", params: { query: "nonsense" } },
      { id: 4, method: "unsubscribe", params: { query: "tm.event='Vote'" } },
      { id: 5, method: "unsubscribe_all" },
      { id: 6, method: "subscribe", params: { query: "tm.event='Vote'" } },
      { id: 7, method: "subscribe", params: { query: "tm.event='Vote'" } },
      { id: 8, method: "unsubscribe_all" },
    ]);
    expect(frames).toMatchObject([
      { id: 1, result: {} },
      { error: { code: -32700 } },
      { id: 2, error: { code: -32601 } },
      { id: 3, error: { data: "failed to parse query: offset 8: EOF" } },
      { id: 4, error: { data: "subscription not found" } },
      { id: 5, error: { data: "subscription not found" } },
      { id: 6, result: {} },
      { id: 7, error: { data: "already subscribed" } },
      { id: 8, result: {} },
    ]);
  });

  it("is only at its path", async () => {
    const socket = new WebSocket(`${node.url.replace("http", "ws")}/elsewhere`);
    const error = await new Promise<Error>((resolve) => socket.on("error", resolve));
    expect(error.message).toContain("404");
  });
});

describe("garbage", () => {
  it("on the port does not hurt", async () => {
    for (const bytes of [
      "\0\0\0\0",
      "GET / HTTP/9\r\n\r\n",
      "POST / HTTP/1.1\r\ncontent-length: -5\r\n\r\n",
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(node.url).port), "127.0.0.1", () =>
          socket.end(bytes),
        );
        socket
          .on("close", () => resolve())
          .on("error", () => undefined)
          .resume();
      });
    }
    await new Promise<void>((resolve) => {
      const req = request(node.url, { method: "POST", headers: { "content-length": 100 } });
      req.on("error", () => resolve());
      req.write("{", () => req.destroy());
    });
    expect((await fetched("//[bad")).status).toBeGreaterThanOrEqual(400);
    expect(await resultOf("health")).toEqual({});
  });
});

describe("a port that is taken", () => {
  it("fails with an error that names it", async () => {
    const home = newHome();
    const { port } = new URL(node.url);
    const start = startEmbedded({ home, app: new KvApp(), rpcListen: `tcp://127.0.0.1:${port}` });
    await expect(start).rejects.toThrow(`cannot listen on 127.0.0.1:${port}: the port is taken`);
    removeHome(home);
  });
});

/** The answers to frames that are sent at once. */
async function exchange(frames: readonly unknown[]): Promise<readonly unknown[]> {
  const socket = new WebSocket(`${node.url.replace("http", "ws")}/websocket`);
  await new Promise((resolve) => socket.on("open", resolve));
  const answers: unknown[] = [];
  const done = new Promise<void>((resolve) => {
    socket.on("message", (data) => {
      if (answers.push(JSON.parse(String(data))) === frames.length) resolve();
    });
  });
  for (const frame of frames) {
    socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }
  await done;
  socket.close();
  return answers;
}
