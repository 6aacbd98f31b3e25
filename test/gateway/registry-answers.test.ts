import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/keeper/query.js";
import { parseTimestamp } from "../../src/wire/time.js";
import type { GatewayWorld } from "../support/gateway-world.js";
import { account, RegistryWorld } from "../support/registry-world.js";
import { skeletonDifferences, startsAs } from "../support/rest-skeleton.js";
import { serveWorld } from "../support/world-gateway.js";

type Recorded = readonly [request: string, chain: string, status: number, response: Json];

const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(new URL("../recorded/rest-registry.json", import.meta.url), "utf8"),
);

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
const responseOf = (request: string): any => {
  const found = RECORDED.find(([asked, chain]) => asked === `GET ${request}` && chain !== "");
  if (found === undefined) throw new Error(`nothing is recorded of ${request}`);
  return found[3];
};

/** While the recorded rates were good. */
const NOW = parseTimestamp("2026-11-22T01:43:00Z");
const world = new RegistryWorld({ time: NOW });
let rest: GatewayWorld;

beforeAll(async () => {
  for (const n of [1, 2, 3, 4]) world.corporation(`did:example:corp-${n}`, account(n));
  const operators = [
    ...responseOf("/verana/de/v1/authz/list").operator_authorizations,
    ...responseOf("/verana/de/v1/authz/list?corporation_id=4").operator_authorizations,
  ];
  world.import("de", {
    operator_authorizations: operators,
    vs_operator_authorizations: [
      responseOf("/verana/de/v1/vs-authz/get/1").vs_operator_authorization,
    ],
  });
  const { exchange_rates } = responseOf("/verana/xr/v1/list");
  const { authorizations } = responseOf("/verana/xr/v1/get?id=2");
  const params = { max_validity_duration: "31536000s" };
  world.import("xr", { params, exchange_rates, exchange_rate_authorizations: authorizations });
  const stored = "sha384-MzNNbQTWCSUSi0bbz7dbua%2BRcENv7C6FvlmYJ1Y%2BI727HsPOHdzwELMYO9Mz68M26";
  const { digest } = responseOf(`/verana/di/v1/get?digest=${stored}`);
  world.import("di", { digests: [digest] });
  rest = await serveWorld(world);
});

afterAll(() => rest?.close());

/** What we answer otherwise, and why. */
const OTHERWISE: Readonly<Record<string, readonly [status: number, why: string]>> = {
  "/verana/de/v1/authz/list?operator=bad": [400, "D-GEN-12: malformed"],
  "/verana/xr/v1/list?base_asset_type=TU&base_asset=tu": [200, "D-XR-01: the unit has a name"],
  "/verana/xr/v1/price?base_asset_type=FIAT&base_asset=EUR&quote_asset_type=COIN&quote_asset=uvna&amount=0":
    [200, "D-XR-07: nothing is worth nothing"],
  "/verana/xr/v1/params": [200, "D-GF-05: beside the recorded path"],
};

const ofWire = RECORDED.filter(
  ([request, chain]) =>
    request.startsWith("GET /verana") && !(chain === "B" && /\/de\//.test(request)),
).map(([request, , status, response]) => [request.slice(4), status, response] as const);

describe("the wire's routes of delegation, digests and exchange rates", () => {
  it.each(ofWire)("[D-GEN-11] %s is answered as recorded", async (path, status, response) => {
    const found = await rest.get(path);
    const [expected, why] = OTHERWISE[path] ?? [status];
    expect([found.status, why], found.text).toEqual([expected, why]);
    if (found.status !== status) return;
    if (status === 200) expect(startsAs(response, found.json), found.text).toBe(true);
    else expect(found.json).toEqual({ ...Object(response), message: expect.any(String) });
  });

  it("[D-GEN-11] every difference that is told of is one", () => {
    const paths = new Set(ofWire.map(([path]) => path));
    expect(Object.keys(OTHERWISE).filter((path) => !paths.has(path))).toEqual([]);
  });

  it("[D-GF-05] the wire's parameters stand under both prefixes, and nowhere in the specification's family", async () => {
    for (const module of ["co", "de", "di", "xr"]) {
      expect((await rest.get(`/verana/${module}/v1/params`)).status, module).toBe(200);
    }
    expect((await rest.get("/verana-labs/verana/xr/v1/params")).status).toBe(200);
    for (const module of ["de", "di", "xr"]) {
      const { status, json } = await rest.get(`/${module}/v1/params`);
      expect([status, json.code], module).toEqual([501, 12]);
    }
  });
});

describe("the wire's routes of corporations", () => {
  const ofCorporations = RECORDED.filter(([request]) => request.startsWith("GET /co/")).map(
    ([request, , status, response]) => [request.slice(4), status, response] as const,
  );

  it.each(ofCorporations)(
    "[D-GEN-11] /verana%s has the recorded shape",
    async (path, status, response) => {
      const found = await rest.get(`/verana${path}`);
      expect(found.status, found.text).toBe(status);
      expect(skeletonDifferences(response, found.json)).toEqual([]);
    },
  );
});

describe("the specification's routes", () => {
  it("[MOD-DI-QRY-1-4] answers with the specification's example", async () => {
    const digest = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";
    const example = { digest: { digest, created: "2025-01-14T19:40:37.967Z" } };
    const past = new RegistryWorld();
    past.import("di", { digests: [example.digest] });
    const gateway = await serveWorld(past);
    const asked = [
      `/di/v1/get?digest=${encodeURIComponent(digest)}`,
      `/di/v1/get?digest=${digest}`,
      `/di/v1/get/${encodeURIComponent(digest)}`,
    ];
    for (const path of asked) {
      const { text, status } = await gateway.get(path);
      expect([status, text], path).toEqual([200, JSON.stringify(example)]);
    }
    await gateway.close();
  });

  it("[MOD-XR-QRY-3] works the specification's price of trust units out", async () => {
    const units = new RegistryWorld();
    units.import("xr", {
      params: { max_validity_duration: "1s" },
      exchange_rates: [
        {
          ...{ id: "1", base_asset_type: "TU", base_asset: "tu", quote_asset_type: "COIN" },
          ...{ quote_asset: "uvna", rate: "123456789", rate_scale: 4, validity_duration: "60s" },
          ...{ expires: "2100-01-01T00:00:00Z", updated: "2026-01-01T00:00:00Z", state: true },
        },
      ],
    });
    const gateway = await serveWorld(units);
    const pair = "base_asset_type=TU&base_asset=tu&quote_asset_type=COIN&quote_asset=uvna";
    const { text } = await gateway.get(`/xr/v1/price?${pair}&amount=7`);
    // 7 × 123456789 / 10^4 = 86419.7523, rounded down.
    expect(text).toBe('{"price":"86419"}');
    await gateway.close();
  });

  it("[D-GEN-10] [D-GEN-11] prints an authorization, a VS operator and a rate with the specification's names", async () => {
    const vs = (await rest.get("/de/v1/vs-authz/get?id=1")).json.vs_operator_authorization;
    expect(Object.keys(vs)).toEqual(["id", "corporation", "vs_operator", "records"]);
    expect(vs.records[1].remaining_spend).toEqual([{ denom: "uvna", amount: "998600000" }]);
    const one = (await rest.get("/de/v1/authz/get/1")).json.operator_authorization;
    expect(one).toMatchObject({ id: "1", corporation: "1", spend_limit: [], expiration: null });
    expect((await rest.get("/xr/v1/get/2")).json).toEqual({
      exchange_rate: {
        id: "2",
        base_asset_type: "FIAT",
        base_asset: "EUR",
        quote_asset_type: "COIN",
        quote_asset: "uvna",
        rate: "2510000",
        rate_scale: 2,
        validity_duration: "86400s",
        updated: "2026-11-22T01:42:03.461651107Z",
        expires: "2026-11-23T01:42:03.461651107Z",
        state: true,
      },
    });
  });

  it.each([
    ["/xr/v1/get?id=9", 404, 5, "exchangeRateNotFound", "MOD-XR-QRY-1-2"],
    ["/xr/v1/get", 400, 3, "partialPair", "D-XR-08"],
    [
      "/xr/v1/price?base_asset_type=TU&quote_asset_type=COIN&quote_asset=uvna&amount=1",
      400,
      9,
      "rateDisabled",
      "MOD-XR-QRY-3-2",
    ],
    ["/di/v1/get?digest=none", 404, 5, "digestNotFound", "MOD-DI-QRY-1-3"],
    ["/de/v1/authz/get?id=99", 404, 5, "operatorAuthorizationNotFound", "D-DE-08"],
    ["/de/v1/authz/list?cursor=nonsense", 400, 3, "malformedCursor", "MOD-DE-QRY-1-2"],
    ["/co/v1/get?corporation=99", 404, 5, "corporationNotFound", "MOD-CO-QRY-1-3"],
    [
      "/co/v1/list?cursor=nonsense&modified_after=2020-01-01T00:00:00Z",
      400,
      3,
      "malformedCursor",
      "MOD-CO-QRY-2-2",
    ],
  ])("[D-GEN-12] %s is answered %i, code %i, %s of %s", async (path, status, code, error, rule) => {
    const { status: found, json } = await rest.get(path);
    expect([found, json.code, json.error, json.rule]).toEqual([status, code, error, rule]);
  });

  it.each([
    "/xr/v1/list?nonsense=1",
    "/xr/v1/list?response_max_size=0",
    "/xr/v1/get?id=0",
    "/xr/v1/get?id=x",
    "/xr/v1/list?expire=yesterday",
    "/di/v1/get?digest=",
    "/de/v1/authz/list?response_max_size=1025",
    "/de/v1/authz/list?corporation=1&corporation_id=1",
    "/co/v1/list?min_id=0",
  ])("[D-GEN-12] %s is a client's mistake", async (path) => {
    const { status, json } = await rest.get(path);
    expect([status, json.code]).toEqual([400, 3]);
  });
});
