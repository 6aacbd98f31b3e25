import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors, mathErrors } from "../../../src/modules/group/errors.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import {
  ALICE,
  account,
  BOB,
  CAROL,
  DAVE,
  GroupWorld,
  info,
  members,
  pack,
  percentage,
  policyInfo,
  SECOND,
  threshold,
} from "./group-world.js";

const { PROPOSAL_STATUS_ABORTED: ABORTED, PROPOSAL_STATUS_WITHDRAWN: WITHDRAWN } =
  group.ProposalStatus;

/** A group of alice, bob and carol and its policy, both administered by dave. */
function administered(decisionPolicy = threshold("2")) {
  const w = new GroupWorld();
  const answer = w.send(group.MsgCreateGroupWithPolicy, {
    admin: DAVE,
    members: members({ [ALICE]: "1", [BOB]: "1", [CAROL]: "1" }),
    decisionPolicy,
  });
  w.takeEvents();
  const policy = group.MsgCreateGroupWithPolicyResponse.decode(answer.value).groupPolicyAddress;
  return { w, policy };
}

describe("updating a group", () => {
  it("hands it over to another admin, who alone may change it from then on", () => {
    const { w } = administered();
    w.send(group.MsgUpdateGroupAdmin, { admin: DAVE, groupId: 1n, newAdmin: BOB });
    expect(info(w, 1n)).toMatchObject({ admin: BOB, version: 2n });
    expect(w.takeEvents()).toEqual(["EventUpdateGroup"]);
    const change = { groupId: 1n, metadata: "m" };
    const error = w.refuses(group.MsgUpdateGroupMetadata, { ...change, admin: DAVE });
    expect(error.kind).toBe(sdkErrors.unauthorized);
    w.send(group.MsgUpdateGroupMetadata, { ...change, admin: BOB });
    expect(info(w, 1n)).toMatchObject({ metadata: "m", version: 3n });
    expect(w.takeEvents()).toEqual(["EventUpdateGroup"]);
    const groups = (admin: string) =>
      w.query<group.QueryGroupsByAdminRequest, group.QueryGroupsByAdminResponse>("GroupsByAdmin", {
        admin,
      }).groups;
    expect(groups(DAVE)).toEqual([]);
    expect(groups(BOB)).toHaveLength(1);
  });

  it("changes nothing of its policies and proposals", () => {
    const { w, policy } = administered();
    const id = w.propose(policy);
    w.send(group.MsgUpdateGroupAdmin, { admin: DAVE, groupId: 1n, newAdmin: BOB });
    expect(policyInfo(w, policy)).toMatchObject({ admin: DAVE, version: 1n });
    w.vote(id, ALICE, "yes");
    w.vote(id, BOB, "yes", group.Exec.EXEC_TRY);
    expect(w.sent(DAVE)).toBe(10n);
  });

  const handover = { admin: DAVE, groupId: 1n, newAdmin: BOB };
  const metadata = { admin: DAVE, groupId: 1n, metadata: "m" };
  it.each<[string, MessageType, object, unknown]>([
    ["group 0", group.MsgUpdateGroupAdmin, { ...handover, groupId: 0n }, groupErrors.empty],
    [
      "the same admin",
      group.MsgUpdateGroupAdmin,
      { ...handover, newAdmin: DAVE.toUpperCase() },
      groupErrors.invalid,
    ],
    [
      "an admin that is no address",
      group.MsgUpdateGroupAdmin,
      { ...handover, newAdmin: "" },
      sdkErrors.invalidAddress,
    ],
    [
      "an unknown group",
      group.MsgUpdateGroupAdmin,
      { ...handover, groupId: 9n },
      sdkErrors.notFound,
    ],
    [
      "somebody else",
      group.MsgUpdateGroupAdmin,
      { ...handover, admin: ALICE },
      sdkErrors.unauthorized,
    ],
    [
      "metadata of group 0",
      group.MsgUpdateGroupMetadata,
      { ...metadata, groupId: 0n },
      groupErrors.empty,
    ],
    [
      "metadata above 255 bytes",
      group.MsgUpdateGroupMetadata,
      { ...metadata, metadata: "m".repeat(256) },
      groupErrors.maxLimit,
    ],
    [
      "metadata of an unknown group",
      group.MsgUpdateGroupMetadata,
      { ...metadata, groupId: 9n },
      sdkErrors.notFound,
    ],
    [
      "metadata by somebody else",
      group.MsgUpdateGroupMetadata,
      { ...metadata, admin: ALICE },
      sdkErrors.unauthorized,
    ],
  ])("refuses %s", (_what, type, message, kind) => {
    expect(administered().w.refuses(type, message).kind).toBe(kind);
  });
});

describe("updating a group policy", () => {
  it("hands it over to another admin", () => {
    const { w, policy } = administered();
    const message = { admin: DAVE, groupPolicyAddress: policy, newAdmin: BOB };
    w.send(group.MsgUpdateGroupPolicyAdmin, message);
    expect(policyInfo(w, policy)).toMatchObject({ admin: BOB, version: 2n });
    expect(info(w, 1n)).toMatchObject({ admin: DAVE, version: 1n });
    expect(w.events).toEqual([
      { type: "cosmos.group.v1.EventUpdateGroupPolicy", attributes: [["address", `"${policy}"`]] },
    ]);
    const error = w.refuses(group.MsgUpdateGroupPolicyAdmin, message);
    expect(error.kind).toBe(sdkErrors.unauthorized);
  });

  it("changes how votes decide, for proposals from then on", () => {
    const { w, policy } = administered();
    const [open, agreed] = [w.propose(policy), w.propose(policy)];
    w.vote(open, ALICE, "yes");
    w.vote(agreed, ALICE, "yes");
    w.vote(agreed, BOB, "yes");
    const decisionPolicy = percentage("0.3");
    const message = { admin: DAVE, groupPolicyAddress: policy, decisionPolicy };
    w.send(group.MsgUpdateGroupPolicyDecisionPolicy, message);
    expect(policyInfo(w, policy)).toMatchObject({ decisionPolicy, version: 2n });
    // Nothing counted the votes of the second one before: both were open, and are given up.
    for (const id of [open, agreed]) expect(w.proposal(id).status).toBe(ABORTED);
    const next = w.propose(policy);
    expect(w.proposal(next).groupPolicyVersion).toBe(2n);
    w.vote(next, BOB, "yes", group.Exec.EXEC_TRY);
    expect(w.sent(DAVE)).toBe(10n);
  });

  it("leaves an accepted proposal, which is executed by the times of the new rules", () => {
    const { w, policy } = administered(threshold("2", 600n, 60n));
    const id = w.propose(policy);
    w.vote(id, ALICE, "yes");
    w.vote(id, BOB, "yes", group.Exec.EXEC_TRY);
    expect(w.sent(DAVE)).toBe(0n);
    const decisionPolicy = threshold("3", 600n, 120n);
    const message = { admin: DAVE, groupPolicyAddress: policy, decisionPolicy };
    w.send(group.MsgUpdateGroupPolicyDecisionPolicy, message);
    w.pass(119n * SECOND);
    const exec = () =>
      group.MsgExecResponse.decode(w.send(group.MsgExec, { proposalId: id, executor: DAVE }).value)
        .result;
    expect(exec()).toBe(group.ProposalExecutorResult.PROPOSAL_EXECUTOR_RESULT_FAILURE);
    w.pass(SECOND);
    expect(exec()).toBe(group.ProposalExecutorResult.PROPOSAL_EXECUTOR_RESULT_SUCCESS);
  });

  it("gives up open proposals whatever changes of it, and prunes them when their voting ends", () => {
    const { w, policy } = administered();
    const id = w.propose(policy);
    w.vote(id, ALICE, "yes");
    w.takeEvents();
    const message = { admin: DAVE, groupPolicyAddress: policy, metadata: "new" };
    w.send(group.MsgUpdateGroupPolicyMetadata, message);
    expect(w.takeEvents()).toEqual(["EventUpdateGroupPolicy"]);
    expect(policyInfo(w, policy)).toMatchObject({ metadata: "new", version: 2n });
    expect(w.proposal(id).status).toBe(ABORTED);
    expect(w.tally(id).yesCount).toBe("1");
    const vote = { proposalId: id, voter: BOB, option: group.VoteOption.VOTE_OPTION_YES };
    expect(w.refuses(group.MsgVote, vote).kind).toBe(groupErrors.invalid);
    const exec = { proposalId: id, executor: BOB };
    expect(w.refuses(group.MsgExec, exec).kind).toBe(groupErrors.invalid);
    w.pass(600n * SECOND + 1n);
    w.endBlock();
    expect(w.events).toEqual([
      {
        type: "cosmos.group.v1.EventProposalPruned",
        attributes: [
          ["proposal_id", `"${id}"`],
          ["status", '"PROPOSAL_STATUS_ABORTED"'],
          ["tally_result", "null"],
        ],
      },
    ]);
    expect(w.dump()).not.toMatch(/group (3[0234]|4)/);
  });

  const change = (more: object) => (policy: string) => ({
    admin: DAVE,
    groupPolicyAddress: policy,
    newAdmin: BOB,
    metadata: "m",
    decisionPolicy: threshold("1"),
    ...more,
  });
  const types = {
    admin: group.MsgUpdateGroupPolicyAdmin,
    rules: group.MsgUpdateGroupPolicyDecisionPolicy,
    metadata: group.MsgUpdateGroupPolicyMetadata,
  } as const;
  it.each<[keyof typeof types, string, object, unknown]>([
    ["admin", "the same admin", { newAdmin: DAVE }, groupErrors.invalid],
    ["admin", "no address as admin", { newAdmin: "bob" }, sdkErrors.invalidAddress],
    ["admin", "no address as policy", { groupPolicyAddress: "p" }, sdkErrors.invalidAddress],
    ["admin", "an unknown policy", { groupPolicyAddress: account(9) }, sdkErrors.notFound],
    ["admin", "somebody else", { admin: ALICE }, sdkErrors.unauthorized],
    ["rules", "no rules", { decisionPolicy: undefined }, groupErrors.empty],
    ["rules", "other messages", { decisionPolicy: pack(group.Member, {}) }, groupErrors.type],
    ["rules", "a threshold of 0", { decisionPolicy: threshold("0") }, mathErrors.invalidDecimal],
    ["rules", "no time to vote", { decisionPolicy: threshold("1", 0n) }, groupErrors.invalid],
    ["rules", "no address as policy", { groupPolicyAddress: "" }, sdkErrors.invalidAddress],
    ["rules", "an unknown policy", { groupPolicyAddress: account(9) }, sdkErrors.notFound],
    ["rules", "somebody else", { admin: BOB }, sdkErrors.unauthorized],
    ["metadata", "more than 255 bytes", { metadata: "m".repeat(256) }, groupErrors.maxLimit],
    ["metadata", "an unknown policy", { groupPolicyAddress: account(9) }, sdkErrors.notFound],
    ["metadata", "somebody else", { admin: BOB }, sdkErrors.unauthorized],
  ])("refuses, of its %s, %s", (name, _what, more, kind) => {
    const { w, policy } = administered();
    expect(w.refuses<object>(types[name], change(more)(policy)).kind).toBe(kind);
  });
});

describe("withdrawing a proposal", () => {
  it.each([
    ["a proposer", ALICE],
    ["the admin of the policy", DAVE],
  ])("is open to %s, and ends the voting", (_who, address) => {
    const { w, policy } = administered();
    const id = w.propose(policy);
    w.vote(id, BOB, "yes");
    w.takeEvents();
    w.send(group.MsgWithdrawProposal, { proposalId: id, address });
    expect(w.proposal(id).status).toBe(WITHDRAWN);
    expect(w.events).toEqual([
      { type: "cosmos.group.v1.EventWithdrawProposal", attributes: [["proposal_id", `"${id}"`]] },
    ]);
    const vote = { proposalId: id, voter: CAROL, option: group.VoteOption.VOTE_OPTION_YES };
    expect(w.refuses(group.MsgVote, vote).kind).toBe(groupErrors.invalid);
    w.pass(601n * SECOND);
    w.takeEvents();
    w.endBlock();
    expect(w.takeEvents()).toEqual(["EventProposalPruned"]);
    expect(w.dump()).not.toMatch(/group (3[0234]|4)/);
  });

  it("refuses 0, an unknown proposal, others, and a proposal that is no longer open", () => {
    const { w, policy } = administered();
    const id = w.propose(policy);
    const refused = (proposalId: bigint, address: string) =>
      w.refuses(group.MsgWithdrawProposal, { proposalId, address }).kind;
    expect(refused(0n, ALICE)).toBe(groupErrors.empty);
    expect(refused(9n, ALICE)).toBe(sdkErrors.notFound);
    expect(refused(id, BOB)).toBe(groupErrors.unauthorized);
    w.send(group.MsgWithdrawProposal, { proposalId: id, address: ALICE });
    expect(refused(id, ALICE)).toBe(groupErrors.invalid);
    // Whether it is open comes before who asks.
    expect(refused(id, BOB)).toBe(groupErrors.invalid);
  });
});
