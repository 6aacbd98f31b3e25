import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import { MarketWorld } from "../modules/pp/market-world.js";
import type { GatewayWorld } from "../support/gateway-world.js";
import { SECOND } from "../support/registry-world.js";
import { serveWorld } from "../support/world-gateway.js";

const MANY = 40;
/** Less than a walk along so many entries of an index takes, more than one entity with what is nested. */
const LIMIT = 8_000n;

let limited: GatewayWorld;
let free: GatewayWorld;

beforeAll(async () => {
  const world = new MarketWorld();
  const owner = world.party("owner");
  const applicant = world.party("applicant");
  for (let i = 0; i < MANY; i++) {
    const schema = world.schema(owner);
    world.start(applicant, world.root(owner, schema), ParticipantRole.ISSUER_GRANTOR);
    world.pass(SECOND);
  }
  limited = await serveWorld(world, LIMIT);
  free = await serveWorld(world);
});

afterAll(() => Promise.all([limited.close(), free.close()]));

describe("a query that may use so much gas", () => {
  it.each([
    "/pp/v1/list",
    "/pp/v1/list?response_max_size=1024&only_valid=true",
    "/pp/v1/list?role=ECOSYSTEM&corporation_id=1",
    "/pp/v1/list?role=ECOSYSTEM&op_state=PENDING",
    "/verana/pp/v1/list",
    "/ec/v1/list",
    "/ec/v1/list?active_gf_only=true",
    "/cs/v1/list",
  ])("is refused where it passes over more: %s", async (path) => {
    const [refused, answered] = [await limited.get(path), await free.get(path)];
    expect([path, refused.status, answered.status]).toEqual([path, 429, 200]);
    expect(refused.json).toMatchObject({ code: 8 });
  });

  it.each([
    ...["/pp/v1/get?id=1", "/ec/v1/get?id=1", "/cs/v1/get?id=1"],
    ...["/pp/v1/list", "/ec/v1/list", "/cs/v1/list"].map((path) => `${path}?response_max_size=1`),
    "/pp/v1/list?only_slashed=true",
  ])("is answered as ever where it does not: %s", async (path) => {
    const [answered, expected] = [await limited.get(path), await free.get(path)];
    expect([answered.status, answered.text]).toEqual([200, expected.text]);
  });
});
