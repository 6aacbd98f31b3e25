import {
  MsgUpdateGroupMembers,
  MsgUpdateGroupPolicyDecisionPolicy,
} from "cosmjs-types/cosmos/group/v1/tx";
import {
  PercentageDecisionPolicy,
  ThresholdDecisionPolicy,
} from "cosmjs-types/cosmos/group/v1/types";
import { expect } from "vitest";
import {
  attributes,
  coins,
  first,
  GROUP,
  type GroupChain,
  type Meeting,
  meeting,
  proposePayment,
  statusOf,
  vote,
} from "./group-meeting.js";

export type { GroupChain } from "./group-meeting.js";

const YES = 1;
const NO = 3;
const TRY = 1;
const SUCCESS = '"PROPOSAL_EXECUTOR_RESULT_SUCCESS"';
const [STATUS_SUBMITTED, STATUS_REJECTED, STATUS_ABORTED, STATUS_WITHDRAWN] = [1, 3, 4, 5];

const windows = (seconds: number) => ({
  votingPeriod: { seconds: BigInt(seconds), nanos: 0 },
  minExecutionPeriod: { seconds: 0n, nanos: 0 },
});

const threshold = (weight: string, seconds = 3600) => ({
  typeUrl: ThresholdDecisionPolicy.typeUrl,
  value: ThresholdDecisionPolicy.encode({ threshold: weight, windows: windows(seconds) }).finish(),
});

const percentage = (share: string) => ({
  typeUrl: PercentageDecisionPolicy.typeUrl,
  value: PercentageDecisionPolicy.encode({ percentage: share, windows: windows(3600) }).finish(),
});

/** Members in the form of CosmJS. */
const members = (weights: readonly (readonly [string, string])[]) =>
  weights.map(([address, weight]) => ({ address, weight, metadata: "" }));

/**
 * Three found a group of which two decide, which is its own admin: a payment is proposed, voted and
 * paid; one that fails leaves nothing; the group changes its own members by proposal.
 */
export const groupOfThree = (chain: GroupChain): Promise<void> => meeting(chain, decideByTwo);

async function decideByTwo(m: Meeting, stranger: string): Promise<void> {
  const { alice, bob, carol } = m.people;
  const founded = await m.send("alice", "MsgCreateGroupWithPolicy", {
    admin: alice.address,
    members: members([
      [alice.address, "1"],
      [bob.address, "1"],
      [carol.address, "1"],
    ]),
    groupMetadata: "three",
    groupPolicyMetadata: "two of three",
    groupPolicyAsAdmin: true,
    decisionPolicy: threshold("2"),
  });
  const groupId = BigInt(first(founded, "EventCreateGroup", "group_id"));
  const policy = first(founded, "EventCreateGroupPolicy", "address");
  await m.send("alice", "/cosmos.bank.v1beta1.MsgSend", {
    fromAddress: alice.address,
    toAddress: policy,
    amount: coins(2_000),
  });

  const id = await proposePayment(m, policy, stranger);
  await vote(m, "alice", id, YES);
  expect((await m.query.TallyResult({ proposalId: id })).tally.yesCount).toBe("1");
  const twice = await m.attempt("alice", "MsgVote", {
    ...{ proposalId: id, voter: alice.address, option: NO, metadata: "", exec: 0 },
  });
  expect([twice.code, await m.balance(stranger)]).toEqual([13, 0]);
  const decided = await vote(m, "bob", id, YES, TRY);
  expect(attributes(decided, "EventExec", "result")).toEqual([SUCCESS]);
  expect(attributes(decided, "EventProposalPruned", "status")).toEqual([
    '"PROPOSAL_STATUS_ACCEPTED"',
  ]);
  expect(await m.balance(stranger)).toBe(1_000);
  expect(await m.balance(policy)).toBe(1_000);
  await expect(m.query.Proposal({ proposalId: id })).rejects.toThrow("not found");

  const tooMuch = await proposePayment(m, policy, stranger, { exec: TRY, amount: 5_000 });
  const failed = await vote(m, "carol", tooMuch, YES, TRY);
  expect(attributes(failed, "EventExec", "result")).toEqual(['"PROPOSAL_EXECUTOR_RESULT_FAILURE"']);
  expect(await m.balance(policy)).toBe(1_000);
  // What failed for want of money may be tried again when it is there.
  await m.send("bob", "/cosmos.bank.v1beta1.MsgSend", {
    fromAddress: bob.address,
    toAddress: policy,
    amount: coins(4_000),
  });
  const again = await m.send("carol", "MsgExec", {
    proposalId: tooMuch,
    executor: carol.address,
  });
  expect(attributes(again, "EventExec", "result")).toEqual([SUCCESS]);
  expect(await m.balance(stranger)).toBe(6_000);

  await changeItself(m, { groupId, policy });
}

/** The group lets carol go and gives itself other rules, by proposals of its own. */
async function changeItself(
  m: Meeting,
  { groupId, policy }: { readonly groupId: bigint; readonly policy: string },
): Promise<void> {
  const { alice, bob, carol } = m.people;
  const dismiss = MsgUpdateGroupMembers.fromPartial({
    admin: policy,
    groupId,
    memberUpdates: members([[carol.address, "0"]]),
  });
  const rules = MsgUpdateGroupPolicyDecisionPolicy.fromPartial({
    admin: policy,
    groupPolicyAddress: policy,
    decisionPolicy: percentage("1"),
  });
  const submitted = await m.send("alice", "MsgSubmitProposal", {
    groupPolicyAddress: policy,
    proposers: [alice.address],
    metadata: "",
    messages: [
      {
        typeUrl: `${GROUP}MsgUpdateGroupMembers`,
        value: MsgUpdateGroupMembers.encode(dismiss).finish(),
      },
      {
        typeUrl: `${GROUP}MsgUpdateGroupPolicyDecisionPolicy`,
        value: MsgUpdateGroupPolicyDecisionPolicy.encode(rules).finish(),
      },
    ],
    exec: TRY,
    title: "Two of two",
    summary: "Lets one go; both of the others decide from now on",
  });
  const id = BigInt(first(submitted, "EventSubmitProposal", "proposal_id"));
  const decided = await vote(m, "bob", id, YES, TRY);
  expect(attributes(decided, "EventExec", "result")).toEqual([SUCCESS]);
  const { info } = await m.query.GroupInfo({ groupId });
  expect(info).toMatchObject({ admin: policy, totalWeight: "2", version: 3n });
  const listed = (await m.query.GroupMembers({ groupId })).members;
  expect(new Set(listed.map(({ member }) => member?.address))).toEqual(
    new Set([alice.address, bob.address]),
  );
  const { info: changed } = await m.query.GroupPolicyInfo({ address: policy });
  expect(changed?.decisionPolicy).toMatchObject({ typeUrl: PercentageDecisionPolicy.typeUrl });
}

/**
 * A share of the weight decides, and alice administers: members change in the middle of a vote, an
 * account leaves, proposals are withdrawn and given up, group and policy are handed over.
 */
export const groupByPercentage = (chain: GroupChain): Promise<void> =>
  meeting(chain, decideByShare);

async function decideByShare(m: Meeting, stranger: string): Promise<void> {
  const { alice, bob, carol } = m.people;
  const created = await m.send("alice", "MsgCreateGroup", {
    admin: alice.address,
    members: members([
      [alice.address, "1"],
      [bob.address, "1"],
      [carol.address, "1.5"],
    ]),
    metadata: "shares",
  });
  const groupId = BigInt(first(created, "EventCreateGroup", "group_id"));
  const made = await m.send("alice", "MsgCreateGroupPolicy", {
    admin: alice.address,
    groupId,
    metadata: "",
    decisionPolicy: percentage("0.6"),
  });
  const policy = first(made, "EventCreateGroupPolicy", "address");
  await m.send("carol", "/cosmos.bank.v1beta1.MsgSend", {
    fromAddress: carol.address,
    toAddress: policy,
    amount: coins(3_000),
  });

  const id = await proposePayment(m, policy, stranger, { exec: TRY });
  await vote(m, "carol", id, NO);
  // Carol could have stopped it: she goes, her vote with her, and what bob weighs is halved.
  await m.send("alice", "MsgUpdateGroupMembers", {
    admin: alice.address,
    groupId,
    memberUpdates: members([
      [carol.address, "0"],
      [bob.address, "0.5"],
    ]),
  });
  const { tally } = await m.query.TallyResult({ proposalId: id });
  expect(tally).toMatchObject({ yesCount: "1", noCount: "0" });
  const late = await m.attempt("carol", "MsgVote", {
    ...{ proposalId: id, voter: carol.address, option: NO, metadata: "", exec: 0 },
  });
  expect(late.code).toBe(38);
  const done = await m.send("bob", "MsgExec", { proposalId: id, executor: bob.address });
  expect(attributes(done, "EventExec", "result")).toEqual([SUCCESS]);
  expect(await m.balance(stranger)).toBe(1_000);

  await m.send("bob", "MsgLeaveGroup", { address: bob.address, groupId });
  const { info } = await m.query.GroupInfo({ groupId });
  expect(info).toMatchObject({ totalWeight: "1.0", version: 3n });
  expect((await m.query.GroupsByMember({ address: bob.address })).groups).not.toContainEqual(
    expect.objectContaining({ id: groupId }),
  );

  await giveUp(m, { policy, to: stranger });
  await handOver(m, { groupId, policy });
}

interface Payment {
  readonly policy: string;
  readonly to: string;
}

/** A proposal is withdrawn, one is given up since its policy changed, one is rejected by time. */
async function giveUp(m: Meeting, { policy, to }: Payment): Promise<void> {
  const { alice } = m.people;
  const withdrawn = await proposePayment(m, policy, to);
  await m.send("alice", "MsgWithdrawProposal", {
    proposalId: withdrawn,
    address: alice.address,
  });
  expect(await statusOf(m, withdrawn)).toBe(STATUS_WITHDRAWN);

  const aborted = await proposePayment(m, policy, to);
  expect(await statusOf(m, aborted)).toBe(STATUS_SUBMITTED);
  await m.send("alice", "MsgUpdateGroupPolicyMetadata", {
    admin: alice.address,
    groupPolicyAddress: policy,
    metadata: "changed",
  });
  expect(await statusOf(m, aborted)).toBe(STATUS_ABORTED);
  const dead = await m.attempt("alice", "MsgExec", {
    proposalId: aborted,
    executor: alice.address,
  });
  expect(dead.code).toBe(6);

  await m.send("alice", "MsgUpdateGroupPolicyDecisionPolicy", {
    admin: alice.address,
    groupPolicyAddress: policy,
    decisionPolicy: threshold("1", 4),
  });
  const unheard = await proposePayment(m, policy, to);
  await expect
    .poll(() => statusOf(m, unheard), { timeout: 60_000, interval: 200 })
    .toBe(STATUS_REJECTED);
  expect((await m.query.TallyResult({ proposalId: unheard })).tally.yesCount).toBe("0");
}

/** Bob has the group and carol its policy in the end; alice has neither. */
async function handOver(
  m: Meeting,
  { groupId, policy }: { readonly groupId: bigint; readonly policy: string },
): Promise<void> {
  const { alice, bob, carol } = m.people;
  const admin = alice.address;
  await m.send("alice", "MsgUpdateGroupMetadata", { admin, groupId, metadata: "handed over" });
  await m.send("alice", "MsgUpdateGroupAdmin", { admin, groupId, newAdmin: bob.address });
  await m.send("alice", "MsgUpdateGroupPolicyAdmin", {
    admin,
    groupPolicyAddress: policy,
    newAdmin: carol.address,
  });
  const { info } = await m.query.GroupInfo({ groupId });
  expect(info).toMatchObject({ admin: bob.address, metadata: "handed over" });
  const ofCarol = await m.query.GroupPoliciesByAdmin({ admin: carol.address });
  expect(ofCarol.groupPolicies.map(({ address }) => address)).toContain(policy);
  const late = await m.attempt("alice", "MsgUpdateGroupMetadata", { admin, groupId, metadata: "" });
  expect(late.code).toBe(4);
}
