import { beforeEach, describe, expect, it } from "vitest";
import { deErrors } from "../../../src/modules/de/index.js";
import { gfErrors } from "../../../src/modules/gf/index.js";
import { BOB, CAROL, SECOND } from "../../support/registry-world.js";
import { FrameworkWorld } from "./gf-world.js";

const RULE = "MOD-GF-MSG-2-2-1";

describe("MsgIncreaseActiveGovernanceFrameworkVersion", () => {
  let world: FrameworkWorld;

  beforeEach(() => {
    world = new FrameworkWorld();
  });

  const corporation = () => world.spec("/co/v1/get", { corporation: "1" });
  const ecosystem = () => world.spec("/ec/v1/get", { id: "1" });

  it("[MOD-GF-MSG-2] [MOD-GF-MSG-2-3] [D-GF-04] makes the next version of the corporation active", () => {
    world.add();
    world.pass(SECOND);
    world.increase();
    expect(corporation()).toMatchObject({
      corporation: {
        created: "2026-01-01T00:00:00.000Z",
        modified: "2026-01-01T00:00:02.000Z",
        active_version: 2,
        versions: [
          { version: 1, active_since: "2026-01-01T00:00:00.000Z" },
          { version: 2, active_since: "2026-01-01T00:00:02.000Z" },
        ],
      },
    });
    expect(ecosystem()).toMatchObject({ ecosystem: { active_version: 1 } });
    expect(world.versions({ corporation: "1", active_only: "true" })).toMatchObject([
      { version: 2 },
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[D-GF-02] [D-GF-04] does so for an ecosystem that is named, and for it alone", () => {
    world.add({ ecosystemId: 1n });
    world.increase({ ecosystemId: 1n });
    expect(ecosystem()).toMatchObject({
      ecosystem: { active_version: 2, modified: "2026-01-01T00:00:01.000Z" },
    });
    expect(corporation()).toMatchObject({
      corporation: { active_version: 1, modified: "2026-01-01T00:00:00.000Z" },
    });
    expect(world.spec("/ec/v1/list", { modified_after: "2026-01-01T00:00:00Z" })).toMatchObject({
      ecosystems: [{ id: "1" }],
    });
    expect(world.faults()).toEqual([]);
  });

  it("[D-GF-04] goes one step at a time", () => {
    world.add();
    world.add({ version: 3 });
    world.increase();
    expect(corporation()).toMatchObject({ corporation: { active_version: 2 } });
    world.increase();
    expect(corporation()).toMatchObject({ corporation: { active_version: 3 } });
    expect(world.refusedIncrease().kind).toBe(gfErrors.nextVersionMissing);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-GF-MSG-2-3] emits what indexers read, 0 for the corporation's own framework", () => {
    world.add();
    world.add({ ecosystemId: 1n });
    world.taken("");
    world.increase();
    world.increase({ ecosystemId: 1n });
    expect(world.events).toHaveLength(2);
    const said = { corporation: world.policy, operator: BOB, version: "2" };
    const active_since = "2026-01-01T00:00:01Z";
    expect(world.taken("increase_active_gf_version")).toEqual([
      { ...said, ecosystem_id: "0", gfv_id: "3", active_since },
      { ...said, ecosystem_id: "1", gfv_id: "4", active_since },
    ]);
  });

  it("[MOD-GF-MSG-2-1] refuses a message that lacks any parameter but the ecosystem", () => {
    for (const init of [{ corporation: "" }, { operator: "" }]) {
      const error = world.refusedIncrease(init);
      expect(error.kind).toBe(gfErrors.missingParameter);
      expect(error.facts.parameter).toBe(Object.keys(init)[0]);
      expect(error.rule).toBe(RULE);
    }
  });

  it.each([
    ["corporationMalformed", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["ecosystemNotFound", { ecosystemId: 99n }],
    ["nextVersionMissing", {}],
    ["nextVersionMissing", { ecosystemId: 1n }],
  ] as const)("[MOD-GF-MSG-2-2-1] refuses with %s: %o", (kind, init) => {
    const error = world.refusedIncrease(init);
    expect(error.kind).toBe(gfErrors[kind]);
    expect(error.rule).toBe(RULE);
  });

  it("[MOD-GF-MSG-2-2-1] refuses a version without a document in the subject's own language", () => {
    world.add({ docLanguage: "fr" });
    world.add({ docLanguage: "en-GB" });
    const error = world.refusedIncrease();
    expect(error.kind).toBe(gfErrors.documentMissing);
    expect(error.rule).toBe(RULE);
    expect(error.facts).toMatchObject({ version: 2, language: "en" });
    world.add({ docLanguage: "EN" });
    world.increase();
    expect(corporation()).toMatchObject({ corporation: { active_version: 2 } });
  });

  it("[D-GF-04] [D-GEN-09] ends at the last number that a version can have", () => {
    const section = world.export("ec") as { readonly ecosystems: readonly object[] };
    const ecosystems = section.ecosystems.map((each) => ({
      ...each,
      ...{ id: "9", active_version: 4_294_967_295 },
    }));
    world.import("ec", { ...section, ecosystems } as never);
    expect(world.refusedIncrease({ ecosystemId: 9n }).kind).toBe(gfErrors.nextVersionMissing);
    expect(world.refusedDocument({ ecosystemId: 9n, version: 1 }).kind).toBe(
      gfErrors.versionNotAboveActive,
    );
    expect(world.faults()).toEqual([
      "ec/frameworks: ecosystem 9 has no version 4294967295 of its framework",
    ]);
  });

  it("[D-GF-02] refuses another corporation's ecosystem", () => {
    world.add({ ecosystemId: 1n });
    const error = world.refusedIncrease({ corporation: world.other(), ecosystemId: 1n });
    expect(error.kind).toBe(gfErrors.notController);
    expect(error.rule).toBe(RULE);
  });

  it("[MOD-GF-MSG-2-2] checks what it is told, then authority, then the state", () => {
    const init = { operator: CAROL, ecosystemId: 99n };
    const malformed = { ...init, corporation: "0" };
    expect(world.refusedIncrease(malformed, CAROL).kind).toBe(gfErrors.corporationMalformed);
    expect(world.refusedIncrease(init, CAROL).kind).toBe(deErrors.authorizationNotFound);
    expect(world.refusedIncrease({ ecosystemId: 99n }).kind).toBe(gfErrors.ecosystemNotFound);
  });

  it("[MOD-GF-MSG-2-2-2] takes no fee itself", () => {
    world.add();
    world.increase();
    expect(world.dump()).not.toMatch(/^bank /m);
  });
});
