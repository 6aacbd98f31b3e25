import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/keeper/query.js";
import { parseTimestamp } from "../../src/wire/time.js";
import { MarketWorld } from "../modules/pp/market-world.js";
import type { GatewayWorld } from "../support/gateway-world.js";
import { startsAs } from "../support/rest-skeleton.js";
import { serveWorld } from "../support/world-gateway.js";

type Recorded = readonly [request: string, chain: string, status: number, response: Json];

const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(new URL("../recorded/rest-participants.json", import.meta.url), "utf8"),
);

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
const answers: readonly any[] = RECORDED.filter(([, , status]) => status === 200).map(
  ([, , , response]) => response,
);

/** Whatever the recorded answers show of a kind, each once, by its id. */
function shown(one: string, many: string): readonly Json[] {
  const found = answers.flatMap((answer) => [answer[one] ?? [], answer[many] ?? []].flat());
  const byId = new Map(found.map((each) => [each.id ?? each.corporation_id, each]));
  return [...byId.values()].sort((a, b) => Number(a.id) - Number(b.id));
}

const paramsOf = (path: string) =>
  Object(RECORDED.find(([request]) => request === `GET ${path}`)?.[3]).params;

/** Just after the last of what was recorded. */
const NOW = parseTimestamp("2026-11-22T01:46:00Z");
const SCHEMAS = 12;
let rest: GatewayWorld;

beforeAll(async () => {
  const world = new MarketWorld({ time: NOW });
  for (const n of [1, 2, 3]) world.party(`corporation-${n}`);
  const holder = world.party("corporation-4");
  for (let id = 1; id <= SCHEMAS; id++) world.schema(holder);
  world.import("pp", {
    params: paramsOf("/verana/pp/v1/params"),
    participants: shown("participant", "participants"),
    next_participant_id: "25",
    participant_sessions: shown("participant_session", "participant_sessions"),
    next_session_record_id: "3",
  });
  const trust_deposits = shown("trust_deposit", "trust_deposits");
  world.import("td", { params: paramsOf("/td/v1/params"), trust_deposits });
  rest = await serveWorld(world);
});

afterAll(() => rest?.close());

/** What we answer otherwise, and why. */
const OTHERWISE: Readonly<Record<string, readonly [status: number, why: string]>> = {
  "/verana/pp/v1/get/9999": [404, "MOD-PP-QRY-2-3: not found"],
  "/verana/pp/v1/list?grantee=bad": [400, "D-GEN-12: malformed"],
  "/verana/pp/v1/session/get/nonsense": [400, "D-GEN-12: no UUID"],
};

/** [D-PP-56] A grantee is the corporation that owns; VS operators that are none own nothing. */
const BY_VS_OPERATOR = /[?&]grantee=verana1/;

const ofWire = RECORDED.map(
  ([request, chain, status, response]) => [request.slice(4), chain, status, response] as const,
);
const wirePath = (path: string) => (path.startsWith("/verana") ? path : `/verana${path}`);

describe("the wire's routes of participants and trust deposits", () => {
  it.each(ofWire.filter(([, chain]) => chain === "A"))(
    "[D-GEN-11] %s is answered as recorded",
    async (path, _chain, status, response) => {
      const found = await rest.get(wirePath(path));
      const [expected, why] = OTHERWISE[path] ?? [status];
      expect([found.status, why], found.text).toEqual([expected, why]);
      if (found.status !== status) return;
      if (BY_VS_OPERATOR.test(path)) expect(found.json).toEqual({ participants: [] });
      else if (status === 200) expect(startsAs(response, found.json), found.text).toBe(true);
      else expect(found.json).toEqual({ ...Object(response), message: expect.any(String) });
    },
  );

  it("[D-GEN-11] every difference that is told of is one", () => {
    const paths = new Map(ofWire.map(([path, , status]) => [path, status]));
    for (const [path, [status]] of Object.entries(OTHERWISE)) {
      expect(paths.get(path), path).toBeGreaterThan(0);
      expect(paths.get(path), path).not.toBe(status);
    }
    expect([...paths.keys()].filter((path) => BY_VS_OPERATOR.test(path))).toHaveLength(1);
  });
});

describe("the specification's routes", () => {
  it("[D-GEN-10] [D-GEN-11] [D-PP-06] prints a participant and a session with the specification's names", async () => {
    const { participant } = (await rest.get("/pp/v1/get?id=16")).json;
    expect(participant).toMatchObject({ id: "16", corporation: "4", op_state: "PENDING" });
    expect(participant).toMatchObject({ issuance_fee_discount: "0", effective_from: null });
    expect("corporation_id" in participant).toBe(false);
    const listed = (await rest.get("/pp/v1/list?op_state=PENDING&corporation=4")).json;
    expect(listed.participants).toEqual([participant]);
    const id = "67ae9b46-fc8b-49c4-a07d-45e0f614c30b";
    const { participant_session: session } = (await rest.get(`/pp/v1/session/get?id=${id}`)).json;
    expect(Object.keys(session)).toEqual([
      "id",
      "corporation",
      "vs_operator",
      "created",
      "modified",
      "session_records",
    ]);
    expect(session.session_records).toHaveLength(2);
  });

  it("[D-GEN-10] prints a trust deposit with the specification's names", async () => {
    const { status, json } = await rest.get("/td/v1/get?account=4");
    expect([status, json.trust_deposit]).toMatchObject([
      200,
      { corporation: "4", deposit: "46440000", share: "46439998.839000029024999276" },
    ]);
  });

  it.each([
    ["/pp/v1/get?id=9999", 404, 5, "participantNotFound"],
    ["/pp/v1/get", 400, 3, "invalidRequest"],
    ["/pp/v1/list?cursor=nonsense", 400, 3, "malformedCursor"],
    ["/pp/v1/list?response_max_size=0", 400, 3, "invalidRequest"],
    ["/pp/v1/list?role=NONSENSE", 400, 3, "invalidRequest"],
    ["/pp/v1/list?grantee=4&corporation=4", 400, 3, "invalidRequest"],
    ["/pp/v1/authorized?did=did:example:a&schema_id=1", 400, 3, "invalidRequest"],
    ["/pp/v1/authorized?did=did:example:a&schema_id=1&role=0", 400, 3, "invalidRequest"],
    ["/td/v1/get?account=1", 404, 5, "depositNotFound"],
  ])("[D-GEN-12] %s is answered %i, code %i", async (path, status, code, error) => {
    const found = await rest.get(path);
    expect([found.status, found.json.code, found.json.error]).toEqual([status, code, error]);
  });
});
