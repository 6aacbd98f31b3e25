import { beforeEach, describe, expect, it } from "vitest";
import type { QueryListEcosystemsResponse } from "../../../src/gen/verana/ec/v1.js";
import type { Json } from "../../../src/keeper/query.js";
import { ecErrors } from "../../../src/modules/ecosystem/index.js";
import { ALICE, RegistryWorld, SECOND } from "../../support/registry-world.js";

const GET = "/verana.ec.v1.Query/GetEcosystem";
const LIST = "/verana.ec.v1.Query/ListEcosystems";

interface Listed {
  readonly ecosystems: readonly { readonly id: string }[];
}

describe("queries of ecosystems", () => {
  let world: RegistryWorld;
  let first: string;
  let second: string;

  beforeEach(() => {
    world = new RegistryWorld();
    [first = "", second = ""] = ["one", "two"].map((name) => {
      const { policyAddress } = world.corporation(`did:example:${name}`);
      world.grant(policyAddress, { msgTypes: ["CreateEcosystem"] });
      return policyAddress;
    });
    // 1 and 3 of the first, 2 and 4 of the second; 2 and 3 in the same block.
    world.ecosystem(first, "did:example:a");
    world.pass(SECOND);
    world.ecosystem(second, "did:example:b");
    world.ecosystem(first, "did:example:c");
    world.pass(SECOND);
    world.ecosystem(second, "did:example:d");
  });

  const ids = (params: Readonly<Record<string, string>> = {}) =>
    (world.spec("/ec/v1/list", params) as unknown as Listed).ecosystems.map(({ id }) => id);

  it("[MOD-ES-QRY-1] [MOD-ES-QRY-1-1] finds an ecosystem by its id", () => {
    expect(world.spec("/ec/v1/get", { id: "3" })).toMatchObject({
      ecosystem: { id: "3", did: "did:example:c", corporation: "1" },
    });
    expect(world.badParams("/ec/v1/get", { id: "1", nonsense: "1" })).toBe(true);
    expect(world.badParams("/ec/v1/get", {})).toBe(true);
  });

  it("[MOD-ES-QRY-1-2] refuses an id of 0 or none", () => {
    expect(world.refused(() => world.query(GET)).kind).toBe(ecErrors.idMissing);
    expect(world.badParams("/ec/v1/get", { id: "0" })).toBe(true);
  });

  it("[MOD-ES-QRY-1-3] does not find unknown ecosystems", () => {
    const error = world.refused(() => world.query(GET, { id: 99n }));
    expect(error.kind).toBe(ecErrors.ecosystemNotFound);
    expect(error.kind.grpc).toBe("NotFound");
  });

  it("[MOD-ES-QRY-2] lists by id, as many as are asked for", () => {
    expect(ids()).toEqual(["1", "2", "3", "4"]);
    expect(ids({ response_max_size: "3" })).toEqual(["1", "2", "3"]);
  });

  it("[MOD-ES-QRY-2-1] filters by corporation in both forms and names", () => {
    expect(ids({ corporation: first })).toEqual(["1", "3"]);
    expect(ids({ corporation_id: "2" })).toEqual(["2", "4"]);
    expect(ids({ corporation: "99" })).toEqual([]);
    expect(ids({ corporation: ALICE })).toEqual([]);
    const { ecosystems } = world.query<QueryListEcosystemsResponse>(LIST, { corporationId: 2n });
    expect(ecosystems.map(({ id }) => id)).toEqual([2n, 4n]);
  });

  it("[MOD-ES-QRY-2-3] [D-GEN-13] lists what was modified after a time, latest first, ties by id", () => {
    const early = "2020-01-01T00:00:00Z";
    expect(ids({ modified_after: early })).toEqual(["4", "2", "3", "1"]);
    expect(ids({ modified_after: "2026-01-01T00:00:00Z" })).toEqual(["4", "2", "3"]);
    expect(ids({ modified_after: "2026-01-01T00:00:01Z" })).toEqual(["4"]);
    expect(ids({ modified_after: early, corporation: second })).toEqual(["4", "2"]);
    expect(ids({ modified_after: "2026-01-01T00:00:01Z", corporation: second })).toEqual(["4"]);
    expect(ids({ modified_after: "2026-01-01T00:00:01Z", corporation: first })).toEqual([]);
    expect(ids({ modified_after: early, response_max_size: "1" })).toEqual(["4"]);
  });

  it("[D-GEN-13] goes on in the order of ids from the least id that is asked for", () => {
    expect(ids({ min_id: "3" })).toEqual(["3", "4"]);
    expect(ids({ min_id: "2", corporation: first })).toEqual(["3"]);
    expect(ids({ min_id: "5" })).toEqual([]);
    expect(ids({ min_id: "18446744073709551615" })).toEqual([]);
    expect(world.badParams("/ec/v1/list", { min_id: "0" })).toBe(true);
  });

  it("[D-GEN-13] goes on in the order of changes behind the entry that was seen last, and loses none", () => {
    const early = { modified_after: "2020-01-01T00:00:00Z", response_max_size: "1" };
    for (const filter of [{}, { corporation: second }]) {
      const whole = ids({ ...early, ...filter, response_max_size: "64" });
      const seen: string[] = [];
      for (let cursor = ""; ; ) {
        const given = cursor === "" ? {} : { cursor };
        const page = world.spec("/ec/v1/list", { ...early, ...filter, ...given }) as unknown as {
          readonly ecosystems: readonly { readonly id: string; readonly modified: string }[];
        };
        const [last] = page.ecosystems;
        if (last === undefined) break;
        seen.push(last.id);
        cursor = `${last.modified},${last.id}`;
      }
      expect(seen).toEqual(whole);
    }
    const cursor = "2020-01-01T00:00:00Z,1";
    expect(ids({ modified_after: "2026-01-01T00:00:00Z", cursor })).toEqual([]);
  });

  it("[MOD-ES-QRY-2-2] refuses a cursor that is none, or of the other order", () => {
    const refused = (init: Readonly<Record<string, unknown>>) => {
      const error = world.refused(() => world.query(LIST, init));
      expect(error.rule).toBe("MOD-ES-QRY-2-2");
      return error.kind;
    };
    const modifiedAfter = 0n;
    expect(refused({ modifiedAfter, cursor: "1" })).toBe(ecErrors.malformedCursor);
    expect(refused({ modifiedAfter, minId: 1n })).toBe(ecErrors.otherOrder);
    expect(refused({ cursor: "2026-01-01T00:00:00Z,1" })).toBe(ecErrors.otherOrder);
  });

  it("[MOD-ES-QRY-2-2] refuses sizes out of range and what names no corporation", () => {
    expect(world.badParams("/ec/v1/list", { response_max_size: "0" })).toBe(true);
    const refused = (init: Readonly<Record<string, unknown>>) =>
      world.refused(() => world.query(LIST, init)).kind;
    expect(refused({ responseMaxSize: 1025 })).toBe(ecErrors.sizeOutOfRange);
    expect(refused({ corporation: "0" })).toBe(ecErrors.malformedCorporation);
  });

  it("[MOD-ES-QRY-3] [MOD-ES-QRY-3-2] [MOD-ES-QRY-3-3] [MOD-ES-QRY-3-4] [D-ES-01] shows the wire's parameter on the wire alone", () => {
    expect(world.spec("/ec/v1/params")).toEqual({ params: {} });
    expect(world.badParams("/ec/v1/params", { nonsense: "1" })).toBe(true);
    expect(world.query("/verana.ec.v1.Query/Params")).toEqual({
      params: { trustUnitPrice: 1_000_000n },
    });
  });

  it("[D-GEN-06] [D-GEN-10] [D-GEN-11] prints every key of an ecosystem, and no deposit", () => {
    const { ecosystem } = world.spec("/ec/v1/get", { id: "1" }) as {
      readonly ecosystem: Readonly<Record<string, Json>>;
    };
    expect({ ...ecosystem, versions: [] }).toStrictEqual({
      id: "1",
      did: "did:example:a",
      corporation: "1",
      created: "2026-01-01T00:00:00.000Z",
      modified: "2026-01-01T00:00:00.000Z",
      archived: null,
      language: "en",
      active_version: 1,
      versions: [],
    });
    expect(ecosystem.versions).toMatchObject([{ ecosystem_id: "1", corporation: null }]);
  });

  it("[MOD-ES-QRY-2] keeps indexes equal to a scan after a genesis in any order", () => {
    const section = world.export("ec") as { readonly ecosystems: readonly Json[] };
    const fresh = new RegistryWorld();
    fresh.corporation("did:example:one");
    fresh.corporation("did:example:two");
    fresh.import("ec", { ...section, ecosystems: [...section.ecosystems].reverse() });
    expect(fresh.export("ec")).toEqual(section);
    const modified_after = "2020-01-01T00:00:00Z";
    expect(fresh.spec("/ec/v1/list", { modified_after })).toMatchObject({
      ecosystems: [{ id: "4" }, { id: "2" }, { id: "3" }, { id: "1" }],
    });
  });
});
