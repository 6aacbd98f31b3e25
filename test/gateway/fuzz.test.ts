import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type ChainWorld,
  faults,
  type GatewayWorld,
  serveGateway,
  startChain,
} from "../support/gateway-world.js";
import { fuzzRest } from "../support/rest-fuzz.js";

let chain: ChainWorld;
let rest: GatewayWorld;

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, { specPrefix: "/registry", limits: { readTimeoutMs: 3_000 } });
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
});

const SEED = 20_261_126;
const MOST_GROWTH = 300 * 1024 * 1024;

it(`refuses 2,000 hostile requests as the client's fault (seed ${SEED})`, async () => {
  await fuzzRest({ url: rest.url, seed: SEED + 1, count: 200 });
  const before = process.memoryUsage().rss;
  const { requests, statuses, kinds } = await fuzzRest({ url: rest.url, seed: SEED, count: 2_000 });
  expect(requests).toBe(2_000);
  expect(kinds.size).toBe(10);
  // A generator that reached no route, or broke nothing, would show nothing.
  for (const status of [200, 400, 404, 413, 431, 501]) {
    expect(statuses.get(status) ?? 0, `answers of ${status}`).toBeGreaterThan(0);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(MOST_GROWTH);
  expect(faults).toEqual([]);
  expect((await rest.get("/ready")).status).toBe(200);
}, 240_000);
