import { beforeEach, describe, expect, it } from "vitest";
import { MsgRevokeOperatorAuthorization } from "../../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../../src/gen/verana/ec/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { BOB, CAROL, DAVE, DAY, described, RegistryWorld } from "../../support/registry-world.js";

describe("revoking an operator authorization", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = world.corporation().policyAddress;
    world.grant(policy, { msgTypes: ["CreateEcosystem"] });
    world.taken("");
  });

  type Init = Partial<MsgRevokeOperatorAuthorization>;
  const message = (init: Init): Init => ({ corporation: policy, grantee: BOB, ...init });
  const revoke = (init: Init = {}, signer = policy) =>
    world.send(MsgRevokeOperatorAuthorization, message(init), signer, "group");
  const refused = (init: Init, signer = policy) => {
    const { kind, rule } = world.refuses(MsgRevokeOperatorAuthorization, message(init), signer);
    return [kind, rule];
  };

  it("[MOD-DE-MSG-4] [MOD-DE-MSG-4-4] deletes it, and its operator can do nothing more", () => {
    revoke();
    expect(world.spec("/de/v1/authz/list")).toEqual({ operator_authorizations: [] });
    const create = { corporation: policy, operator: BOB, ...described() };
    expect(world.refuses(MsgCreateEcosystem, create, BOB).kind).toBe(
      deErrors.authorizationNotFound,
    );
  });

  it("[MOD-DE-MSG-4-4] tells the wire's event", () => {
    revoke();
    expect(world.taken("revoke_operator_authorization")).toEqual([
      { authz_id: "1", corporation_id: "1", grantee: BOB, timestamp: "2026-01-01T00:00:00Z" },
    ]);
  });

  it("[MOD-DE-MSG-4-1] [D-DE-02] may be done by an operator who was granted it, on itself too", () => {
    expect(refused({ operator: CAROL }, CAROL)).toEqual([
      deErrors.authorizationNotFound,
      "AUTHZ-CHECK-1",
    ]);
    world.grant(policy, { grantee: CAROL, msgTypes: ["RevokeOperatorAuthorization"] });
    world.send(MsgRevokeOperatorAuthorization, message({ operator: CAROL }), CAROL);
    const own = message({ operator: CAROL, grantee: CAROL });
    world.send(MsgRevokeOperatorAuthorization, own, CAROL);
    expect(world.spec("/de/v1/authz/list")).toEqual({ operator_authorizations: [] });
  });

  it("[D-DE-02] is the group's without an operator and with the policy as one", () => {
    revoke({ operator: policy });
    world.grant(policy, { msgTypes: ["CreateEcosystem"] });
    revoke({ operator: "" });
  });

  it("[MOD-DE-MSG-4-2] refuses what is missing or malformed", () => {
    const rule = "MOD-DE-MSG-4-2";
    expect(refused({ corporation: "" })).toEqual([deErrors.missingParameter, rule]);
    expect(refused({ corporation: "01" })).toEqual([deErrors.malformedCorporation, rule]);
    expect(refused({ operator: "bob" })).toEqual([deErrors.malformedOperator, rule]);
    expect(refused({ grantee: "" })).toEqual([deErrors.missingParameter, rule]);
    expect(refused({ grantee: "bob" })).toEqual([deErrors.malformedGrantee, rule]);
  });

  it("[MOD-DE-MSG-4-2] refuses another signer than the one it names", () => {
    expect(refused({}, DAVE)).toEqual([deErrors.signerMismatch, "MOD-DE-MSG-4-2"]);
    expect(refused({ operator: CAROL }, DAVE)).toEqual([deErrors.signerMismatch, "MOD-DE-MSG-4-2"]);
  });

  it("[MOD-DE-MSG-4-2] refuses when there is none, of this corporation", () => {
    const other = world.corporation("did:example:two", CAROL).policyAddress;
    const none = [deErrors.operatorAuthorizationNotFound, "MOD-DE-MSG-4-2"];
    expect(refused({ grantee: DAVE })).toEqual(none);
    expect(refused({ corporation: other }, other)).toEqual(none);
  });

  it("[D-DE-07] [D-DE-08] takes dead ones; a later grant gets a fresh id", () => {
    world.grant(policy, { msgTypes: ["CreateEcosystem"], expiration: world.time + 1n });
    world.pass(DAY);
    revoke();
    world.grant(policy, { msgTypes: ["CreateEcosystem"] });
    expect(world.spec("/de/v1/authz/list")).toMatchObject({
      operator_authorizations: [{ id: "2" }],
    });
  });

  it("[D-AUTHZ-02] works before registration, and then for the bound policy alone", () => {
    const group = world.group(CAROL);
    world.grant(group, { grantee: DAVE });
    world.send(
      MsgRevokeOperatorAuthorization,
      { corporation: group, grantee: DAVE },
      group,
      "group",
    );
    const weaker = world.secondPolicy(1n, policy);
    expect(refused({ corporation: weaker }, weaker)).toEqual([deErrors.policyNotBound, "D-GEN-01"]);
  });

  it("[MOD-DE-MSG-4-3] takes nothing itself: only delegation changes", () => {
    const before = world.dump().split("\n");
    revoke();
    const after = new Set(world.dump().split("\n"));
    const gone = before.filter((line) => !after.has(line));
    expect(gone.map((line) => line.slice(0, 5))).toEqual(["de 01", "de 02", "de 03"]);
  });
});
