import type { StdFee } from "@cosmjs/amino";
import { createProtobufRpcClient, type DeliverTxResponse, QueryClient } from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { QueryClientImpl } from "cosmjs-types/cosmos/group/v1/query";
import {
  PercentageDecisionPolicy,
  ThresholdDecisionPolicy,
} from "cosmjs-types/cosmos/group/v1/types";
import { expect } from "vitest";
import { clientAminoTypes } from "../../src/client/cosmjs.js";
import type { Line, Mode } from "../support/cosmjs-lines.js";
import { walletOf } from "../support/cosmjs-lines.js";
import type { TestKey } from "../support/signed-tx.js";

/** Where a chain answers, who takes part, and how they sign. */
export interface GroupChain {
  readonly rpcUrl: string;
  readonly line: Line;
  readonly mode: Mode;
  /** Alice, bob and carol, who own at least 10,000,000uvna each and sign nothing else meanwhile. */
  readonly keys: readonly [TestKey, TestKey, TestKey];
  /** An address that owns nothing yet. */
  readonly stranger: string;
}

const FEE: StdFee = { amount: [{ denom: "uvna", amount: "100000" }], gas: "400000" };
const coins = (amount: number) => [{ denom: "uvna", amount: amount.toString() }];
const GROUP = "/cosmos.group.v1.";
const YES = 1;
const NO = 3;
const TRY = 1;
const SUCCESS = '"PROPOSAL_EXECUTOR_RESULT_SUCCESS"';
const [STATUS_SUBMITTED, STATUS_REJECTED, STATUS_ABORTED, STATUS_WITHDRAWN] = [1, 3, 4, 5];

type Name = "alice" | "bob" | "carol";

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

/** Members in CosmJS' form; metadata that is empty would be printed by some converters and not by others. */
const members = (weights: readonly (readonly [string, string])[]) =>
  weights.map(([address, weight]) => ({ address, weight, metadata: "" }));

/** The clients of the three, and what they ask of groups. */
async function meeting({ rpcUrl, line, mode, keys }: GroupChain) {
  const [alice, bob, carol] = keys;
  const people = { alice, bob, carol };
  const clientOf = async (key: TestKey) =>
    await line.stargate.SigningStargateClient.connectWithSigner(
      rpcUrl,
      await walletOf(line, mode, key),
      {
        aminoTypes: clientAminoTypes(),
        broadcastPollIntervalMs: 100,
        broadcastTimeoutMs: 60_000,
      },
    );
  const clients = {
    alice: await clientOf(alice),
    bob: await clientOf(bob),
    carol: await clientOf(carol),
  };
  const comet = await connectComet(rpcUrl);
  const query = new QueryClientImpl(createProtobufRpcClient(new QueryClient(comet)));
  const attempt = (who: Name, name: string, value: object): Promise<DeliverTxResponse> => {
    const typeUrl = name.startsWith("/") ? name : `${GROUP}${name}`;
    return clients[who].signAndBroadcast(people[who].address, [{ typeUrl, value }], FEE);
  };
  return {
    people,
    query,
    attempt,
    async send(who: Name, name: string, value: object): Promise<DeliverTxResponse> {
      const answer = await attempt(who, name, value);
      expect(answer.code, `${name}: ${answer.rawLog}`).toBe(0);
      return answer;
    },
    async balance(address: string): Promise<number> {
      return Number((await clients.alice.getBalance(address, "uvna")).amount);
    },
    end(): void {
      for (const client of Object.values(clients)) client.disconnect();
      comet.disconnect();
    },
  };
}

type Meeting = Awaited<ReturnType<typeof meeting>>;

/** Values of the attributes of that name, in order. */
const attributes = ({ events }: DeliverTxResponse, type: string, key: string): string[] =>
  events
    .filter((event) => event.type === `cosmos.group.v1.${type}`)
    .flatMap((event) => event.attributes.filter((one) => one.key === key))
    .map(({ value }) => value);

const first = (answer: DeliverTxResponse, type: string, key: string): string =>
  JSON.parse(attributes(answer, type, key)[0] ?? "null");

/** Alice proposes that the policy account pays a stranger; the id of the proposal. */
async function proposePayment(
  m: Meeting,
  policy: string,
  to: string,
  more: { readonly exec?: number; readonly amount?: number } = {},
): Promise<bigint> {
  const payment = MsgSend.fromPartial({
    fromAddress: policy,
    toAddress: to,
    amount: coins(more.amount ?? 1_000),
  });
  const answer = await m.send("alice", "MsgSubmitProposal", {
    groupPolicyAddress: policy,
    proposers: [m.people.alice.address],
    metadata: "ipfs://about",
    messages: [
      { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: MsgSend.encode(payment).finish() },
    ],
    exec: more.exec ?? 0,
    title: "Pay",
    summary: "Pays <somebody> & nobody else",
  });
  return BigInt(first(answer, "EventSubmitProposal", "proposal_id"));
}

const vote = (m: Meeting, who: Name, proposalId: bigint, option: number, exec = 0) =>
  m.send(who, "MsgVote", {
    proposalId,
    voter: m.people[who].address,
    option,
    metadata: "",
    exec,
  });

const statusOf = async (m: Meeting, proposalId: bigint): Promise<number | undefined> =>
  (await m.query.Proposal({ proposalId })).proposal?.status;

/**
 * Three found a group of which two decide, which is its own admin: a payment is proposed, voted and
 * paid; one that fails leaves nothing; the group changes its own members by proposal.
 */
export async function groupOfThree(chain: GroupChain): Promise<void> {
  const m = await meeting(chain);
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

  const id = await proposePayment(m, policy, chain.stranger);
  await vote(m, "alice", id, YES);
  expect((await m.query.TallyResult({ proposalId: id })).tally.yesCount).toBe("1");
  const twice = await m.attempt("alice", "MsgVote", {
    ...{ proposalId: id, voter: alice.address, option: NO, metadata: "", exec: 0 },
  });
  expect([twice.code, await m.balance(chain.stranger)]).toEqual([13, 0]);
  const decided = await vote(m, "bob", id, YES, TRY);
  expect(attributes(decided, "EventExec", "result")).toEqual([SUCCESS]);
  expect(attributes(decided, "EventProposalPruned", "status")).toEqual([
    '"PROPOSAL_STATUS_ACCEPTED"',
  ]);
  expect(await m.balance(chain.stranger)).toBe(1_000);
  expect(await m.balance(policy)).toBe(1_000);
  await expect(m.query.Proposal({ proposalId: id })).rejects.toThrow("not found");

  const tooMuch = await proposePayment(m, policy, chain.stranger, { exec: TRY, amount: 5_000 });
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
  expect(await m.balance(chain.stranger)).toBe(6_000);

  await changeItself(m, { groupId, policy });
  m.end();
}

/** The group lets carol go and gives itself other rules, by proposals of its own. */
async function changeItself(
  m: Meeting,
  { groupId, policy }: { readonly groupId: bigint; readonly policy: string },
): Promise<void> {
  const { alice, bob, carol } = m.people;
  const { MsgUpdateGroupMembers, MsgUpdateGroupPolicyDecisionPolicy } = await import(
    "cosmjs-types/cosmos/group/v1/tx"
  );
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
export async function groupByPercentage(chain: GroupChain): Promise<void> {
  const m = await meeting(chain);
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

  const id = await proposePayment(m, policy, chain.stranger, { exec: TRY });
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
  expect(await m.balance(chain.stranger)).toBe(1_000);

  await m.send("bob", "MsgLeaveGroup", { address: bob.address, groupId });
  const { info } = await m.query.GroupInfo({ groupId });
  expect(info).toMatchObject({ totalWeight: "1.0", version: 3n });
  expect((await m.query.GroupsByMember({ address: bob.address })).groups).not.toContainEqual(
    expect.objectContaining({ id: groupId }),
  );

  await giveUp(m, { policy, to: chain.stranger });
  await handOver(m, { groupId, policy });
  m.end();
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
