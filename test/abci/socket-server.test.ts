import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../src/abci/application.js";
import { frameHead } from "../../src/abci/frames.js";
import { silent } from "../../src/abci/logger.js";
import { type AbciServer, startAbciServer } from "../../src/abci/socket-server.js";
import {
  RequestEcho,
  RequestFinalizeBlock,
  RequestInfo,
  RequestQuery,
  ResponseQuery,
} from "../../src/gen/tendermint/abci.js";
import { StoreFault } from "../../src/store/contract.js";
import { AbciClient, requestFrame } from "../support/abci-client.js";
import { KvApp } from "../support/kv-app.js";

let app: KvApp;
let server: AbciServer;
let fatal: Error[];
let warnings: string[];
let clients: AbciClient[];

beforeEach(async () => {
  [app, fatal, warnings, clients] = [new KvApp(), [], [], []];
  server = await start();
});

afterEach(async () => {
  for (const { socket } of clients) socket.destroy();
  await server.close();
});

function start(listen = "tcp://127.0.0.1:0", maxFrameBytes = 1_000_000): Promise<AbciServer> {
  return startAbciServer({
    app,
    listen,
    maxFrameBytes,
    logger: { ...silent, warn: (_, facts) => warnings.push(String(facts?.reason ?? facts?.most)) },
    onFatal: (error) => fatal.push(error),
  });
}

async function client(address = server.address): Promise<AbciClient> {
  const made = await AbciClient.connect(address);
  clients.push(made);
  return made;
}

const echo = (message: string) => ({ echo: RequestEcho.create({ message }) });
const checkTx = (text: string) => ({ checkTx: { tx: Buffer.from(text), type: 0 } });
const finalize = (height: bigint, ...txs: string[]) => ({
  finalizeBlock: RequestFinalizeBlock.create({ height, txs: txs.map((tx) => Buffer.from(tx)) }),
});

/** The node still answers a new connection. */
async function stillServes(): Promise<void> {
  const response = await (await client()).ask(echo("still here"));
  expect(response.echo?.message).toBe("still here");
  expect(fatal).toEqual([]);
}

describe("the ABCI server", () => {
  it("answers many requests of one packet in their order, then the flush", async () => {
    const one = await client();
    const texts = Array.from({ length: 3_000 }, (_, index) => `m${index}`);
    const frames = [...texts.map((text) => requestFrame(echo(text))), requestFrame({ flush: {} })];
    one.write(Buffer.concat(frames));
    const responses = await one.received(3_001);
    expect(responses.slice(0, -1).map((r) => r.echo?.message)).toEqual(texts);
    expect(responses.at(-1)?.flush).toEqual({});
  });

  it("answers a request that comes byte by byte", async () => {
    const one = await client();
    for (const byte of requestFrame(echo("slow"))) {
      one.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await one.received(1))[0]?.echo?.message).toBe("slow");
  });

  it("runs one call at a time: others wait while a commit waits for the disk", async () => {
    const [consensus, mempool] = [await client(), await client()];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const commit = app.commit.bind(app);
    app.commit = async () => {
      await held;
      return commit();
    };
    await consensus.ask(finalize(1n, "a=1"));
    consensus.write(requestFrame({ commit: {} }));
    await consensus.received(1);
    mempool.write(requestFrame(checkTx("b=2")));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([app.checks, consensus.responses.length, mempool.responses.length]).toEqual([0, 1, 0]);
    release();
    await consensus.received(2);
    expect((await mempool.received(1))[0]?.checkTx?.code).toBe(0);
    const info = await mempool.ask({ info: RequestInfo.create({}) });
    expect(info.info?.lastBlockHeight).toBe(1n);
  });

  it("serves other connections while one floods it", async () => {
    const [flood, other] = [await client(), await client()];
    const check = app.checkTx.bind(app);
    app.checkTx = (request) => {
      const end = performance.now() + 2;
      while (performance.now() < end);
      return check(request);
    };
    const frames = Array.from({ length: 500 }, (_, at) => requestFrame(checkTx(`a=${at}`)));
    flood.write(Buffer.concat(frames));
    await flood.received(1);
    await other.ask(echo("between"));
    expect(flood.responses.length).toBeLessThan(400);
    const codes = (await flood.received(500)).map((response) => response.checkTx?.code);
    expect(codes.every((code) => code === 0)).toBe(true);
  });

  it("holds back an engine that does not read, and then gives it everything", async () => {
    const one = await client();
    const value = Buffer.alloc(100_000, 1);
    let served = 0;
    app.query = () => {
      served += 1;
      return ResponseQuery.create({ value });
    };
    one.socket.pause();
    const query = requestFrame({ query: RequestQuery.create({ path: "/kv" }) });
    for (let count = 0; count < 1_000; count++) one.write(query);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(served).toBeLessThan(1_000);
    one.socket.resume();
    const responses = await one.received(1_000);
    expect(responses.every((r) => r.query?.value.length === value.length)).toBe(true);
  });

  it("keeps the order of a connection whose queries are answered later, and holds nobody else", async () => {
    const [one, other] = [await client(), await client()];
    const waiting: (() => void)[] = [];
    answersLater(
      ({ path }) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(ResponseQuery.create({ log: path })));
        }),
    );
    const query = (path: string) => requestFrame({ query: RequestQuery.create({ path }) });
    one.write(Buffer.concat([query("a"), requestFrame(echo("b")), query("c")]));
    await until(() => waiting.length === 1);
    expect((await other.ask(checkTx("a=1"))).checkTx?.code).toBe(0);
    expect(one.responses).toEqual([]);
    waiting[0]?.();
    await until(() => waiting.length === 2);
    waiting[1]?.();
    const [a, b, c] = await one.received(3);
    expect([a?.query?.log, b?.echo?.message, c?.query?.log]).toEqual(["a", "b", "c"]);
  });

  it("fails a query that is refused later as one that is refused at once", async () => {
    answersLater(() => Promise.reject(new Error("a bug")));
    const one = await client();
    const response = await one.ask({ query: RequestQuery.create({ path: "/x" }) });
    expect(response.exception?.error).toBe("a bug");
    await one.ended();
    await stillServes();
  });

  it("is closed only after a query that is answered later has read the state", async () => {
    const one = await client();
    let read = false;
    answersLater(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      read = true;
      return ResponseQuery.create({});
    });
    one.write(requestFrame({ query: RequestQuery.create({ path: "/x" }) }));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await server.close();
    expect(read).toBe(true);
    server = await start();
  });

  it("refuses more connections than engines have, and serves again when some have ended", async () => {
    const many = await Promise.all(Array.from({ length: 64 }, () => client()));
    const one = await client();
    await one.ended();
    expect(warnings).toHaveLength(1);
    for (const { socket } of many) socket.destroy();
    await Promise.all(many.map((each) => each.ended()));
    await stillServes();
  });

  it("is closed although a peer whose frame was bad reads nothing of what was written", async () => {
    const one = await client();
    app.query = () => ResponseQuery.create({ value: Buffer.alloc(8_000_000, 1) });
    one.socket.pause();
    const query = requestFrame({ query: RequestQuery.create({ path: "/x" }) });
    one.write(Buffer.concat([query, Buffer.alloc(30, 0xff)]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.close();
    server = await start();
  });

  it.each([{ insertTx: { tx: Buffer.from("a=1") } }, { reapTxs: { maxBytes: 1n, maxGas: 1n } }])(
    "tells an engine that wants a mempool of it what to set, and goes on",
    async (request) => {
      const one = await client();
      expect((await one.ask(request)).exception?.error).toContain("mempool.type");
      await one.ended();
      await stillServes();
    },
  );

  it.each([
    ["a frame that is no request", Buffer.concat([frameHead(3), Buffer.from([0xff, 0xff, 0xff])])],
    ["a length that does not end", Buffer.alloc(30, 0xff)],
    ["a frame beyond the limit", frameHead(1_000_001)],
    ["a request that asks nothing", frameHead(0)],
    [
      "the greeting of a browser",
      Buffer.from(`GET / HTTP/1.1\r\n${"Accept: text/html\r\n".repeat(9)}`),
    ],
  ])("closes a connection that sends %s, and goes on", async (_, bytes) => {
    const one = await client();
    one.write(Buffer.concat([requestFrame(echo("before")), bytes, requestFrame(echo("after"))]));
    await one.ended();
    const [before, ...rest] = one.responses;
    expect(before?.echo?.message).toBe("before");
    expect(rest.map((r) => r.exception !== undefined)).toEqual([true]);
    expect(warnings).toHaveLength(1);
    await stillServes();
  });

  it("notes a connection that ends within a frame, and goes on", async () => {
    const one = await client();
    one.socket.end(requestFrame(echo("cut")).subarray(0, 3));
    await one.ended();
    expect(warnings).toEqual(["the connection ended within a frame"]);
    await stillServes();
  });

  it("survives connections that are reset", async () => {
    for (let count = 0; count < 5; count++) {
      const one = await client();
      one.write(requestFrame(echo("x")));
      one.socket.resetAndDestroy();
    }
    await stillServes();
  });

  it("fails one request alone when a query throws", async () => {
    app.query = () => {
      throw new Error("a bug");
    };
    const one = await client();
    const response = await one.ask({ query: RequestQuery.create({ path: "/x" }) });
    expect(response.exception?.error).toBe("a bug");
    await one.ended();
    await stillServes();
  });
});

/** Lets queries be answered later, as those of an older height are. */
function answersLater(query: (request: RequestQuery) => Promise<ResponseQuery>): void {
  const later: Pick<Application, "query"> = app;
  later.query = query;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("a failure that the node must not survive", () => {
  it.each([
    ["an error in a block", () => failing("finalizeBlock", new Error("a bug")), finalize(1n)],
    ["a sick store in a query", () => failing("query", new StoreFault("torn")), query()],
    ["an error in a commit", () => failing("commit", new Error("disk")), { commit: {} }],
  ])("is told to the engine and to the owner once: %s", async (_, arrange, request) => {
    arrange();
    const [one, other] = [await client(), await client()];
    const response = await one.ask(request);
    expect(response.exception?.error).toMatch(/a bug|torn|disk/);
    await one.ended();
    expect(fatal).toHaveLength(1);
    other.write(requestFrame(checkTx("a=1")));
    await other.ended();
    expect(app.checks).toBe(0);
    expect(fatal).toHaveLength(1);
  });

  function query() {
    return { query: RequestQuery.create({ path: "/kv" }) };
  }

  function failing(method: "finalizeBlock" | "query" | "commit", error: Error): void {
    app[method] = () => {
      throw error;
    };
  }
});

describe("the address of the ABCI server", () => {
  it("names a taken port", async () => {
    await expect(start(server.address)).rejects.toThrow(
      `cannot listen on ${server.address}: the port is taken`,
    );
  });

  it("is refused when it is none", async () => {
    await expect(start("http//x")).rejects.toThrow("not an address of a socket: http//x");
  });

  it("may be a file, also one that a killed node left behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "abci-"));
    const path = join(folder, "abci.sock");
    await leaveSocket(path);
    const unix = await start(`unix://${path}`);
    expect((await (await client(unix.address)).ask(echo("u"))).echo?.message).toBe("u");
    await expect(start(`unix://${path}`)).rejects.toThrow("another process listens there");
    await unix.close();
    writeFileSync(join(folder, "file"), "keep");
    await expect(start(`unix://${join(folder, "file")}`)).rejects.toThrow("cannot listen");
    expect(existsSync(join(folder, "file"))).toBe(true);
    rmSync(folder, { recursive: true });
  });

  /** Leaves a socket file that nobody listens on, as a kill does. */
  async function leaveSocket(path: string): Promise<void> {
    const { spawnSync } = await import("node:child_process");
    const script = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
    spawnSync(process.execPath, ["-e", script]);
    expect(existsSync(path)).toBe(true);
  }
});

describe("closing the ABCI server", () => {
  it("lets a commit end and answers it", async () => {
    const one = await client();
    const commit = app.commit.bind(app);
    app.commit = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return commit();
    };
    await one.ask(finalize(1n, "a=1"));
    one.write(requestFrame({ commit: {} }));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await server.close();
    await one.ended();
    expect(one.responses.at(-1)?.commit).toBeDefined();
    expect(app.info().lastBlockHeight).toBe(1n);
    await expect(client()).rejects.toThrow();
  });
});
