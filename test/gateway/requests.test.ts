import { request as httpRequest } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askedHeight, HEIGHT_HEADER } from "../../src/gateway/height.js";
import { httpRpc } from "../../src/gateway/rpc-client.js";
import { gatewayRoutes } from "../../src/gateway/server.js";
import { deliver } from "../support/gateway-story.js";
import {
  type ChainWorld,
  faults,
  type GatewayWorld,
  RICH,
  serveGateway,
  startChain,
} from "../support/gateway-world.js";
import { sendOne } from "../support/signed-tx.js";

let chain: ChainWorld;
let rest: GatewayWorld;
let balance: string;

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, { cors: true, specPrefix: "/registry" });
  balance = `/cosmos/bank/v1beta1/balances/${RICH.address}/by_denom?denom=uvna`;
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
  expect(faults).toEqual([]);
});

const bad = (message: unknown) => ({ code: 3, message, details: [] });

describe("errors", () => {
  it("[D-GEN-12] name rule, codespace and error in the specification's family", async () => {
    const missing = await rest.get("/pp/v1/get?id=9");
    expect(missing.status).toBe(404);
    expect(missing.json).toEqual({
      code: 5,
      message: expect.stringContaining("participant not found"),
      details: [],
      rule: "MOD-PP-QRY-2-3",
      codespace: "pp",
      error: "participantNotFound",
    });
  });

  it("[D-GEN-12] name codespace and error in that family for a height that is none", async () => {
    const { status, json } = await rest.get("/pp/v1/list?height=abc");
    expect([status, json.codespace, json.error]).toEqual([400, "sdk", "invalidRequest"]);
  });

  it("[D-GEN-12] have code, message and details in the wire family", async () => {
    const missing = await rest.get("/verana/pp/v1/get/9");
    expect(missing.status).toBe(404);
    expect(missing.json).toEqual({ code: 5, message: expect.any(String), details: [] });
    const unknown = await rest.get(
      "/cosmos/auth/v1beta1/accounts/verana1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnn7e2fd",
    );
    expect([unknown.status, unknown.json]).toEqual([
      404,
      {
        code: 5,
        message: "account verana1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnn7e2fd not found",
        details: [],
      },
    ]);
  });

  it("[D-GEN-12] refuse a mistyped filter and tell the names that are known", async () => {
    const refused = await rest.get("/pp/v1/list?schema=1&rolle=ISSUER");
    expect(refused.status).toBe(400);
    expect(refused.json.rule).toBe("MOD-PP-QRY-1");
    expect(refused.json.message).toContain(
      'unknown parameter "schema", "rolle"; known are schema_id,',
    );
    expect((await rest.get("/verana/pp/v1/list?schema=1&rolle=ISSUER")).status).toBe(200);
  });

  it.each([
    ["/pp/v1/get", "id: is required"],
    ["/pp/v1/get?id=", "id: is required"],
    ["/pp/v1/get/", "id: is required"],
    ["/pp/v1/get/?id=x", "id: must be a whole number"],
    ["/pp/v1/get?id=0", "id: must be above 0"],
    ["/pp/v1/get?id=1&id=2", "id: given twice"],
    ["/pp/v1/get/1?id=1", "id: given twice"],
    ["/pp/v1/list?height=1&height=2", "height: given twice"],
    [
      "/pp/v1/list?role=NONSENSE&response_max_size=0",
      /role: must be one of .*; response_max_size: must be from 1/,
    ],
    ["/pp/v1/list?modified_after=yesterday", /modified_after: must be an RFC 3339 time/],
    ["/pp/v1/list?grantee=1&corporation=1", /one filter: give one of them/],
  ])("tell parameter and reason for %s", async (path, message) => {
    const refused = await rest.get(path);
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ code: 3, codespace: "sdk", error: "invalidRequest" });
    expect(refused.json.message).toMatch(message);
  });

  it("[D-GEN-12] tell a text that is too long from one that is missing", async () => {
    const missing = await rest.get("/di/v1/get");
    const long = await rest.get(`/di/v1/get?digest=${"a".repeat(2049)}`);
    expect([missing.status, long.status]).toEqual([400, 400]);
    expect(missing.json.message).toBe("digest: is required");
    expect(long.json.message).toMatch(/^digest: .*2048/);
  });

  it.each([
    ["/cosmos/auth/v1beta1/accounts?pagination.limit=abc", "pagination.limit: not an integer"],
    ["/cosmos/auth/v1beta1/accounts?pagination.limit=-1", "pagination.limit: integer out of range"],
    ["/cosmos/auth/v1beta1/accounts?pagination.key=A", "key: not base64"],
    ["/cosmos/auth/v1beta1/accounts?pagination.reverse=maybe", "reverse: not true or false"],
    ["/cosmos/auth/v1beta1/accounts?pagination.limit=1&pagination.limit=2", "limit: given twice"],
    ["/verana/pp/v1/get/abc", "id: not an integer"],
    ["/verana/pp/v1/list?role=NONSENSE", "role: not a value of verana.pp.v1.ParticipantRole"],
    ["/verana/pp/v1/list?role=99", "role: not a value of verana.pp.v1.ParticipantRole"],
    ["/verana/pp/v1/list?modified_after=nonsense", "modified_after: timestamp is not RFC 3339"],
    ["/cosmos/base/tendermint/v1beta1/blocks/0", "height must be greater than 0, but got 0"],
    ["/cosmos/base/tendermint/v1beta1/blocks/99999999", /height/],
    ["/cosmos/base/tendermint/v1beta1/validatorsets/99999999", /height/],
    ["/cosmos/base/tendermint/v1beta1/validatorsets/1?pagination.offset=500", /page/],
    ["/cosmos/tx/v1beta1/txs/zz", "hash: 64 hex digits are expected"],
    ["/cosmos/tx/v1beta1/txs", "query cannot be empty"],
    ["/cosmos/tx/v1beta1/txs?query=nonsense", /./],
    ["/cosmos/tx/v1beta1/txs?query=tx.height%3D1&page=9", /page/],
  ])("blame the client for %s", async (path, message) => {
    const refused = await rest.get(path);
    expect([refused.status, refused.json]).toEqual([400, bad(expect.any(String))]);
    expect(refused.json.message).toMatch(message);
  });

  it("answer 501 to unknown routes and wrong verbs", async () => {
    const body = { code: 12, message: "Not Implemented", details: [] };
    const asked = [
      rest.get("/nonsense"),
      rest.get("/cosmos/nft/v1beta1/nfts"),
      rest.post("/cosmos/bank/v1beta1/supply", {}),
      rest.send("PUT", "/pp/v1/list"),
      rest.send("DELETE", "/cosmos/tx/v1beta1/txs"),
    ];
    for (const answer of await Promise.all(asked)) {
      expect([answer.status, answer.json]).toEqual([501, body]);
    }
  });

  it("answer 404 for a transaction that no block has", async () => {
    const hash = "ab".repeat(32);
    const { status, json } = await rest.get(`/cosmos/tx/v1beta1/txs/${hash}`);
    expect([status, json.code, json.message]).toEqual([
      404,
      5,
      `tx not found: ${hash.toUpperCase()}`,
    ]);
  });

  it("are 503 when the engine cannot be reached, and readiness says so", async () => {
    const lost = await serveGateway({ ...chain, rpcUrl: "tcp://127.0.0.1:9" });
    const block = await lost.get("/cosmos/base/tendermint/v1beta1/blocks/latest");
    expect([block.status, block.json.code]).toEqual([503, 14]);
    const ready = await lost.get("/ready");
    expect([ready.status, ready.json.ready]).toEqual([503, false]);
    expect((await lost.get("/health")).status).toBe(200);
    expect((await lost.get(balance)).status).toBe(200);
    await lost.close();
  });
});

describe("parameters of the wire family", () => {
  it("are known in snake_case and camelCase, nested by a point", async () => {
    const [a, b] = await Promise.all([
      rest.get("/cosmos/auth/v1beta1/accounts?pagination.count_total=true&pagination.limit=1"),
      rest.get("/cosmos/auth/v1beta1/accounts?pagination.countTotal=1&pagination.limit=1"),
    ]);
    expect(a.json).toEqual(b.json);
    expect(Number(a.json.pagination.total)).toBeGreaterThan(1);
    const key = encodeURIComponent(a.json.pagination.next_key);
    const next = await rest.get(`/cosmos/auth/v1beta1/accounts?pagination.key=${key}&nonsense=1`);
    expect(next.json.accounts.length).toBe(Number(a.json.pagination.total) - 1);
  });

  it("take an enum by name and by number, and the rest of a path as one value", async () => {
    expect((await rest.get("/verana/pp/v1/list?role=ISSUER")).status).toBe(200);
    expect((await rest.get("/verana/pp/v1/list?role=1")).status).toBe(200);
    const owners = await rest.get("/cosmos/bank/v1beta1/denom_owners/ibc/ABC");
    expect(owners.json.denom_owners).toEqual([]);
  });

  it("reach the node however long or odd the address is", async () => {
    const long = await rest.get(`/cosmos/auth/v1beta1/accounts/${"a".repeat(1500)}`);
    expect([long.status, long.json.code]).toEqual([400, 3]);
    const query = await rest.get(`/verana/pp/v1/list?did=${"a".repeat(9000)}`);
    expect([query.status, query.json.code]).toEqual([400, 3]);
    const names = Array.from({ length: 300 }, (_, n) => `a${n}=1`).join("&");
    expect((await rest.get(`/verana/pp/v1/list?${names}`)).status).toBe(400);
  });

  it("is refused as a client's fault when the path has a broken escape", async () => {
    const status = await rawStatus(`${rest.url}/cosmos/auth/v1beta1/accounts/%zz`);
    expect(status).toBe(400);
  });
});

/** `fetch` would mend the path. */
function rawStatus(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      new URL(url),
      { path: url.slice(url.indexOf("/", 8)) },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

describe("heights", () => {
  it("show the state of an earlier block, by header and by its alias", async () => {
    const before = chain.app.head?.height ?? 0n;
    const now = await rest.get(balance);
    await deliver(rest, RICH, sendOne(RICH.address));
    const later = await rest.get(balance);
    expect(later.json).not.toEqual(now.json);
    const byHeader = await rest.get(balance, { [HEIGHT_HEADER]: before.toString() });
    const byAlias = await rest.get(`${balance}&height=${before}`);
    for (const answer of [byHeader, byAlias]) {
      expect(answer.json).toEqual(now.json);
      expect(answer.headers.get(HEIGHT_HEADER)).toBe(before.toString());
      expect(answer.headers.get(`grpc-metadata-${HEIGHT_HEADER}`)).toBe(before.toString());
    }
    expect((await rest.get(`/pp/v1/list?height=${before}`)).headers.get(HEIGHT_HEADER)).toBe(
      before.toString(),
    );
  });

  it.each(["99999999", "abc", "-1", "1.5", "99999999999999999999", "9223372036854775808"])(
    "are refused when there is no block %s",
    async (height) => {
      const header = await rest.get(balance, { [HEIGHT_HEADER]: height });
      const alias = await rest.get(`/pp/v1/list?height=${height}`);
      expect([header.status, header.json]).toEqual([400, bad(expect.stringContaining("height"))]);
      expect([alias.status, alias.json.code]).toEqual([400, 3]);
    },
  );

  it("[D-GEN-14] are the latest where none is given, which an empty header does not", () => {
    const call = { params: {}, query: [], body: new Uint8Array(0), height: undefined };
    expect(askedHeight(call, true)).toBe(0n);
    expect(askedHeight({ ...call, query: [["height", "7"]] }, false)).toBe(0n);
    expect(askedHeight({ ...call, query: [["height", "7"]], height: "5" }, true)).toBe(5n);
    expect(askedHeight({ ...call, height: "" }, true)).toBe(0n);
    expect(askedHeight({ ...call, query: [["height", "7"]], height: "" }, true)).toBe(7n);
  });
});

describe("the server", () => {
  it("answers health and readiness", async () => {
    expect((await rest.get("/health")).json).toEqual({ status: "ok" });
    const ready = await rest.get("/ready");
    expect([ready.status, ready.json]).toEqual([
      200,
      {
        ready: true,
        catching_up: false,
        height: expect.stringMatching(/^\d+$/),
        app_hash: expect.stringMatching(/^[0-9A-F]{64}$/),
        block_time: expect.any(String),
        block_age_seconds: expect.any(Number),
      },
    ]);
  });

  it("serves the specification's paths behind a prefix too", async () => {
    const [a, b] = await Promise.all([
      rest.get("/td/v1/params"),
      rest.get("/registry/td/v1/params"),
    ]);
    expect(a.status).toBe(200);
    expect(b.json).toEqual(a.json);
  });

  it("lets other origins in only when it was told to", async () => {
    const headers = { origin: "http://localhost:3000", "access-control-request-method": "GET" };
    const open = await rest.send("OPTIONS", "/cosmos/bank/v1beta1/supply", { headers });
    expect([open.status, open.text]).toEqual([200, ""]);
    expect(open.headers.get("access-control-allow-origin")).toBe("*");
    expect(
      (await rest.get("/pp/v1/list", headers)).headers.get("access-control-allow-origin"),
    ).toBe("*");
    const shut = await serveGateway(chain);
    const refused = await shut.send("OPTIONS", "/cosmos/bank/v1beta1/supply", { headers });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([
      501,
      null,
    ]);
    await shut.close();
  });

  it("reads a body as JSON whatever its content type, one that is none included", async () => {
    for (const type of ["application/json", "text/plain", "nonsense", "", "/", "a/b; c"]) {
      const headers = { "content-type": type };
      const url = `${rest.url}/cosmos/tx/v1beta1/encode`;
      const answer = await fetch(url, { method: "POST", headers, body: '{"tx":{"body":{}}}' });
      expect([answer.status, type]).toEqual([200, type]);
    }
  });

  it("refuses a body that is too large", async () => {
    const answer = await rest.post("/cosmos/tx/v1beta1/simulate", "x".repeat(5_000_000));
    expect([answer.status, answer.json.code]).toEqual([413, 3]);
  });

  it("has every route of every query once", () => {
    const queries = [...chain.app.live.composition.queries.values()];
    const port = { ask: async () => Promise.reject(new Error("not asked")) };
    const deps = { queries, port, rpc: httpRpc("http://127.0.0.1:9"), onFault: () => undefined };
    const routes = gatewayRoutes(deps, {
      version: { name: "vprd", version: "1" },
      prefix: "verana",
    });
    const keys = routes.map(({ verb, path }) => `${verb} ${path.replace(/\{[^}]*\}/g, "{}")}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { method, spec } of queries) {
      if (spec !== undefined)
        expect(keys).toContain(`GET ${spec.path.replace(/\{[^}]*\}/g, "{}")}`);
      for (const http of method.http) expect(keys).toContain(http.replace(/\{[^}]*\}/g, "{}"));
    }
  });
});

describe("any request", () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      "",
      "0",
      "-1",
      "1",
      "18446744073709551616",
      "true",
      "NaN",
      "%00",
      "\u0000",
      "é",
    ),
  );
  const names = fc.constantFrom(
    ...["id", "schema_id", "role", "when", "height", "pagination.key", "pagination.limit", "did"],
    ...[
      "pagination",
      "pagination.x.y",
      "__proto__",
      "constructor",
      "grantee",
      "query",
      "events",
      "page",
    ],
  );
  const paths = fc.constantFrom(
    ...["/pp/v1/list", "/pp/v1/get", "/co/v1/get", "/ec/v1/list", "/gf/v1/list", "/cs/v1/list"],
    ...["/verana/pp/v1/list", "/verana/co/v1/get", "/cosmos/auth/v1beta1/accounts"],
    ...["/cosmos/tx/v1beta1/txs", "/cosmos/group/v1/groups", "/de/v1/authz/list"],
    ...[
      "/cosmos/base/tendermint/v1beta1/validatorsets/latest",
      "/cosmos/bank/v1beta1/supply/by_denom",
    ],
  );
  const ids = fc.constantFrom(
    ...["/pp/v1/get/", "/cs/v1/js/", "/verana/cs/v1/get/", "/cosmos/group/v1/group_info/"],
    ...["/cosmos/auth/v1beta1/accounts/", "/cosmos/base/tendermint/v1beta1/blocks/"],
    ...["/cosmos/auth/v1beta1/bech32/", "/cosmos/tx/v1beta1/txs/", "/cosmos/tx/v1beta1/txs/block/"],
  );

  it("with odd parameters is answered, or refused as the client's fault", async () => {
    const pairs = fc.array(fc.tuple(names, texts), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(paths, pairs, async (path, given) => {
        const query = new URLSearchParams(given as [string, string][]);
        const { status, text } = await rest.get(`${path}?${query}`);
        expect({ status, text }).toSatisfy(() => status < 500);
      }),
      { numRuns: 300 },
    );
  });

  it("with an odd value in its path is answered, or refused as the client's fault", async () => {
    await fc.assert(
      fc.asyncProperty(ids, texts, async (path, given) => {
        const { status } = await rest.get(path + encodeURIComponent(given));
        // An empty part, or one of points, is another route.
        expect(status < 500 || (status === 501 && /^\.{0,2}$/.test(given))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("with an odd body is answered, or refused as the client's fault", async () => {
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ tx_bytes: texts, mode: texts }),
      fc.record({ tx_bytes: fc.base64String(), mode: fc.constantFrom(0, 1, 2, 3, 4, -1) }),
      fc.record({ tx: fc.jsonValue() }),
    );
    const verbs = fc.constantFrom("txs", "simulate", "decode", "encode");
    await fc.assert(
      fc.asyncProperty(verbs, bodies, async (verb, body) => {
        const { status } = await rest.post(`/cosmos/tx/v1beta1/${verb}`, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});
