import { describe, expect, it } from "vitest";
import { ModuleCredential } from "../../../src/gen/cosmos/auth/v1beta1.js";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors, mathErrors } from "../../../src/modules/group/errors.js";
import {
  ALICE,
  account,
  BOB,
  DAVE,
  GroupWorld,
  info,
  members,
  pack,
  percentage,
  policyInfo,
  threshold,
} from "./group-world.js";

const TWO = members({ [ALICE]: "1.5", [BOB]: "2" });
const FIRST_POLICY = "verana1afk9zr2hn2jsac63h4hm60vl9z3e5u69gndzf7c99cqge3vzwjzsh3z8fv";
const SECOND_POLICY = "verana1dlszg2sst9r69my4f84l3mj66zxcf3umcgujys30t84srg95dgvs9v9a3a";

describe("creating a group", () => {
  it("stores it under the next id with the sum of its members' weights", () => {
    const w = new GroupWorld();
    const answer = w.send(group.MsgCreateGroup, { admin: ALICE, members: TWO, metadata: "m" });
    expect(group.MsgCreateGroupResponse.decode(answer.value)).toEqual({ groupId: 1n });
    expect(info(w, 1n)).toEqual({
      id: 1n,
      admin: ALICE,
      metadata: "m",
      version: 1n,
      totalWeight: "3.5",
      createdAt: w.time,
    });
    expect(w.events).toEqual([
      { type: "cosmos.group.v1.EventCreateGroup", attributes: [["group_id", '"1"']] },
    ]);
    w.send(group.MsgCreateGroup, { admin: ALICE, members: [] });
    expect(info(w, 2n)?.totalWeight).toBe("0");
  });

  it("knows an address in upper case as the same account", () => {
    const w = new GroupWorld();
    w.send(group.MsgCreateGroup, { admin: ALICE.toUpperCase(), members: [] });
    expect(info(w, 1n)?.admin).toBe(ALICE);
    const twice = [...members({ [BOB]: "1" }), ...members({ [BOB.toUpperCase()]: "1" })];
    const error = w.refuses(group.MsgCreateGroup, { admin: ALICE, members: twice });
    expect(error.kind).toBe(groupErrors.duplicate);
  });

  it.each([
    ["an admin that is no address", { admin: "verana1x", members: TWO }, sdkErrors.invalidAddress],
    [
      "a member of another chain",
      { admin: ALICE, members: members({ cosmos1abc: "1" }) },
      sdkErrors.invalidAddress,
    ],
    [
      "a weight of zero",
      { admin: ALICE, members: members({ [BOB]: "0" }) },
      mathErrors.invalidDecimal,
    ],
    [
      "a weight below zero",
      { admin: ALICE, members: members({ [BOB]: "-1" }) },
      mathErrors.invalidDecimal,
    ],
    [
      "a weight that is no number",
      { admin: ALICE, members: members({ [BOB]: "many" }) },
      mathErrors.invalidDecimal,
    ],
    [
      "metadata above 255 bytes",
      { admin: ALICE, members: TWO, metadata: "é".repeat(128) },
      groupErrors.maxLimit,
    ],
    [
      "member metadata above 255 bytes",
      { admin: ALICE, members: [{ address: BOB, weight: "1", metadata: "m".repeat(256) }] },
      groupErrors.maxLimit,
    ],
  ])("refuses %s", (_what, message, kind) => {
    expect(new GroupWorld().refuses(group.MsgCreateGroup, message).kind).toBe(kind);
  });

  it("takes metadata of exactly 255 bytes", () => {
    const w = new GroupWorld();
    w.send(group.MsgCreateGroup, { admin: ALICE, members: TWO, metadata: "m".repeat(255) });
    expect(info(w, 1n)?.metadata).toHaveLength(255);
  });
});

describe("creating a group policy", () => {
  const grouped = (): GroupWorld => {
    const w = new GroupWorld();
    w.send(group.MsgCreateGroup, { admin: ALICE, members: TWO });
    w.takeEvents();
    return w;
  };

  it("derives its account from the policy number alone", () => {
    const w = grouped();
    const message = { admin: ALICE, groupId: 1n, metadata: "p", decisionPolicy: threshold("2") };
    const answer = w.send(group.MsgCreateGroupPolicy, message);
    expect(group.MsgCreateGroupPolicyResponse.decode(answer.value).address).toBe(FIRST_POLICY);
    expect(policyInfo(w, FIRST_POLICY)).toEqual({
      address: FIRST_POLICY,
      groupId: 1n,
      admin: ALICE,
      metadata: "p",
      version: 1n,
      decisionPolicy: threshold("2"),
      createdAt: w.time,
    });
    const key = w.accounts.get(FIRST_POLICY);
    expect(key?.typeUrl).toBe("/cosmos.auth.v1beta1.ModuleCredential");
    expect(ModuleCredential.decode(key?.value ?? new Uint8Array(0))).toEqual({
      moduleName: "group",
      derivationKeys: [Uint8Array.of(0x20), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1)],
    });
    expect(w.takeEvents()).toEqual(["EventCreateGroupPolicy"]);
  });

  it("passes over a number whose address somebody has", () => {
    const w = grouped();
    w.accounts.set(FIRST_POLICY, pack(ModuleCredential, {}));
    const answer = w.send(group.MsgCreateGroupPolicy, {
      admin: ALICE,
      groupId: 1n,
      decisionPolicy: percentage("1"),
    });
    expect(group.MsgCreateGroupPolicyResponse.decode(answer.value).address).toBe(SECOND_POLICY);
  });

  it.each([
    ["group 0", { groupId: 0n }, groupErrors.empty],
    ["an unknown group", { groupId: 9n }, sdkErrors.notFound],
    ["somebody who is not the admin", { admin: BOB }, sdkErrors.unauthorized],
    ["an admin that is no address", { admin: "" }, sdkErrors.invalidAddress],
    ["metadata above 255 bytes", { metadata: "p".repeat(256) }, groupErrors.maxLimit],
    ["no decision policy", { decisionPolicy: undefined }, groupErrors.empty],
    ["another message as policy", { decisionPolicy: pack(group.Member, {}) }, groupErrors.type],
    [
      "a policy that does not decode",
      { decisionPolicy: { ...threshold("2"), value: Uint8Array.of(0x0a, 0x05) } },
      groupErrors.type,
    ],
    ["a threshold of zero", { decisionPolicy: threshold("0") }, mathErrors.invalidDecimal],
    [
      "a threshold that is no number",
      { decisionPolicy: threshold("two") },
      mathErrors.invalidDecimal,
    ],
    ["a share of zero", { decisionPolicy: percentage("0") }, mathErrors.invalidDecimal],
    ["a share above one", { decisionPolicy: percentage("1.0001") }, groupErrors.invalid],
    ["no voting period", { decisionPolicy: threshold("1", 0n) }, groupErrors.invalid],
    [
      "no windows",
      { decisionPolicy: pack(group.ThresholdDecisionPolicy, { threshold: "1" }) },
      groupErrors.invalid,
    ],
    [
      "an execution that may begin only when it is over",
      { decisionPolicy: threshold("1", 600n, 600n + 14n * 86_400n + 1n) },
      groupErrors.invalid,
    ],
  ])("refuses %s", (_what, change, kind) => {
    const message = { admin: ALICE, groupId: 1n, decisionPolicy: threshold("2"), ...change };
    expect(grouped().refuses(group.MsgCreateGroupPolicy, message).kind).toBe(kind);
  });

  it("takes an execution that begins in the last moment, and a threshold above the weight", () => {
    const w = grouped();
    const decisionPolicy = threshold("1000", 600n, 600n + 14n * 86_400n);
    w.send(group.MsgCreateGroupPolicy, { admin: ALICE, groupId: 1n, decisionPolicy });
    expect(policyInfo(w, FIRST_POLICY)?.decisionPolicy).toEqual(decisionPolicy);
  });
});

describe("creating a group with its policy", () => {
  const message = { admin: ALICE, members: TWO, decisionPolicy: threshold("2") };

  it("leaves the admin in charge of both", () => {
    const w = new GroupWorld();
    const answer = w.send(group.MsgCreateGroupWithPolicy, {
      ...message,
      groupMetadata: "of the group",
      groupPolicyMetadata: "of the policy",
    });
    expect(group.MsgCreateGroupWithPolicyResponse.decode(answer.value)).toEqual({
      groupId: 1n,
      groupPolicyAddress: FIRST_POLICY,
    });
    expect(info(w, 1n)).toMatchObject({ admin: ALICE, metadata: "of the group", version: 1n });
    expect(policyInfo(w, FIRST_POLICY)).toMatchObject({
      admin: ALICE,
      metadata: "of the policy",
      version: 1n,
    });
    expect(w.takeEvents()).toEqual(["EventCreateGroup", "EventCreateGroupPolicy"]);
  });

  it("makes the policy the admin of both, as a next version", () => {
    const w = new GroupWorld();
    w.send(group.MsgCreateGroupWithPolicy, { ...message, groupPolicyAsAdmin: true });
    expect(info(w, 1n)).toMatchObject({ admin: FIRST_POLICY, version: 2n });
    expect(policyInfo(w, FIRST_POLICY)).toMatchObject({ admin: FIRST_POLICY, version: 2n });
    expect(w.takeEvents()).toEqual([
      "EventCreateGroup",
      "EventCreateGroupPolicy",
      "EventUpdateGroup",
      "EventUpdateGroupPolicy",
    ]);
  });

  it("refuses a bad policy before the group is stored", () => {
    const bad = { ...message, decisionPolicy: threshold("-1") };
    const error = new GroupWorld().refuses(group.MsgCreateGroupWithPolicy, bad);
    expect(error.kind).toBe(mathErrors.invalidDecimal);
  });
});

describe("the keeper that other modules hold", () => {
  it("creates a group with its policy and finds both", () => {
    const w = new GroupWorld();
    const { keeper } = w.module;
    const created = w.run((ctx) =>
      keeper.createGroupWithPolicy(ctx, {
        admin: DAVE,
        members: TWO,
        metadata: "",
        policyMetadata: "",
        decisionPolicy: threshold("2"),
        policyAsAdmin: true,
      }),
    );
    expect(created).toEqual({ groupId: 1n, policyAddress: FIRST_POLICY });
    expect(keeper.group(w.ctx, 1n)?.admin).toBe(FIRST_POLICY);
    expect(keeper.policy(w.ctx, FIRST_POLICY)?.groupId).toBe(1n);
    expect([...keeper.policiesOf(w.ctx, 1n)].map(({ address }) => address)).toEqual([FIRST_POLICY]);
    expect(keeper.policy(w.ctx, account(9))).toBeUndefined();
    expect(w.takeEvents()).toHaveLength(4);
  });
});
