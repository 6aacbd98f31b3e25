import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { MsgStoreDigest } from "../../../src/gen/verana/di/v1.js";
import type { Json } from "../../../src/keeper/query.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { diErrors } from "../../../src/modules/di/index.js";
import { BOB, CAROL, DAY, DIGEST, RegistryWorld } from "../../support/registry-world.js";

describe("digests", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = world.corporation().policyAddress;
    world.grant(policy, { msgTypes: ["StoreDigest"] });
    world.taken("");
  });

  type Init = Partial<MsgStoreDigest>;
  const message = (init: Init): Init => ({
    authority: policy,
    operator: BOB,
    digest: DIGEST,
    ...init,
  });
  const store = (init: Init = {}) => world.send(MsgStoreDigest, message(init), BOB);
  const refused = (init: Init, signer = BOB) => {
    const { kind, rule } = world.refuses(MsgStoreDigest, message(init), signer);
    return [kind, rule];
  };
  const get = (digest: string) => world.spec("/di/v1/get", { digest });

  it("[MOD-DI-MSG-1] [MOD-DI-MSG-1-3] [MOD-DI-QRY-1-4] are stored with the time of the block, and answered as the specification's example", () => {
    world.pass(DAY);
    store();
    expect(get(DIGEST)).toEqual({
      digest: { digest: DIGEST, created: "2026-01-02T00:00:00.000Z" },
    });
  });

  it("[MOD-DI-MSG-1-3] tell the wire's event, by the bound policy however the corporation was named", () => {
    store({ authority: "1" });
    expect(world.taken("store_digest")).toEqual([
      {
        corporation: policy,
        digest: DIGEST,
        source: "msg",
        timestamp: "2026-01-01T00:00:00Z",
        operator: BOB,
      },
    ]);
  });

  it("[D-DI-01] keep their first time, and nothing is told of a second", () => {
    store();
    world.pass(DAY);
    world.taken("");
    store();
    expect(get(DIGEST)).toMatchObject({ digest: { created: "2026-01-01T00:00:00.000Z" } });
    expect(world.taken("store_digest")).toEqual([]);
  });

  it("[MOD-DI-MSG-1-1] [MOD-DI-MSG-1-2] [MOD-DI-MSG-1-2-1] refuse what is missing or malformed", () => {
    const rule = "MOD-DI-MSG-1-2-1";
    expect(refused({ authority: "" })).toEqual([diErrors.missingParameter, rule]);
    expect(refused({ operator: "" })).toEqual([diErrors.missingParameter, rule]);
    expect(refused({ digest: "" })).toEqual([diErrors.missingParameter, rule]);
    expect(refused({ authority: "corp" })).toEqual([diErrors.malformedCorporation, rule]);
    expect(refused({ operator: "bob" })).toEqual([diErrors.malformedOperator, rule]);
  });

  it("[MOD-DI-MSG-1-2-1] [D-AUTHZ-01] ask for the signer, the registration and the grant", () => {
    const rule = "MOD-DI-MSG-1-2-1";
    expect(refused({}, CAROL)).toEqual([deErrors.signerMismatch, rule]);
    const other = [deErrors.corporationNotRegistered, "AUTHZ-CHECK-5"];
    expect(refused({ authority: "9" })).toEqual(other);
    const none = [deErrors.authorizationNotFound, "AUTHZ-CHECK-1"];
    expect(refused({ operator: CAROL }, CAROL)).toEqual(none);
  });

  it("[MOD-DI-MSG-1-2-2] take nothing themselves: only the digest is written", () => {
    const before = new Set(world.dump().split("\n"));
    store();
    const added = world
      .dump()
      .split("\n")
      .filter((line) => !before.has(line));
    expect(added.map((line) => line.slice(0, 5))).toEqual(["di 01"]);
  });

  it("[D-DI-02] are 1 to 256 visible characters, case-sensitive, whatever they mean", () => {
    for (const digest of ["a", "~", "!".repeat(256), "sha384-abc", "bafy=="]) store({ digest });
    store({ digest: "SHA384-ABC" });
    expect(get("SHA384-ABC")).not.toEqual(get("sha384-abc"));
    const bad = ["a b", "a\tb", "\u0000", "é", "a\n", "x".repeat(257), "\u007f"];
    for (const digest of bad) {
      expect(refused({ digest }), JSON.stringify(digest)).toEqual([
        diErrors.malformedDigest,
        "D-DI-02",
      ]);
    }
  });

  it("[D-DI-02] are taken or refused by their bytes alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (digest) => {
        const bytes = Buffer.from(digest);
        const fits =
          bytes.length >= 1 && bytes.length <= 256 && bytes.every((b) => b >= 0x21 && b <= 0x7e);
        if (fits) store({ digest });
        else
          expect([diErrors.missingParameter, diErrors.malformedDigest]).toContain(
            refused({ digest })[0],
          );
      }),
      { numRuns: 200 },
    );
  });

  it("[MOD-DI-QRY-1] [MOD-DI-QRY-1-1] [MOD-DI-QRY-1-3] are found by their text, a plus that was not escaped too", () => {
    store({ digest: "sha256-a+b/c=" });
    expect(get("sha256-a+b/c=")).toMatchObject({ digest: { digest: "sha256-a+b/c=" } });
    expect(get("sha256-a b/c=")).toMatchObject({ digest: { digest: "sha256-a+b/c=" } });
    const { kind, rule } = world.refused(() => get("sha256-A+b/c="));
    expect([kind, rule]).toEqual([diErrors.digestNotFound, "MOD-DI-QRY-1-3"]);
  });

  it("[MOD-DI-QRY-1-2] [D-DI-03] are not asked for without a text", () => {
    expect(world.badParams("/di/v1/get", {})).toBe(true);
    expect(world.badParams("/di/v1/get", { digest: "" })).toBe(true);
    const { kind, rule } = world.refused(() => world.query("/verana.di.v1.Query/GetDigest", {}));
    expect([kind, rule]).toEqual([diErrors.missingParameter, "MOD-DI-QRY-1-2"]);
  });

  describe("in genesis", () => {
    /** The section that a node of the reference exported. */
    const RECORDED = {
      params: {},
      digests: [
        {
          digest: "sha256-testdigest1795311507578472232",
          created: "2026-11-22T01:38:35.635302775Z",
        },
      ],
    };
    const [digest] = RECORDED.digests;

    it("[D-TX-10] come out as they went in", () => {
      world.import("di", RECORDED);
      expect(world.export("di")).toEqual(RECORDED);
      expect(new RegistryWorld().export("di")).toEqual({ params: {}, digests: [] });
    });

    it.each<readonly [string, readonly object[]]>([
      ["a malformed one", [{ ...digest, digest: "a b" }]],
      ["an empty one", [{ ...digest, digest: "" }]],
      ["one given twice", [{ ...digest }, { ...digest }]],
      ["one without time", [{ ...digest, created: null }]],
    ])("refuse %s", (_what, digests) => {
      const json = { ...RECORDED, digests } as unknown as Json;
      const error = world.rolledBack((ctx) => world.genesis("di").init(ctx, json));
      expect(error.kind).toBe(diErrors.invalidGenesis);
    });
  });
});
