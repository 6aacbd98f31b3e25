import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors, mathErrors } from "../../../src/modules/group/errors.js";
import {
  ALICE,
  account,
  BOB,
  CAROL,
  DAVE,
  GroupWorld,
  info,
  members,
  percentage,
  SECOND,
  threshold,
} from "./group-world.js";

const { PROPOSAL_STATUS_ACCEPTED: ACCEPTED, PROPOSAL_STATUS_REJECTED: REJECTED } =
  group.ProposalStatus;

/** A group of alice and bob that alice administers. */
function pair() {
  const w = new GroupWorld();
  w.send(group.MsgCreateGroup, { admin: ALICE, members: members({ [ALICE]: "1.5", [BOB]: "2" }) });
  w.takeEvents();
  return w;
}

const membersOf = (w: GroupWorld, groupId = 1n) =>
  w
    .query<group.QueryGroupMembersRequest, group.QueryGroupMembersResponse>("GroupMembers", {
      groupId,
    })
    .members.map(({ member }) => member);

const update = (weights: Readonly<Record<string, string>>, more = {}) => ({
  admin: ALICE,
  groupId: 1n,
  memberUpdates: members(weights),
  ...more,
});

describe("updating the members of a group", () => {
  it("adds, weighs and removes in one message, as the group's next version", () => {
    const w = pair();
    const since = w.time;
    w.pass(60n * SECOND);
    const memberUpdates = [
      { address: ALICE, weight: "0.25", metadata: "less" },
      { address: BOB, weight: "0", metadata: "" },
      { address: CAROL, weight: "3", metadata: "new" },
    ];
    w.send(group.MsgUpdateGroupMembers, { admin: ALICE, groupId: 1n, memberUpdates });
    expect(membersOf(w)).toEqual([
      { address: ALICE, weight: "0.25", metadata: "less", addedAt: since },
      { address: CAROL, weight: "3", metadata: "new", addedAt: w.time },
    ]);
    expect(info(w, 1n)).toMatchObject({ version: 2n, totalWeight: "3.25", createdAt: since });
    expect(w.events).toEqual([
      { type: "cosmos.group.v1.EventUpdateGroup", attributes: [["group_id", '"1"']] },
    ]);
    const groupsOfBob = w.query<
      group.QueryGroupsByMemberRequest,
      group.QueryGroupsByMemberResponse
    >("GroupsByMember", { address: BOB });
    expect(groupsOfBob.groups).toEqual([]);
  });

  it("may leave a group without members", () => {
    const w = pair();
    w.send(group.MsgUpdateGroupMembers, update({ [ALICE]: "0.0", [BOB]: "0" }));
    expect(info(w, 1n)?.totalWeight).toBe("0.0");
    expect(membersOf(w)).toEqual([]);
  });

  it("knows a member whose address is in upper case", () => {
    const w = pair();
    w.send(group.MsgUpdateGroupMembers, update({ [BOB.toUpperCase()]: "5" }));
    expect(membersOf(w)).toHaveLength(2);
    expect(info(w, 1n)?.totalWeight).toBe("6.5");
  });

  it.each([
    ["group 0", update({ [BOB]: "1" }, { groupId: 0n }), groupErrors.empty],
    ["no updates", update({}), groupErrors.empty],
    ["a member twice", update({ [BOB]: "1", [BOB.toUpperCase()]: "1" }), groupErrors.duplicate],
    ["a member that is no address", update({ bob: "1" }), sdkErrors.invalidAddress],
    ["a weight below zero", update({ [BOB]: "-1" }), mathErrors.invalidDecimal],
    ["a weight that is no number", update({ [BOB]: "NaN" }), mathErrors.invalidDecimal],
    ["an unknown group", update({ [BOB]: "1" }, { groupId: 9n }), sdkErrors.notFound],
    ["somebody else", update({ [BOB]: "1" }, { admin: BOB }), sdkErrors.unauthorized],
    ["a stranger to be removed", update({ [CAROL]: "0" }), sdkErrors.notFound],
    [
      "member metadata above 255 bytes",
      update({}, { memberUpdates: [{ address: BOB, weight: "1", metadata: "m".repeat(256) }] }),
      groupErrors.maxLimit,
    ],
    [
      "a bad weight before the address of the next",
      update({ [BOB]: "x", nobody: "1" }),
      mathErrors.invalidDecimal,
    ],
    [
      "bad updates before an unknown group",
      update({ [BOB]: "x" }, { groupId: 9n }),
      mathErrors.invalidDecimal,
    ],
  ])("refuses %s", (_what, message, kind) => {
    expect(pair().refuses(group.MsgUpdateGroupMembers, message).kind).toBe(kind);
  });

  it("decides open votes by the weights of the day, and leaves what was decided", () => {
    const w = new GroupWorld();
    w.send(group.MsgCreateGroup, {
      admin: DAVE,
      members: members({ [ALICE]: "1", [BOB]: "1", [CAROL]: "1" }),
    });
    const answer = w.send(group.MsgCreateGroupPolicy, {
      admin: DAVE,
      groupId: 1n,
      decisionPolicy: threshold("2"),
    });
    const policy = group.MsgCreateGroupPolicyResponse.decode(answer.value).address;
    const [decided, open] = [w.propose(policy), w.propose(policy)];
    for (const voter of [ALICE, BOB]) {
      w.vote(decided, voter, "no");
      w.vote(open, voter, "yes");
    }
    w.send(group.MsgExec, { proposalId: decided, executor: DAVE });
    expect(w.proposal(decided)).toMatchObject({ status: REJECTED });
    w.send(group.MsgUpdateGroupMembers, {
      admin: DAVE,
      groupId: 1n,
      memberUpdates: members({ [BOB]: "0", [ALICE]: "0.5" }),
    });
    expect(w.tally(open).yesCount).toBe("0.5");
    expect(w.tally(decided).noCount).toBe("2");
    // Whoever left may not vote any more; a threshold above all weight asks for all of it.
    const late = { proposalId: w.propose(policy, { proposers: [CAROL] }), option: 1 };
    expect(w.refuses(group.MsgVote, { ...late, voter: BOB }).kind).toBe(sdkErrors.notFound);
    w.vote(open, CAROL, "yes", 1);
    expect(() => w.proposal(open)).toThrow("load proposal: not found");
    expect(w.sent(DAVE)).toBe(10n);
  });
});

describe("leaving a group", () => {
  it("takes the member's weight along", () => {
    const w = pair();
    w.send(group.MsgLeaveGroup, { address: ALICE, groupId: 1n });
    expect(membersOf(w).map((member) => member?.address)).toEqual([BOB]);
    expect(info(w, 1n)).toMatchObject({ version: 2n, totalWeight: "2.0", admin: ALICE });
    expect(w.events).toEqual([
      {
        type: "cosmos.group.v1.EventLeaveGroup",
        attributes: [
          ["address", `"${ALICE}"`],
          ["group_id", '"1"'],
        ],
      },
    ]);
  });

  it.each([
    ["group 0", { address: ALICE, groupId: 0n }, groupErrors.empty],
    ["who is no address", { address: "x", groupId: 1n }, sdkErrors.invalidAddress],
    ["an unknown group", { address: ALICE, groupId: 9n }, sdkErrors.notFound],
    ["who is no member", { address: CAROL, groupId: 1n }, sdkErrors.notFound],
  ])("refuses %s", (_what, message, kind) => {
    const w = pair();
    if (message.address === "x") {
      // Whose address is malformed signs nothing: the check is asked behind the signature.
      const binding = w.module.module.messages?.find(
        ({ typeUrl }) => typeUrl === group.MsgLeaveGroup.typeUrl,
      );
      const signer = { account: account(9), via: "transaction" } as const;
      const error = w.refused((ctx) => binding?.run(ctx, message, signer));
      expect(error.kind).toBe(kind);
      return;
    }
    expect(w.refuses(group.MsgLeaveGroup, message).kind).toBe(kind);
  });

  it("empties the group with its last member, whose votes then count for nothing", () => {
    const w = new GroupWorld();
    const policy = w.corporation(percentage("0.5"));
    const id = w.propose(policy);
    for (const address of [ALICE, BOB, CAROL]) {
      w.vote(id, address, "yes");
      w.send(group.MsgLeaveGroup, { address, groupId: 1n });
    }
    expect(info(w, 1n)?.totalWeight).toBe("0");
    expect(w.tally(id).yesCount).toBe("0");
    w.takeEvents();
    w.pass(601n * SECOND);
    w.endBlock();
    expect(w.proposal(id)).toMatchObject({ status: REJECTED });
    expect(w.takeEvents()).toEqual(["EventTallyError"]);
  });

  it("lets the rest reach what they could not reach before", () => {
    const w = new GroupWorld();
    const id = w.propose(w.corporation(percentage("0.5")));
    w.vote(id, ALICE, "yes");
    w.send(group.MsgExec, { proposalId: id, executor: ALICE });
    expect(w.proposal(id).status).not.toBe(ACCEPTED);
    w.send(group.MsgLeaveGroup, { address: CAROL, groupId: 1n });
    w.send(group.MsgExec, { proposalId: id, executor: ALICE });
    expect(w.sent(DAVE)).toBe(10n);
  });
});
