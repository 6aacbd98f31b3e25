import { beforeEach, describe, expect, it } from "vitest";
import { MsgUpdateCorporation } from "../../../src/gen/verana/co/v1.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { BOB, CAROL, DAY, RegistryWorld } from "../../support/registry-world.js";

const RULE = "MOD-CO-MSG-2-2-1";

describe("updating a corporation", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = prepared();
  });

  const prepared = (strictDidOwnership = false): RegistryWorld => {
    const made = new RegistryWorld({ settings: { strictDidOwnership } });
    policy = made.corporation().policyAddress;
    made.grant(policy, { msgTypes: ["UpdateCorporation", "CreateEcosystem"] });
    made.pass(DAY);
    made.taken("");
    return made;
  };
  type Init = Partial<MsgUpdateCorporation>;
  const message = (init: Init): Init => ({
    corporation: policy,
    operator: BOB,
    did: "did:example:new",
    ...init,
  });
  const update = (init: Init = {}) => world.send(MsgUpdateCorporation, message(init), BOB);
  const refused = (init: Init, signer = BOB) => {
    const { kind, rule } = world.refuses(MsgUpdateCorporation, message(init), signer);
    return [kind, rule];
  };

  it("[MOD-CO-MSG-2] [MOD-CO-MSG-2-3] gives it another DID, and tells so", () => {
    update({ corporation: "1" });
    expect(world.spec("/co/v1/get", { corporation: "1" })).toMatchObject({
      corporation: {
        did: "did:example:new",
        created: "2026-01-01T00:00:00.000Z",
        modified: "2026-01-02T00:00:00.000Z",
        language: "en",
      },
    });
    expect(world.taken("update_corporation")).toEqual([
      { corporation_id: "1", policy_address: policy, did: "did:example:new" },
    ]);
  });

  it("[D-CO-03] frees the old DID", () => {
    update();
    world.corporation("did:example:one", CAROL);
    const [kind] = refused({ did: "did:example:one" });
    expect(kind).toBe(coErrors.didTaken);
  });

  it("[D-CO-03] [MOD-CO-MSG-2-2-1] takes its own DID once more, and changes nothing", () => {
    const before = world.dump();
    update({ did: "did:example:one" });
    expect(world.dump()).toBe(before);
    expect(world.events).toEqual([]);
  });

  it("[MOD-CO-MSG-2-2] [MOD-CO-MSG-2-2-1] refuses the DID of another corporation, archived or not", () => {
    world.corporation("did:example:two", CAROL);
    expect(refused({ did: "did:example:two" })).toEqual([coErrors.didTaken, RULE]);
  });

  it("[MOD-CO-MSG-2-1] [D-GEN-04] refuses what is missing or malformed", () => {
    expect(refused({ corporation: "" })).toEqual([coErrors.missingParameter, RULE]);
    expect(refused({ operator: "" })).toEqual([coErrors.missingParameter, RULE]);
    expect(refused({ did: "" })).toEqual([coErrors.missingParameter, RULE]);
    expect(refused({ corporation: "corp" })).toEqual([coErrors.malformedCorporation, RULE]);
    expect(refused({ operator: "bob" })).toEqual([coErrors.malformedOperator, RULE]);
    expect(refused({ did: "did:Example:x" })).toEqual([coErrors.malformedDid, RULE]);
  });

  it("[MOD-CO-MSG-2-2-1] refuses who was not granted it", () => {
    expect(refused({}, CAROL)).toEqual([deErrors.signerMismatch, RULE]);
    expect(refused({ operator: CAROL }, CAROL)[0]).toBe(deErrors.authorizationNotFound);
    expect(refused({ corporation: "9" })).toEqual([
      deErrors.corporationNotRegistered,
      "AUTHZ-CHECK-5",
    ]);
  });

  it("[MOD-CO-MSG-2-2-2] takes nothing itself: only the corporation changes", () => {
    const before = new Set(world.dump().split("\n"));
    update();
    const changed = world
      .dump()
      .split("\n")
      .filter((line) => !before.has(line));
    expect(changed.map((line) => line.slice(0, 5))).toEqual(["co 01", "co 03", "co 04"]);
  });

  it("[D-GEN-18] lets another's ecosystem have the DID, but on strict chains", () => {
    const share = (strict: boolean) => {
      world = prepared(strict);
      const other = world.corporation("did:example:two", CAROL).policyAddress;
      world.grant(other, { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
      world.ecosystem(other, "did:example:new", CAROL);
    };
    share(false);
    update();
    share(true);
    expect(refused({})).toEqual([coErrors.didOfAnother, "D-GEN-18"]);
    world.ecosystem(policy, "did:example:own");
    update({ did: "did:example:own" });
  });
});
