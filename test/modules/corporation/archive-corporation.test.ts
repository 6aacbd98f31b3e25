import { beforeEach, describe, expect, it } from "vitest";
import { MsgArchiveCorporation } from "../../../src/gen/vpr/co/v1.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { BOB, CAROL, DAY, RegistryWorld } from "../../support/registry-world.js";

const RULE = "MOD-CO-MSG-3-2-1";

describe("archiving a corporation", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = world.corporation().policyAddress;
    world.grant(policy, { msgTypes: ["ArchiveCorporation", "CreateEcosystem"] });
    world.pass(DAY);
    world.taken("");
  });

  type Init = Partial<MsgArchiveCorporation>;
  const message = (init: Init): Init => ({
    corporation: policy,
    operator: BOB,
    archive: true,
    ...init,
  });
  const archive = (value = true) =>
    world.send(MsgArchiveCorporation, message({ archive: value }), BOB);
  const refused = (init: Init, signer = BOB) => {
    const { kind, rule } = world.refuses(MsgArchiveCorporation, message(init), signer);
    return [kind, rule];
  };
  const got = () => world.spec("/co/v1/get", { corporation: "1" });

  it("[MOD-CO-MSG-3] [MOD-CO-MSG-3-1] [MOD-CO-MSG-3-3] [D-GEN-06] stores when, takes it back, and tells both", () => {
    expect(got()).toMatchObject({ corporation: { archived: null } });
    archive();
    expect(got()).toMatchObject({
      corporation: {
        archived: "2026-01-02T00:00:00.000Z",
        modified: "2026-01-02T00:00:00.000Z",
      },
    });
    world.pass(DAY);
    archive(false);
    expect(got()).toMatchObject({
      corporation: { archived: null, modified: "2026-01-03T00:00:00.000Z" },
    });
    const told = { corporation_id: "1", policy_address: policy, did: "did:example:one" };
    expect(world.taken("archive_corporation")).toEqual([
      { ...told, archive_status: "archived" },
      { ...told, archive_status: "unarchived" },
    ]);
  });

  it("[MOD-CO-MSG-3-2] [MOD-CO-MSG-3-2-1] [D-GEN-06] refuses the state that it is in", () => {
    expect(refused({ archive: false })).toEqual([coErrors.notArchived, RULE]);
    archive();
    expect(refused({})).toEqual([coErrors.alreadyArchived, RULE]);
  });

  it("[D-CO-04] [D-GEN-05] blocks nothing: an archived corporation goes on", () => {
    archive();
    world.ecosystem(policy);
    archive(false);
  });

  it("[MOD-CO-MSG-3-2-1] refuses what is missing or malformed, and who was not granted it", () => {
    expect(refused({ corporation: "" })).toEqual([coErrors.missingParameter, RULE]);
    expect(refused({ operator: "" })).toEqual([coErrors.missingParameter, RULE]);
    expect(refused({ corporation: "corp" })).toEqual([coErrors.malformedCorporation, RULE]);
    expect(refused({ operator: "bob" })).toEqual([coErrors.malformedOperator, RULE]);
    expect(refused({}, CAROL)).toEqual([deErrors.signerMismatch, RULE]);
    expect(refused({ operator: CAROL }, CAROL)[0]).toBe(deErrors.authorizationNotFound);
  });

  it("[MOD-CO-MSG-3-2-2] takes nothing itself: only the corporation changes", () => {
    const before = new Set(world.dump().split("\n"));
    archive();
    const changed = world
      .dump()
      .split("\n")
      .filter((line) => !before.has(line));
    expect(changed.map((line) => line.slice(0, 5))).toEqual(["co 01", "co 04"]);
  });
});
