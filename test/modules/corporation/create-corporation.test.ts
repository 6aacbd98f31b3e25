import { beforeEach, describe, expect, it } from "vitest";
import type { QueryGroupInfoResponse } from "../../../src/gen/cosmos/group/v1.js";
import { MsgCreateCorporation } from "../../../src/gen/verana/co/v1.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { ALICE, BOB, CAROL, newCorporation, RegistryWorld } from "../../support/registry-world.js";

describe("MsgCreateCorporation", () => {
  let world: RegistryWorld;

  beforeEach(() => {
    world = new RegistryWorld();
  });

  const refused = (init: Partial<MsgCreateCorporation>) =>
    world.refuses(
      MsgCreateCorporation,
      { ...newCorporation("did:example:one", ALICE), ...init },
      ALICE,
    );

  it("[D-CO-02] lets anyone create group, policy and corporation at once", () => {
    const made = world.corporation();
    expect(made.corporationId).toBe(1n);
    expect(world.spec("/co/v1/get", { corporation: made.policyAddress })).toMatchObject({
      corporation: { corporation: "1", policy_address: made.policyAddress, active_version: 1 },
    });
    const { info } = world.query<QueryGroupInfoResponse>("/cosmos.group.v1.Query/GroupInfo", {
      groupId: 1n,
    });
    expect(info?.admin).toBe(made.policyAddress);
  });

  it("[D-CO-02] leaves the same corporation behind as registration does", () => {
    const registered = new RegistryWorld();
    const policy = registered.group();
    registered.grant(policy);
    registered.register(policy);
    world.corporation();
    expect(world.export("co")).toEqual(registered.export("co"));
    expect(world.export("gf")).toEqual(registered.export("gf"));
  });

  it("[MOD-CO-MSG-1-3] emits the group's events, then the document's, then its own", () => {
    const { policyAddress } = world.corporation();
    expect(world.events.map(({ type }) => type)).toEqual([
      "cosmos.group.v1.EventCreateGroup",
      "cosmos.group.v1.EventCreateGroupPolicy",
      "cosmos.group.v1.EventUpdateGroup",
      "cosmos.group.v1.EventUpdateGroupPolicy",
      "add_gf_document",
      "create_corporation",
    ]);
    expect(world.taken("create_corporation")).toEqual([
      { corporation_id: "1", policy_address: policyAddress, did: "did:example:one" },
    ]);
  });

  it.each<readonly [keyof typeof coErrors, Partial<MsgCreateCorporation>]>([
    ["missingParameter", { signer: "" }],
    ["missingParameter", { did: "" }],
    ["malformedSigner", { signer: "nonsense" }],
    ["noMembers", { members: [] }],
    ["malformedMember", { members: [{ address: "nobody", weight: "1", metadata: "" }] }],
    ["noDecisionPolicy", { decisionPolicy: undefined }],
    ["malformedDid", { did: "did:" }],
    ["malformedLanguage", { language: "x" }],
    ["malformedUrl", { docUrl: "nonsense" }],
    ["malformedDigest", { docDigestSri: "nonsense" }],
  ])("[MOD-CO-MSG-1-2-1] refuses with %s", (kind, init) => {
    expect(refused(init).kind).toBe(coErrors[kind]);
  });

  it("[D-CO-03] refuses a DID that a corporation has, with nothing of the group made", () => {
    world.corporation("did:example:one", BOB);
    expect(refused({}).kind).toBe(coErrors.didTaken);
  });

  it("[D-CO-02] leaves members and the decision policy to the group module", () => {
    const member = { address: CAROL, weight: "0", metadata: "" };
    expect(refused({ members: [member] }).kind.codespace).not.toBe("co");
    const decisionPolicy = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: new Uint8Array() };
    expect(refused({ decisionPolicy }).kind.codespace).not.toBe("co");
  });
});
