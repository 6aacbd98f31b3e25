import { beforeEach, describe, expect, it } from "vitest";
import type {
  QueryGetCorporationResponse,
  QueryListCorporationsResponse,
} from "../../../src/gen/verana/co/v1.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { ALICE, DIGEST, RegistryWorld, SECOND } from "../../support/registry-world.js";

const GET = "/verana.co.v1.Query/GetCorporation";
const LIST = "/verana.co.v1.Query/ListCorporations";

interface Listed {
  readonly corporations: readonly { readonly corporation: string }[];
}

describe("queries of corporations", () => {
  let world: RegistryWorld;
  let policies: readonly string[];

  beforeEach(() => {
    world = new RegistryWorld();
    policies = ["one", "two", "three", "four"].map((name, i) => {
      // The second and the third are created in the same block.
      if (i !== 2) world.pass(SECOND);
      return world.corporation(`did:example:${name}`).policyAddress;
    });
  });

  const ids = (params: Readonly<Record<string, string>> = {}) =>
    (world.spec("/co/v1/list", params) as unknown as Listed).corporations.map(
      ({ corporation }) => corporation,
    );

  it("[MOD-CO-QRY-1] [MOD-CO-QRY-1-1] finds a corporation by policy address or group id, under both names", () => {
    for (const name of ["2", policies[1] ?? "", policies[1]?.toUpperCase() ?? ""]) {
      for (const key of ["corporation", "corporation_id"]) {
        expect(world.spec("/co/v1/get", { [key]: name })).toMatchObject({
          corporation: { corporation: "2", did: "did:example:two" },
        });
      }
    }
    const { corporation } = world.query<QueryGetCorporationResponse>(GET, { corporationId: 2n });
    expect(corporation).toMatchObject({ id: 2n, policyAddress: policies[1] });
  });

  it("[MOD-CO-QRY-1-2] [D-CO-01] refuses what names no group", () => {
    for (const corporation of ["", "0", "-1", "01", "abc", "18446744073709551616"]) {
      const error = world.refused(() => world.query(GET, { corporation }));
      expect(error.kind).toBe(coErrors.malformedCorporation);
      expect(error.kind.grpc).toBe("InvalidArgument");
    }
  });

  it("[MOD-CO-QRY-1-3] [D-CO-01] does not find groups that are not registered", () => {
    for (const corporation of ["99", ALICE, world.group()]) {
      const error = world.refused(() => world.query(GET, { corporation }));
      expect(error.kind).toBe(coErrors.corporationNotFound);
      expect(error.kind.grpc).toBe("NotFound");
    }
  });

  it("[MOD-CO-QRY-2] [MOD-CO-QRY-2-3] lists by id", () => {
    expect(ids()).toEqual(["1", "2", "3", "4"]);
    expect(ids({ response_max_size: "2" })).toEqual(["1", "2"]);
  });

  it("[MOD-CO-QRY-2-1] [D-GEN-13] lists what was modified after a time, latest first, ties by id", () => {
    expect(ids({ modified_after: "2020-01-01T00:00:00Z" })).toEqual(["4", "2", "3", "1"]);
    expect(ids({ modified_after: "2026-01-01T00:00:01Z" })).toEqual(["4", "2", "3"]);
    expect(ids({ modified_after: "2026-01-01T00:00:01.999999999Z" })).toEqual(["4", "2", "3"]);
    expect(ids({ modified_after: "2026-01-01T00:00:02Z" })).toEqual(["4"]);
    expect(ids({ modified_after: "2100-01-01T00:00:00Z" })).toEqual([]);
    expect(ids({ modified_after: "2020-01-01T00:00:00Z", response_max_size: "3" })).toEqual([
      "4",
      "2",
      "3",
    ]);
  });

  it("[MOD-CO-QRY-2-2] refuses sizes out of range; on the wire 0 is absent", () => {
    for (const size of ["0", "-1", "1025", "abc"]) {
      expect(world.badParams("/co/v1/list", { response_max_size: size })).toBe(true);
    }
    expect(world.badParams("/co/v1/list", { response_max_size: "1024" })).toBe(false);
    const error = world.refused(() => world.query(LIST, { responseMaxSize: 1025 }));
    expect(error.kind).toBe(coErrors.sizeOutOfRange);
    const { corporations } = world.query<QueryListCorporationsResponse>(LIST, {});
    expect(corporations).toHaveLength(4);
  });

  it("[D-GEN-13] lists 64 when nothing is said", () => {
    for (let i = 0; i < 61; i++) world.corporation(`did:example:more-${i}`);
    expect(ids()).toHaveLength(64);
    expect(ids({ response_max_size: "65" })).toHaveLength(65);
  });

  it("[D-GEN-12] refuses unknown parameters", () => {
    expect(world.badParams("/co/v1/list", { nonsense: "1" })).toBe(true);
    expect(world.badParams("/co/v1/get", { id: "1" })).toBe(true);
  });

  it("[D-GEN-02] refuses a corporation that is named twice", () => {
    const both = { corporation: "2", corporation_id: "1" };
    for (const path of [
      "/co/v1/get",
      "/ec/v1/list",
      "/gf/v1/list",
      "/de/v1/authz/list",
      "/de/v1/vs-authz/list",
    ]) {
      expect(world.badParams(path, both)).toBe(true);
      expect(world.badParams(path, { ...both, corporation_id: "" })).toBe(false);
    }
  });

  it("[D-GEN-10] [D-GEN-11] prints every key of a corporation and its framework", () => {
    const { corporation } = world.spec("/co/v1/get", { corporation: "1" }) as never;
    const time = "2026-01-01T00:00:01.000Z";
    expect(corporation).toStrictEqual({
      corporation: "1",
      policy_address: policies[0],
      did: "did:example:one",
      created: time,
      modified: time,
      archived: null,
      language: "en",
      active_version: 1,
      versions: [
        {
          id: "1",
          ecosystem_id: null,
          corporation: "1",
          created: time,
          version: 1,
          active_since: time,
          documents: [
            {
              id: "1",
              gfv_id: "1",
              created: time,
              language: "en",
              url: "https://example.com/framework",
              digest_sri: DIGEST,
            },
          ],
        },
      ],
    });
  });

  /** Every id of a list that is read page by page; what the last entry of a page says comes next. */
  const pages = (
    params: Readonly<Record<string, string>>,
    next: (last: Entry) => Readonly<Record<string, string>>,
  ): readonly string[] => {
    const seen: string[] = [];
    for (let given: Readonly<Record<string, string>> = {}; ; ) {
      const page = world.spec("/co/v1/list", { ...params, ...given, response_max_size: "2" });
      const { corporations } = page as unknown as { readonly corporations: readonly Entry[] };
      const last = corporations.at(-1);
      if (last === undefined) return seen;
      seen.push(...corporations.map(({ corporation }) => corporation));
      given = next(last);
    }
  };

  it("[D-GEN-13] goes on page by page in both orders, also among entries of one time", () => {
    for (const n of [5, 6, 7]) world.corporation(`did:example:page-${n}`);
    const byId = pages({}, (last) => ({ min_id: (BigInt(last.corporation) + 1n).toString() }));
    expect(byId).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    const since = { modified_after: "2020-01-01T00:00:00Z" };
    const byTime = pages(since, (last) => ({ cursor: `${last.modified},${last.corporation}` }));
    const whole = world.spec("/co/v1/list", { ...since, response_max_size: "64" });
    const { corporations } = whole as unknown as { readonly corporations: readonly Entry[] };
    expect(byTime).toEqual(corporations.map(({ corporation }) => corporation));
    expect(byTime).toHaveLength(7);
  });

  it("[MOD-CO-QRY-2-2] refuses a cursor that is none, or of the other order", () => {
    const refused = (init: Readonly<Record<string, unknown>>) => {
      const path = "/verana.co.v1.Query/ListCorporations";
      const { kind, rule } = world.refused(() => world.query(path, init));
      return [kind, rule];
    };
    const rule = "MOD-CO-QRY-2-2";
    const modifiedAfter = 0n;
    expect(refused({ modifiedAfter, cursor: "1" })).toEqual([coErrors.malformedCursor, rule]);
    expect(refused({ modifiedAfter, minId: 1n })).toEqual([coErrors.otherOrder, rule]);
    const cursor = "2026-01-01T00:00:00Z,1";
    expect(refused({ cursor })).toEqual([coErrors.otherOrder, rule]);
  });

  it("[MOD-CO-QRY-3] [MOD-CO-QRY-3-3] answers that there are no parameters", () => {
    expect(world.spec("/co/v1/params")).toEqual({ params: {} });
    expect(world.query("/verana.co.v1.Query/Params")).toEqual({ params: {} });
  });
});

interface Entry {
  readonly corporation: string;
  readonly modified: string;
}
