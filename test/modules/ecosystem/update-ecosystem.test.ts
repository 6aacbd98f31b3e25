import { beforeEach, describe, expect, it } from "vitest";
import { MsgUpdateEcosystem } from "../../../src/gen/verana/ec/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ecErrors } from "../../../src/modules/ecosystem/index.js";
import { BOB, CAROL, RegistryWorld, SECOND } from "../../support/registry-world.js";

const TYPES = ["CreateEcosystem", "UpdateEcosystem"];

/** A corporation whose operator BOB may create and update ecosystems. */
function prepared(world: RegistryWorld, did = "did:example:corporation"): string {
  const { policyAddress } = world.corporation(did);
  world.grant(policyAddress, { msgTypes: TYPES });
  return policyAddress;
}

describe("MsgUpdateEcosystem", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = prepared(world);
    world.ecosystem(policy, "did:example:one");
    world.pass(SECOND);
    world.taken("");
  });

  const message = (init: Partial<MsgUpdateEcosystem> = {}) => ({
    corporation: policy,
    operator: BOB,
    id: 1n,
    did: "did:example:two",
    ...init,
  });
  const update = (init: Partial<MsgUpdateEcosystem> = {}) =>
    world.send(MsgUpdateEcosystem, message(init), BOB);
  const refused = (init: Partial<MsgUpdateEcosystem> = {}, signer = BOB) =>
    world.refuses(MsgUpdateEcosystem, message(init), signer);
  const shown = (id = "1") => world.spec("/ec/v1/get", { id });

  it("[MOD-ES-MSG-2] [MOD-ES-MSG-2-3] gives the ecosystem another DID, and nothing else", () => {
    const before = shown() as { readonly ecosystem: object };
    update();
    expect(shown()).toEqual({
      ecosystem: {
        ...before.ecosystem,
        did: "did:example:two",
        modified: "2026-01-01T00:00:01.000Z",
      },
    });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-ES-MSG-2-3] emits what indexers read", () => {
    update();
    expect(world.events).toHaveLength(1);
    expect(world.taken("update_ecosystem")).toEqual([
      { ecosystem_id: "1", corporation_id: "1", operator: BOB, did: "did:example:two" },
    ]);
  });

  it("[MOD-ES-MSG-2-1] refuses a message that lacks any parameter", () => {
    for (const init of [{ corporation: "" }, { operator: "" }, { id: 0n }, { did: "" }]) {
      const error = refused(init);
      expect(error.kind).toBe(ecErrors.missingParameter);
      expect(error.rule).toBe("MOD-ES-MSG-2-2-1");
      expect(error.facts.parameter).toBe(Object.keys(init)[0]);
    }
  });

  it.each<readonly [keyof typeof ecErrors, Partial<MsgUpdateEcosystem>]>([
    ["malformedCorporation", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["malformedDid", { did: "did:Example:two" }],
    ["malformedDid", { did: "did:example:" }],
    ["ecosystemNotFound", { id: 99n }],
    ["ecosystemNotFound", { id: (1n << 64n) - 1n }],
  ])("[MOD-ES-MSG-2-2-1] refuses with %s: %o", (kind, init) => {
    const error = refused(init);
    expect(error.kind).toBe(ecErrors[kind]);
    expect(error.rule).toBe("MOD-ES-MSG-2-2-1");
  });

  it("[MOD-ES-MSG-2-2-1] refuses a corporation that does not control the ecosystem", () => {
    const other = prepared(world, "did:example:other");
    const error = refused({ corporation: other });
    expect(error.kind).toBe(ecErrors.notController);
    expect(error.rule).toBe("MOD-ES-MSG-2-2-1");
    expect(error.facts).toMatchObject({ id: 1n, corporation: 2n });
  });

  it("[D-ES-02] refuses a DID of ecosystems of another corporation, archived or not", () => {
    const other = prepared(world, "did:example:other");
    world.ecosystem(other, "did:example:theirs");
    const error = refused({ did: "did:example:theirs" });
    expect(error.kind).toBe(ecErrors.didOfAnother);
    expect(error.rule).toBe("MOD-ES-MSG-2-2-1");
    expect(error.facts.did).toBe("did:example:theirs");
  });

  it("[D-ES-02] takes the same DID once more, which is a modification", () => {
    update({ did: "did:example:one" });
    expect(shown()).toMatchObject({
      ecosystem: { did: "did:example:one", modified: "2026-01-01T00:00:01.000Z" },
    });
    expect(world.faults()).toEqual([]);
  });

  it("[D-ES-02] takes a DID of another ecosystem of the corporation, and frees the old one", () => {
    world.ecosystem(policy, "did:example:shared");
    update({ did: "did:example:shared" });
    const other = prepared(world, "did:example:other");
    world.ecosystem(other, "did:example:one");
    expect(shown("3")).toMatchObject({ ecosystem: { did: "did:example:one", corporation: "2" } });
    expect(refused({ did: "did:example:one" }).kind).toBe(ecErrors.didOfAnother);
    expect(world.faults()).toEqual([]);
  });

  it("[D-GEN-18] minds DIDs of other entities on strict chains alone", () => {
    world.corporation("did:example:theirs");
    update({ did: "did:example:theirs" });
    const strict = new RegistryWorld({ settings: { strictDidOwnership: true } });
    const own = prepared(strict);
    strict.ecosystem(own, "did:example:one");
    strict.corporation("did:example:theirs");
    const init = { corporation: own, operator: BOB, id: 1n, did: "did:example:theirs" };
    const error = strict.refuses(MsgUpdateEcosystem, init, BOB);
    expect(error.kind).toBe(ecErrors.didOfOtherEntity);
    expect(error.rule).toBe("D-GEN-18");
    strict.send(MsgUpdateEcosystem, { ...init, did: "did:example:corporation" }, BOB);
  });

  it("[D-ES-03] leaves the corporation as it is, and asks not whether the ecosystem is archived", () => {
    const section = world.export("ec") as { readonly ecosystems: readonly object[] };
    const archived = section.ecosystems.map((each) => ({ ...each, archived: true }));
    const chain = new RegistryWorld();
    prepared(chain);
    chain.import("ec", { ...section, ecosystems: archived } as never);
    chain.send(MsgUpdateEcosystem, message(), BOB);
    expect(chain.spec("/ec/v1/get", { id: "1" })).toMatchObject({
      ecosystem: { corporation: "1", did: "did:example:two" },
    });
  });

  it("[MOD-ES-MSG-2-2] checks what it is told, then authority, then the state", () => {
    const init = { operator: CAROL, id: 99n };
    expect(refused({ ...init, did: "!" }, CAROL).kind).toBe(ecErrors.malformedDid);
    expect(refused(init, CAROL).kind).toBe(deErrors.authorizationNotFound);
    expect(refused({ id: 99n, did: "did:example:theirs" }).kind).toBe(ecErrors.ecosystemNotFound);
  });

  it("[MOD-ES-MSG-2-2-2] takes no fee itself", () => {
    update();
    expect(world.dump()).not.toMatch(/^bank /m);
  });
});
