import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { listenAt } from "../../src/gateway/listen-address.js";
import { RateGate } from "../../src/gateway/rate-limit.js";
import { httpRpc } from "../../src/gateway/rpc-client.js";
import { buildServer, type GatewayConfig } from "../../src/gateway/server.js";
import { type EngineState, engineStub } from "../support/engine-stub.js";
import { client } from "../support/gateway-world.js";
import { talk } from "../support/raw-http.js";

const HEAD = "Host: localhost\r\n";

/** A gateway over an engine that tells what a test wants. */
async function gateway(state: Partial<EngineState> = {}, config: Partial<GatewayConfig> = {}) {
  const now = new Date().toISOString();
  const engine = await engineStub({
    ...{ height: "5", catchingUp: false, time: now, delayMs: 0 },
    ...state,
  });
  const server = buildServer(
    {
      queries: [],
      port: { ask: async () => Promise.reject(new Error("not asked")) },
      rpc: httpRpc(engine.url, 500),
      onFault: () => undefined,
    },
    { version: { name: "vprd", version: "1" }, prefix: "verana", ...config },
  );
  const url = (await listenAt(server, "tcp://127.0.0.1:0")).replace("tcp:", "http:");
  const close = async () => {
    await server.close();
    await engine.stop();
  };
  return { ...client(url), server, close, engine };
}

describe("readiness", () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

  it.each([
    ["no_block", { height: "0" }, 0],
    ["catching_up", { catchingUp: true, time: ago(7_200) }, 60_000],
    ["old_block", { time: ago(90) }, 60_000],
    ["engine_slow", { delayMs: 5_000 }, 0],
  ] as const)("says %s", async (reason, state, maxBlockAgeMs) => {
    const rest = await gateway(state, { maxBlockAgeMs });
    const { status, json } = await rest.get("/ready");
    expect([status, json.ready, json.reason]).toEqual([503, false, reason]);
    expect(json.message).not.toBe("");
    expect((await rest.get("/health")).status).toBe(200);
    await rest.close();
  });

  it("tells no time and no age of a block that is not there", async () => {
    const rest = await gateway({ height: "0", time: "1970-01-01T00:00:00Z" });
    const { json } = await rest.get("/ready");
    expect(json).toMatchObject({ height: "0", block_time: null, block_age_seconds: null });
    await rest.close();
  });

  it("says engine_unreachable once the engine is gone", async () => {
    const rest = await gateway();
    expect((await rest.get("/ready")).status).toBe(200);
    await rest.engine.stop();
    expect((await rest.get("/ready")).json).toMatchObject({
      ready: false,
      reason: "engine_unreachable",
    });
    await rest.server.close();
  });

  it("takes any age where none was chosen, and a young block where one was", async () => {
    const any = await gateway({ time: ago(7_200) });
    expect((await any.get("/ready")).json).toMatchObject({ ready: true, block_age_seconds: 7_200 });
    await any.close();
    const young = await gateway({ time: ago(30) }, { maxBlockAgeMs: 60_000 });
    expect((await young.get("/ready")).status).toBe(200);
    await young.close();
  });
});

describe("the rate of one address", () => {
  it("is a burst, then so many a second", () => {
    const gate = new RateGate({ perSecond: 2, burst: 3 });
    const at = (now: number) => gate.take("a", now);
    expect([at(0), at(0), at(0)]).toEqual([0, 0, 0]);
    expect(at(0)).toBe(1);
    expect(at(499)).toBe(1);
    expect(at(500)).toBe(0);
    expect(at(500)).toBe(1);
    expect(gate.take("b", 500)).toBe(0);
    expect([at(60_000), at(60_000), at(60_000), at(60_000)]).toEqual([0, 0, 0, 1]);
    expect(new RateGate({ perSecond: 0.1, burst: 1 }).take("a", 0)).toBe(0);
  });

  it("is remembered for a bounded number of addresses", () => {
    const gate = new RateGate({ perSecond: 1, burst: 1 }, 2);
    expect([gate.take("a", 0), gate.take("b", 0), gate.take("a", 0)]).toEqual([0, 0, 1]);
    expect(gate.take("c", 0)).toBe(0);
    // "b" was the one that asked least recently.
    expect([gate.take("a", 0), gate.take("b", 0)]).toEqual([1, 0]);
  });

  it("is refused with 429 and the time to wait; probes are let in", async () => {
    const rest = await gateway({}, { limits: { rate: { perSecond: 1, burst: 2 } } });
    const path = "/cosmos/base/tendermint/v1beta1/syncing";
    expect([(await rest.get(path)).status, (await rest.get("/nonsense")).status]).toEqual([
      200, 501,
    ]);
    const refused = await rest.get(path);
    expect([refused.status, refused.json.code]).toEqual([429, 8]);
    expect(refused.headers.get("retry-after")).toBe("1");
    for (const probe of ["/health", "/ready"]) expect((await rest.get(probe)).status).toBe(200);
    await rest.close();
  });

  it("is that of the client behind a proxy that is trusted, and of the proxy behind another", async () => {
    const rate = { perSecond: 1, burst: 1 };
    const ask = async (trustedProxies: readonly string[]) => {
      const rest = await gateway({}, { limits: { rate, trustedProxies } });
      const from = (ip: string) => rest.get("/", { "x-forwarded-for": ip });
      const answers = [await from("10.0.0.1"), await from("10.0.0.2"), await from("10.0.0.1")];
      await rest.close();
      return answers.map(({ status }) => status);
    };
    expect(await ask(["127.0.0.1"])).toEqual([200, 200, 429]);
    expect(await ask(["192.0.2.0/24"])).toEqual([200, 429, 429]);
  });
});

describe("sizes and times", () => {
  it("bound a body and a head", async () => {
    const rest = await gateway({}, { limits: { maxBodyBytes: 100 } });
    const body = await rest.post("/cosmos/tx/v1beta1/decode", "x".repeat(101));
    expect([body.status, body.json.code]).toEqual([413, 3]);
    expect((await rest.post("/cosmos/tx/v1beta1/decode", "{}")).status).toBe(400);
    const big = `GET / HTTP/1.1\r\n${HEAD}x: ${"a".repeat(20_000)}\r\n\r\n`;
    const { answers } = await talk(rest.url, big);
    expect(answers[0]?.status).toBe(431);
    expect(JSON.parse(answers[0]?.body ?? "")).toMatchObject({ code: 3, details: [] });
    await rest.close();
  });

  it("answers nothing behind the last answer of a connection", async () => {
    const rest = await gateway({}, { limits: { maxBodyBytes: 100 } });
    const told = async (bytes: string) => {
      const { answers, rest: more, open } = await talk(rest.url, bytes);
      return [answers.map(({ status }) => status), more, open];
    };
    const last = `GET /health HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`;
    expect(await told(`${last}no request at all\r\n\r\n`)).toEqual([[200], "", false]);
    const path = "/cosmos/tx/v1beta1/decode";
    const big = `POST ${path} HTTP/1.1\r\n${HEAD}Content-Length: 200\r\n\r\n${"x".repeat(200)}`;
    expect(await told(`${big}no request at all\r\n\r\n`)).toEqual([[413], "", false]);
    await rest.close();
  });

  it("end a request that does not arrive in time", async () => {
    const rest = await gateway({}, { limits: { readTimeoutMs: 300 } });
    const { answers, open } = await talk(rest.url, `GET / HTTP/1.1\r\n${HEAD}`);
    expect([answers[0]?.status, open]).toEqual([408, false]);
    await rest.close();
  });

  it("end an answer that takes too long, where a bound was chosen", async () => {
    const rest = await gateway({ delayMs: 400 }, { limits: { writeTimeoutMs: 100 } });
    const { status, json } = await rest.get("/cosmos/base/tendermint/v1beta1/syncing");
    expect([status, json.code]).toEqual([504, 4]);
    await rest.close();
  });

  it("drop connections above their number", async () => {
    const rest = await gateway({}, { limits: { maxConnections: 2 } });
    const { port } = new URL(rest.url);
    const held = [1, 2].map(() => connect(Number(port), "127.0.0.1"));
    await Promise.all(held.map((socket) => once(socket, "connect")));
    await sleep(50);
    expect((await talk(rest.url, `GET / HTTP/1.1\r\n${HEAD}\r\n`)).answers).toEqual([]);
    for (const socket of held) socket.destroy();
    await sleep(50);
    expect((await rest.get("/")).status).toBe(200);
    await rest.close();
  });
});

describe("a gateway that stops", () => {
  const SLOW = `GET /cosmos/base/tendermint/v1beta1/syncing HTTP/1.1\r\n${HEAD}`;

  it("lets a request that is under way end, and then its connection", async () => {
    const rest = await gateway({ delayMs: 300 });
    const under = talk(rest.url, `${SLOW}\r\n`);
    await sleep(100);
    const start = performance.now();
    await rest.close();
    expect(performance.now() - start).toBeGreaterThan(100);
    // Not at the end of the grace only.
    expect(performance.now() - start).toBeLessThan(4_000);
    const { answers, open } = await under;
    expect([answers.map(({ status }) => status), open]).toEqual([[200], false]);
  });

  it("refuses a request that is only then complete, readiness with its reason", async () => {
    const rest = await gateway({ delayMs: 300 });
    const { port } = new URL(rest.url);
    const under = talk(rest.url, `${SLOW}\r\n`);
    const socket = connect(Number(port), "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.write(`GET /ready HTTP/1.1\r\n`);
    await sleep(100);
    const closed = rest.close();
    await sleep(50);
    socket.write(`${HEAD}\r\n`);
    await closed;
    const said = Buffer.concat(chunks).toString();
    expect(said).toMatch(/^HTTP\/1\.1 503 /);
    expect(said).toContain('{"ready":false,"reason":"stopping"');
    expect((await under).answers[0]?.status).toBe(200);
  });

  it("cuts what is not over within the grace", async () => {
    const rest = await gateway({ delayMs: 400 }, { limits: { stopGraceMs: 100 } });
    const under = talk(
      rest.url,
      `POST /cosmos/tx/v1beta1/decode HTTP/1.1\r\n${HEAD}Content-Length: 9\r\n\r\n`,
    );
    await sleep(100);
    const start = performance.now();
    await rest.close();
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(await under).toMatchObject({ answers: [], open: false });
  });
});
