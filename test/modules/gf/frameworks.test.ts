import { beforeEach, describe, expect, it } from "vitest";
import type { QueryListGovernanceFrameworkVersionsResponse } from "../../../src/gen/verana/gf/v1.js";
import type { Json } from "../../../src/keeper/query.js";
import { gfErrors } from "../../../src/modules/gf/index.js";
import { DIGEST, RegistryWorld } from "../../support/registry-world.js";

const GET = "/verana.gf.v1.Query/GetGovernanceFrameworkVersion";
const LIST = "/verana.gf.v1.Query/ListGovernanceFrameworkVersions";

const time = "2026-01-01T00:00:00Z";

const version = (id: number, number: number, change: Readonly<Record<string, Json>> = {}) => ({
  id: String(id),
  ecosystem_id: "0",
  corporation_id: "1",
  created: time,
  version: number,
  active_since: time,
  ...change,
});
const draft = (id: number, number: number) => version(id, number, { active_since: null });
const document = (
  id: number,
  gfv: number,
  language: string,
  change: Readonly<Record<string, Json>> = {},
) => ({
  id: String(id),
  gfv_id: String(gfv),
  created: time,
  language,
  url: "https://example.com",
  digest_sri: DIGEST,
  ...change,
});

/**
 * Corporation 1 (English, version 2 active) with three versions, ecosystem 1 with one. Version 2 has
 * documents in French, English and German, the draft 3 in Spanish and Italian.
 */
function prepared(): { readonly world: RegistryWorld; readonly policy: string } {
  const world = new RegistryWorld();
  world.group();
  const donor = new RegistryWorld();
  const policy = donor.corporation().policyAddress;
  donor.grant(policy, { msgTypes: ["CreateEcosystem"] });
  donor.ecosystem(policy);
  const { corporations } = donor.export("co") as { readonly corporations: readonly object[] };
  world.import("co", {
    corporations: corporations.map((each) => ({ ...each, active_version: 2 })),
  } as never);
  world.import("ec", donor.export("ec"));
  world.import("gf", {
    versions: [
      version(4, 3, { active_since: null }),
      version(1, 1),
      version(3, 2),
      version(2, 1, { corporation_id: "0", ecosystem_id: "1" }),
    ],
    documents: [
      document(1, 1, "en"),
      document(2, 2, "en"),
      document(3, 3, "fr"),
      document(4, 3, "EN"),
      document(5, 3, "de"),
      document(6, 4, "es"),
      document(7, 4, "it"),
    ],
  });
  return { world, policy };
}

interface Shown {
  readonly version: number;
  readonly documents: readonly { readonly id: string }[];
}

describe("governance frameworks", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    ({ world, policy } = prepared());
  });

  /** Version numbers with the ids of the documents shown. */
  const shown = (versions: readonly Shown[]) =>
    versions.map((each) => [each.version, each.documents.map(({ id }) => Number(id))]);
  const listed = (params: Readonly<Record<string, string>>) =>
    shown(
      (
        world.spec("/gf/v1/list", params) as unknown as {
          readonly governance_framework_versions: readonly Shown[];
        }
      ).governance_framework_versions,
    );
  const nested = (params: Readonly<Record<string, string>>) =>
    shown(
      (
        world.spec("/co/v1/get", { corporation: "1", ...params }) as unknown as {
          readonly corporation: { readonly versions: readonly Shown[] };
        }
      ).corporation.versions,
    );

  const ALL = [
    [1, [1]],
    [2, [3, 4, 5]],
    [3, [6, 7]],
  ];

  it("[D-GF-01] is seeded with version 1, active at once, by corporations and ecosystems", () => {
    const fresh = new RegistryWorld();
    const made = fresh.corporation().policyAddress;
    fresh.grant(made, { msgTypes: ["CreateEcosystem"] });
    expect(fresh.taken("add_gf_document")).toEqual([
      { corporation_id: "1", gfv_id: "1", gfd_id: "1", version: "1", language: "en" },
    ]);
    fresh.ecosystem(made);
    expect(fresh.taken("add_gf_document")).toEqual([
      { ecosystem_id: "1", gfv_id: "2", gfd_id: "2", version: "1", language: "en" },
    ]);
    expect(fresh.export("gf")).toMatchObject({
      versions: [
        { id: "1", corporation_id: "1", ecosystem_id: "0", version: 1, active_since: time },
        { id: "2", corporation_id: "0", ecosystem_id: "1", version: 1, active_since: time },
      ],
      gfv_counter: "2",
      gfd_counter: "2",
    });
  });

  it("[MOD-GF-QRY-1] [MOD-GF-QRY-1-3] gets a version with its owner and its documents", () => {
    expect(world.spec("/gf/v1/get", { id: "2" })).toEqual({
      governance_framework_version: {
        id: "2",
        ecosystem_id: "1",
        corporation: null,
        created: "2026-01-01T00:00:00.000Z",
        version: 1,
        active_since: "2026-01-01T00:00:00.000Z",
        documents: [
          {
            id: "2",
            gfv_id: "2",
            created: "2026-01-01T00:00:00.000Z",
            language: "en",
            url: "https://example.com",
            digest_sri: DIGEST,
          },
        ],
      },
    });
  });

  it("[D-GF-02] prints both owners, one of them null", () => {
    expect(world.spec("/gf/v1/get", { id: "4" })).toMatchObject({
      governance_framework_version: { ecosystem_id: null, corporation: "1", active_since: null },
    });
  });

  it("[MOD-GF-QRY-1-1] shows one document when a language is preferred", () => {
    const get = (id: string, preferred_language: string) => {
      const answer = world.spec("/gf/v1/get", { id, preferred_language }) as unknown as {
        readonly governance_framework_version: Shown;
      };
      return shown([answer.governance_framework_version]);
    };
    expect(get("3", "DE")).toEqual([[2, [5]]]);
    expect(get("3", "nl")).toEqual([[2, [4]]]);
    expect(get("4", "nl")).toEqual([[3, [6]]]);
  });

  it("[MOD-GF-QRY-1-2] refuses an id of 0, and does not find unknown ones", () => {
    const refused = (id: bigint) => world.refused(() => world.query(GET, { id })).kind;
    expect(refused(0n)).toBe(gfErrors.idMissing);
    expect(refused(99n)).toBe(gfErrors.versionNotFound);
    expect(gfErrors.versionNotFound.grpc).toBe("NotFound");
    for (const id of ["0", "-1", "abc"]) {
      expect(world.badParams("/gf/v1/get", { id })).toBe(true);
    }
  });

  it("[MOD-GF-QRY-2] [MOD-GF-QRY-2-3] lists the versions of a subject by version, drafts included", () => {
    expect(listed({ corporation: "1" })).toEqual(ALL);
    expect(listed({ ecosystem_id: "1" })).toEqual([[1, [2]]]);
  });

  it("[MOD-GF-QRY-2-1] takes a corporation in both forms, the active version alone, and a size", () => {
    expect(listed({ corporation: policy })).toEqual(ALL);
    expect(listed({ corporation_id: "1", active_only: "true" })).toEqual([[2, [3, 4, 5]]]);
    expect(listed({ corporation: "1", response_max_size: "2" })).toEqual(ALL.slice(0, 2));
    expect(listed({ corporation: "1", preferred_language: "fr" })).toEqual([
      [1, [1]],
      [2, [3]],
      [3, [6]],
    ]);
    const { versions } = world.query<QueryListGovernanceFrameworkVersionsResponse>(LIST, {
      corporationId: 1n,
      activeOnly: true,
    });
    expect(versions).toMatchObject([{ id: 3n, corporationId: 1n, ecosystemId: 0n }]);
  });

  it("[D-GF-05] knows no versions of an unknown subject, active ones neither", () => {
    expect(listed({ corporation: "99" })).toEqual([]);
    expect(listed({ ecosystem_id: "99", active_only: "true" })).toEqual([]);
  });

  it("[D-GEN-13] goes on from the least version that is asked for", () => {
    expect(listed({ corporation: "1", min_version: "2" })).toEqual(ALL.slice(1));
    expect(listed({ corporation: "1", min_version: "4" })).toEqual([]);
    expect(listed({ corporation: "1", min_version: "4294967295" })).toEqual([]);
    expect(listed({ corporation: "1", min_version: "2", active_only: "true" })).toEqual([ALL[1]]);
    expect(listed({ corporation: "1", min_version: "3", active_only: "true" })).toEqual([]);
    for (const min_version of ["0", "-1", "1.5", "4294967296"]) {
      expect(world.badParams("/gf/v1/list", { corporation: "1", min_version })).toBe(true);
    }
  });

  it("[MOD-GF-QRY-2-2] [D-GF-05] refuses both subjects and none, malformed ones, and sizes out of range", () => {
    const refused = (init: Readonly<Record<string, unknown>>) =>
      world.refused(() => world.query(LIST, init)).kind;
    expect(refused({})).toBe(gfErrors.subjectAmbiguous);
    expect(refused({ ecosystemId: 1n, corporationId: 1n })).toBe(gfErrors.subjectAmbiguous);
    expect(refused({ ecosystemId: 1n, corporation: "1" })).toBe(gfErrors.subjectAmbiguous);
    expect(refused({ corporation: "bad" })).toBe(gfErrors.corporationMalformed);
    expect(refused({ ecosystemId: 1n, responseMaxSize: 1025 })).toBe(gfErrors.sizeOutOfRange);
    expect(world.badParams("/gf/v1/list", { response_max_size: "0" })).toBe(true);
  });

  it("[D-CO-06] nests all versions with all documents, or what is asked for", () => {
    expect(nested({})).toEqual(ALL);
    expect(nested({ active_gf_only: "true" })).toEqual([[2, [3, 4, 5]]]);
    expect(nested({ preferred_language: "it" })).toEqual([
      [1, [1]],
      [2, [4]],
      [3, [7]],
    ]);
    expect(nested({ active_gf_only: "true", preferred_language: "nl" })).toEqual([[2, [4]]]);
    expect(nested({ preferred_language: "f" })).toEqual([
      [1, [1]],
      [2, [4]],
      [3, [6]],
    ]);
  });

  it("[D-CO-06] nests the same in lists and in ecosystems", () => {
    const params = { active_gf_only: "true", preferred_language: "nl" };
    expect(world.spec("/co/v1/list", params)).toMatchObject({
      corporations: [{ versions: [{ version: 2, documents: [{ id: "4" }] }] }],
    });
    expect(world.spec("/ec/v1/get", { id: "1", ...params })).toMatchObject({
      ecosystem: { versions: [{ version: 1, documents: [{ id: "2" }] }] },
    });
    expect(world.spec("/ec/v1/list", params)).toMatchObject({
      ecosystems: [{ versions: [{ version: 1, documents: [{ id: "2" }] }] }],
    });
  });

  it("[D-GF-05] answers for parameters on the wire alone", () => {
    expect(world.query("/verana.gf.v1.Query/Params")).toEqual({ params: {} });
    expect(() => world.spec("/gf/v1/params")).toThrow("no route");
  });

  it("[D-GEN-09] comes out of genesis as it went in, and goes on after the last ids", () => {
    const section = world.export("gf");
    expect(section).toMatchObject({ gfv_counter: "4", gfd_counter: "7" });
    const made = world.corporation("did:example:two");
    expect(world.spec("/co/v1/get", { corporation: made.policyAddress })).toMatchObject({
      corporation: { versions: [{ id: "5", documents: [{ id: "8" }] }] },
    });
  });

  it.each<readonly [what: string, reason: string, section: Json]>([
    ["an unknown field", "unknown field", { nonsense: [] }],
    ["a version without id", "version id missing or given twice", { versions: [version(0, 9)] }],
    [
      "a version id twice",
      "version id missing or given twice",
      { versions: [draft(9, 9), draft(9, 10)] },
    ],
    ["two owners", "not exactly one owner", { versions: [version(9, 9, { ecosystem_id: "1" })] }],
    ["no owner", "not exactly one owner", { versions: [version(9, 9, { corporation_id: "0" })] }],
    ["an unknown owner", "unknown owner", { versions: [version(9, 9, { corporation_id: "9" })] }],
    ["no version number", "version number missing", { versions: [version(9, 0)] }],
    [
      "a version number twice",
      "version number given twice",
      { versions: [draft(9, 9), draft(10, 9)] },
    ],
    [
      "a document id twice",
      "document id missing or given twice",
      { documents: [document(9, 1, "nl"), document(9, 1, "fr")] },
    ],
    [
      "a language twice in a version, in whatever case",
      "language given twice in a version",
      { documents: [document(9, 1, "fr-ca"), document(10, 1, "fr-CA")] },
    ],
    [
      "an active version without its time",
      "active_since is not as active_version",
      { versions: [version(9, 2, { active_since: null })] },
    ],
    [
      "a draft with a time of activation",
      "active_since is not as active_version",
      { versions: [version(9, 9)] },
    ],
    [
      "a document of an unknown version",
      "document of an unknown version",
      { documents: [document(9, 99, "en")] },
    ],
    ["a malformed language", "malformed language", { documents: [document(9, 1, "!")] }],
    ["a malformed url", "malformed url", { documents: [document(9, 1, "nl", { url: "x" })] }],
    [
      "a malformed digest",
      "malformed digest_sri",
      { documents: [document(9, 1, "nl", { digest_sri: "x" })] },
    ],
  ])("refuses %s in genesis", (_what, reason, section) => {
    const error = world.rolledBack((ctx) => world.genesis("gf").init(ctx, section));
    expect(error.kind).toBe(gfErrors.invalidGenesis);
    expect(error.facts.reason).toContain(reason);
  });
});
