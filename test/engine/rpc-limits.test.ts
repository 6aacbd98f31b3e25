import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { nodeForTest, type TestNode, utf8 } from "../support/embedded.js";

const socketUrl = ({ url }: TestNode) => `${url.replace("http", "ws")}/websocket`;

/** A connection, and all that came over it so far. */
async function tcp({ url }: TestNode): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return { socket, heard: () => text };
}

/** A WebSocket with the frames it got. */
async function opened(node: TestNode, options: { readonly autoPong?: boolean } = {}) {
  const socket = new WebSocket(socketUrl(node), options);
  // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
  const frames: any[] = [];
  socket.on("message", (data) => frames.push(JSON.parse(String(data))));
  socket.on("error", () => undefined);
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  return { socket, frames };
}

async function answered(
  { socket, frames }: Awaited<ReturnType<typeof opened>>,
  method: string,
  params: object,
) {
  const before = frames.length;
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: before, method, params }));
  while (frames.length === before) await sleep(5);
  return frames[before];
}

const subscribe = (client: Awaited<ReturnType<typeof opened>>, query: string) =>
  answered(client, "subscribe", { query });

const alive = async ({ url }: TestNode) => (await fetch(`${url}/health`)).status === 200;

describe("a body", () => {
  it("that is too large is refused before it was read, with an answer", async () => {
    const node = await nodeForTest();
    const { socket, heard } = await tcp(node);
    socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900000000\r\n\r\n{");
    await once(socket, "close");
    expect(heard()).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":-32600/);
    expect(await alive(node)).toBe(true);
  });

  it("in chunks is refused as soon as it is too large", async () => {
    const node = await nodeForTest({ rpc: { maxBodyBytes: 10_000 } });
    const { socket, heard } = await tcp(node);
    socket.write("POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
    for (let sent = 0; sent < 12 && heard() === ""; sent += 1) {
      socket.write(`400\r\n${" ".repeat(1024)}\r\n`);
      await sleep(2);
    }
    await once(socket, "close");
    expect(heard()).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    ["deep lists", "[".repeat(400_000)],
    [
      "deep objects",
      `{"id":1,"method":"x","params":${'{"a":'.repeat(90_000)}1${"}".repeat(90_001)}`,
    ],
    [
      "a deep height",
      `{"id":1,"method":"block","params":{"height":${"[".repeat(90_000)}${"]".repeat(90_000)}}}`,
    ],
    ["a deep id", `{"id":${"[".repeat(90_000)}${"]".repeat(90_000)},"method":"health"}`],
    [
      "a key of the prototype",
      '{"id":1,"method":"__proto__","params":{"__proto__":{"height":"1"}}}',
    ],
    ["an odd number", '{"id":1,"method":"block","params":{"height":1e400}}'],
  ])("with %s gets an error", async (_, body) => {
    const node = await nodeForTest();
    const response = await fetch(node.url, { method: "POST", body });
    expect(await response.json()).toMatchObject({ error: { code: expect.any(Number) } });
    expect(await alive(node)).toBe(true);
  });

  it("that is no UTF-8 gets an error or is read with replacements", async () => {
    const node = await nodeForTest();
    const post = async (bytes: Uint8Array) =>
      (await fetch(node.url, { method: "POST", body: Buffer.from(bytes) })).json();
    expect(await post(Uint8Array.of(0xff, 0xfe, 0x80))).toMatchObject({ error: { code: -32700 } });
    const inText = Buffer.concat([
      Buffer.from('{"id":1,"method":"tx_search","params":{"query":"a.b=\''),
      Uint8Array.of(0xff),
      Buffer.from("'\"}}"),
    ]);
    expect(await post(inText)).toMatchObject({ result: { txs: [], total_count: "0" } });
  });
});

describe("a batch", () => {
  it("has answers up to a size, and errors for the rest", async () => {
    const node = await nodeForTest({ rpc: { maxBatchAnswerBytes: 2_000 } });
    const body = JSON.stringify(
      Array.from({ length: 50 }, (_, id) => ({ jsonrpc: "2.0", id, method: "status" })),
    );
    const response = await fetch(node.url, { method: "POST", body });
    const answers = (await response.json()) as { id: number; result?: object; error?: object }[];
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, id) => id));
    expect(answers[0]?.result).toBeDefined();
    expect(answers[49]?.error).toMatchObject({ code: -32603 });
    expect(answers.filter(({ result }) => result !== undefined).length).toBeLessThan(5);
  });
});

describe("a connection", () => {
  it("that sends its headers too slowly is closed", async () => {
    const node = await nodeForTest({ rpc: { headersMs: 200, requestMs: 400 } });
    const { socket, heard } = await tcp(node);
    socket.write("POST / HTTP/1.1\r\n");
    const drip = setInterval(() => socket.write("x-slow: 1\r\n"), 50);
    await once(socket, "close");
    clearInterval(drip);
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("that sends its body too slowly is closed", async () => {
    const node = await nodeForTest({ rpc: { headersMs: 200, requestMs: 400 } });
    const { socket } = await tcp(node);
    socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\n");
    const drip = setInterval(() => socket.write(" "), 50);
    await once(socket, "close");
    clearInterval(drip);
  });

  it("that sends nothing is closed", async () => {
    const node = await nodeForTest({ rpc: { idleMs: 200 } });
    const { socket } = await tcp(node);
    await once(socket, "close");
  });

  it("with headers too large is answered 431", async () => {
    const node = await nodeForTest({ rpc: { maxHeaderBytes: 8_192 } });
    const { socket, heard } = await tcp(node);
    socket.write(`GET /health HTTP/1.1\r\nhost: x\r\nx-long: ${"a".repeat(10_000)}\r\n\r\n`);
    await once(socket, "close");
    expect(heard()).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("carries a transaction of 40 kilobytes in its URL", async () => {
    const node = await nodeForTest({ instant: true });
    const tx = Buffer.from(`long=${"a".repeat(40_000)}`).toString("hex");
    const response = await fetch(`${node.url}/broadcast_tx_sync?tx=0x${tx}`);
    expect(await response.json()).toMatchObject({ result: { code: 0 } });
  });

  it("above the most is closed, and there is room again when one ends", async () => {
    const node = await nodeForTest({ rpc: { maxConnections: 2 } });
    const [first, , third] = [await tcp(node), await tcp(node), await tcp(node)];
    await once(third.socket, "close");
    first.socket.destroy();
    await sleep(50);
    const again = await tcp(node);
    again.socket.write("GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    await once(again.socket, "close");
    expect(again.heard()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("that breaks off in the middle of a handshake does not hurt", async () => {
    const node = await nodeForTest();
    for (const path of ["/websocket", "/elsewhere"]) {
      for (let round = 0; round < 20; round += 1) {
        const { socket } = await tcp(node);
        socket.write(
          `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
            "sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        );
        socket.resetAndDestroy();
      }
    }
    expect(await alive(node)).toBe(true);
  });
});

describe("subscriptions", () => {
  it("are at most five of a client, and of one hundred clients", async () => {
    const node = await nodeForTest({ rpc: { maxClients: 2 } });
    const clients = [await opened(node), await opened(node), await opened(node)] as const;
    for (let n = 0; n < 5; n += 1) {
      expect(await subscribe(clients[0], `tm.event='Vote' AND a.b=${n}`)).toMatchObject({
        result: {},
      });
    }
    const sixth = await subscribe(clients[0], "tm.event='Vote'");
    expect(sixth.error.data).toBe("max_subscriptions_per_client 5 reached");
    expect(await subscribe(clients[1], "tm.event='Vote'")).toMatchObject({ result: {} });
    const third = await subscribe(clients[2], "tm.event='Vote'");
    expect(third.error.data).toBe("max_subscription_clients 2 reached");
    expect(await answered(clients[2], "health", {})).toMatchObject({ result: {} });
    expect(await answered(clients[1], "unsubscribe", { query: "tm.event='Vote'" })).toMatchObject({
      result: {},
    });
    expect(await subscribe(clients[2], "tm.event='Vote'")).toMatchObject({ result: {} });
  });

  it("of a client that has gone make room", async () => {
    const node = await nodeForTest({ rpc: { maxClients: 1 } });
    const first = await opened(node);
    await subscribe(first, "tm.event='Vote'");
    first.socket.close();
    await once(first.socket, "close");
    const second = await opened(node);
    expect(await subscribe(second, "tm.event='Vote'")).toMatchObject({ result: {} });
  });

  it("take no query above 512 bytes", async () => {
    const client = await opened(await nodeForTest());
    const query = (bytes: number) => `a.b='${"x".repeat(bytes - 6)}'`;
    expect(await subscribe(client, query(512))).toMatchObject({ result: {} });
    const long = await subscribe(client, query(513));
    expect(long.error.data).toBe("maximum query length exceeded");
  });

  it("are answered before their first event, which has their id", async () => {
    const node = await nodeForTest({ blockTimeMs: 1 });
    for (let round = 0; round < 20; round += 1) {
      const { socket, frames } = await opened(node);
      const query = "tm.event='NewBlockHeader'";
      socket.send(JSON.stringify({ id: "mine", method: "subscribe", params: { query } }));
      while (frames.length < 2) await sleep(1);
      expect(frames[0]).toEqual({ jsonrpc: "2.0", id: "mine", result: {} });
      expect(frames[1]).toMatchObject({ id: "mine", result: { query } });
      socket.terminate();
    }
  });

  it("of one happening reach every subscription that fits, each under its own query", async () => {
    const node = await nodeForTest({ instant: true });
    const client = await opened(node);
    const queries = ["tm.event='Tx'", "set.key='k' AND tm.event='Tx'", "tx.height > 0"];
    for (const query of queries) await subscribe(client, query);
    await subscribe(client, "set.key='other'");
    await node.backend.mempool.addAndWait(utf8("k=v"));
    while (client.frames.length < 7) await sleep(5);
    const events = client.frames.slice(4);
    expect(events.map(({ result }) => result.query)).toEqual(queries);
    expect(events.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(new Set(events.map(({ result }) => JSON.stringify(result.data))).size).toBe(1);
  });
});

describe("a client of the WebSocket", () => {
  it("that answers no ping is dropped, one that does stays", async () => {
    const node = await nodeForTest({ rpc: { pingMs: 100 } });
    const [deaf, well] = [await opened(node, { autoPong: false }), await opened(node)];
    await once(deaf.socket, "close");
    await sleep(250);
    expect(well.socket.readyState).toBe(WebSocket.OPEN);
  });

  it("that does not read is dropped, and others go on", async () => {
    const node = await nodeForTest({ instant: true, rpc: { maxBufferedBytes: 200_000 } });
    const [slow, well] = [await opened(node), await opened(node)];
    for (const client of [slow, well]) await subscribe(client, "tm.event='Tx'");
    slow.socket.pause();
    const gone = node.backend.mempool;
    for (let n = 0; n < 400; n += 1) {
      await gone.addAndWait(utf8(`k${n}=${"x".repeat(20_000)}`));
      if (well.frames.length > 5 && n > 250) break;
    }
    slow.socket.resume();
    await once(slow.socket, "close");
    expect(well.socket.readyState).toBe(WebSocket.OPEN);
    expect(await answered(well, "unsubscribe_all", {})).toBeDefined();
  });

  it("gets its socket closed for a frame too large or text that is no UTF-8", async () => {
    const node = await nodeForTest();
    const large = await opened(node);
    large.socket.send("x".repeat(1_000_001));
    expect((await once(large.socket, "close"))[0]).toBe(1009);
    const odd = await opened(node);
    odd.socket.send(Uint8Array.of(0xff, 0xff), { binary: false });
    expect((await once(odd.socket, "close"))[0]).toBe(1007);
    expect(await alive(node)).toBe(true);
  });

  it("sees its socket close when the node stops", async () => {
    const node = await nodeForTest();
    const { socket } = await opened(node);
    const closed = once(socket, "close");
    await node.stop();
    await closed;
  });

  it("may send thousands of requests at once; all are answered in order", async () => {
    const node = await nodeForTest();
    const { socket, frames } = await opened(node);
    const ids = Array.from({ length: 3_000 }, (_, id) => id);
    for (const id of ids) socket.send(JSON.stringify({ id, method: "health" }));
    while (frames.length < ids.length) await sleep(10);
    expect(frames.map(({ id }) => id)).toEqual(ids);
  });
});
