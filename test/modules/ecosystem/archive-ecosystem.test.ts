import { beforeEach, describe, expect, it } from "vitest";
import { MsgArchiveEcosystem } from "../../../src/gen/verana/ec/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ecErrors } from "../../../src/modules/ecosystem/index.js";
import { BOB, CAROL, RegistryWorld, SECOND } from "../../support/registry-world.js";

/** A corporation whose operator BOB may create and archive ecosystems. */
function prepared(world: RegistryWorld, did = "did:example:corporation"): string {
  const { policyAddress } = world.corporation(did);
  world.grant(policyAddress, { msgTypes: ["CreateEcosystem", "ArchiveEcosystem"] });
  return policyAddress;
}

describe("MsgArchiveEcosystem", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = prepared(world);
    world.ecosystem(policy, "did:example:one");
    world.pass(SECOND);
    world.taken("");
  });

  const message = (init: Partial<MsgArchiveEcosystem> = {}) => ({
    corporation: policy,
    operator: BOB,
    id: 1n,
    archive: true,
    ...init,
  });
  const archive = (init: Partial<MsgArchiveEcosystem> = {}) =>
    world.send(MsgArchiveEcosystem, message(init), BOB);
  const refused = (init: Partial<MsgArchiveEcosystem> = {}, signer = BOB) =>
    world.refuses(MsgArchiveEcosystem, message(init), signer);
  const shown = () => world.spec("/ec/v1/get", { id: "1" });

  it("[MOD-ES-MSG-3] [MOD-ES-MSG-3-3] [D-GEN-06] notes when it was archived, and forgets it again", () => {
    const before = shown() as { readonly ecosystem: object };
    archive();
    const now = "2026-01-01T00:00:01.000Z";
    expect(shown()).toEqual({ ecosystem: { ...before.ecosystem, archived: now, modified: now } });
    world.pass(SECOND);
    archive({ archive: false });
    const later = "2026-01-01T00:00:02.000Z";
    expect(shown()).toEqual({ ecosystem: { ...before.ecosystem, modified: later } });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-ES-MSG-3-3] emits what indexers read", () => {
    archive();
    archive({ archive: false });
    expect(world.events).toHaveLength(2);
    const said = { ecosystem_id: "1", corporation_id: "1", operator: BOB, did: "did:example:one" };
    expect(world.taken("archive_ecosystem")).toEqual([
      { ...said, archive_status: "archived" },
      { ...said, archive_status: "unarchived" },
    ]);
  });

  it("[MOD-ES-MSG-3-1] refuses a message that lacks any parameter", () => {
    for (const init of [{ corporation: "" }, { operator: "" }, { id: 0n }]) {
      const error = refused(init);
      expect(error.kind).toBe(ecErrors.missingParameter);
      expect(error.rule).toBe("MOD-ES-MSG-3-2-1");
      expect(error.facts.parameter).toBe(Object.keys(init)[0]);
    }
  });

  it.each<readonly [keyof typeof ecErrors, Partial<MsgArchiveEcosystem>]>([
    ["malformedCorporation", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["ecosystemNotFound", { id: 99n }],
    ["notArchived", { archive: false }],
  ])("[MOD-ES-MSG-3-2-1] refuses with %s: %o", (kind, init) => {
    const error = refused(init);
    expect(error.kind).toBe(ecErrors[kind]);
    expect(error.rule).toBe("MOD-ES-MSG-3-2-1");
  });

  it("[MOD-ES-MSG-3-2-1] [D-GEN-06] refuses to archive twice", () => {
    archive();
    const error = refused();
    expect(error.kind).toBe(ecErrors.alreadyArchived);
    expect(error.rule).toBe("MOD-ES-MSG-3-2-1");
  });

  it("[MOD-ES-MSG-3-2-1] refuses a corporation that does not control the ecosystem", () => {
    const other = prepared(world, "did:example:other");
    const error = refused({ corporation: other });
    expect(error.kind).toBe(ecErrors.notController);
    expect(error.rule).toBe("MOD-ES-MSG-3-2-1");
  });

  it("[D-GEN-05] hides an archived ecosystem from no query", () => {
    archive();
    expect(world.spec("/ec/v1/list")).toMatchObject({ ecosystems: [{ id: "1" }] });
    expect(world.spec("/ec/v1/list", { corporation: "1" })).toMatchObject({
      ecosystems: [{ id: "1" }],
    });
  });

  it("[MOD-ES-MSG-3-2] checks what it is told, then authority, then the state", () => {
    const init = { operator: CAROL, id: 99n };
    expect(refused({ ...init, corporation: "0" }, CAROL).kind).toBe(ecErrors.malformedCorporation);
    expect(refused(init, CAROL).kind).toBe(deErrors.authorizationNotFound);
    expect(refused({ id: 99n }).kind).toBe(ecErrors.ecosystemNotFound);
  });

  it("[MOD-ES-MSG-3-2-2] takes no fee itself", () => {
    archive();
    expect(world.dump()).not.toMatch(/^bank /m);
  });
});
