import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";
import { message } from "../support/world.js";
import { type Operation, type Operations, type Scene, SECOND } from "./scene.js";

const MOST_GROUPS = 12;
const WEIGHTS = ["1", "2", "0.5", "0.333", "10", "1e2"];

/** Groups, their policies and proposals. */
export const groupOperations: Operations = {
  name: "groups",
  weight: 3,
  events: ["cosmos.group.v1.EventExec", "cosmos.group.v1.EventProposalPruned"],
  make: groupOperation,
};

/**
 * A random operation on groups: mostly by who may, on what is there; sometimes by a stranger, on what
 * was decided, or with what a rule refuses.
 */
export function groupOperation(scene: Scene): Operation {
  const { random } = scene;
  const groups = groupsOf(scene);
  const one = groups.length === 0 ? undefined : random.pick(groups);
  if (one === undefined || (groups.length < MOST_GROUPS && random.chance(100))) {
    return foundation(scene);
  }
  return random.chance(450) ? changeOf(scene, one) : decisionOf(scene, one);
}

const somebody = ({ random, people }: Scene): string => random.pick(people);

/** Who should do it, but for one time in ten. */
const usually = (scene: Scene, who: string): string =>
  scene.random.chance(100) ? somebody(scene) : who;

function rulesOf({ random }: Scene): Any {
  const windows = {
    votingPeriod: BigInt(1 + random.below(12)) * SECOND,
    minExecutionPeriod: BigInt(random.below(3)) * SECOND,
  };
  return random.chance(500)
    ? message(group.ThresholdDecisionPolicy, { threshold: random.pick(WEIGHTS), windows })
    : message(group.PercentageDecisionPolicy, {
        percentage: random.pick(["0.5", "0.333", "0.01", "1", "1.5"]),
        windows,
      });
}

/** Members of a random choice of people; weight zero only where it may stand. */
function membersOf(scene: Scene, leaving = false): group.MemberRequest[] {
  const { random } = scene;
  const chosen = new Set(Array.from({ length: 1 + random.below(4) }, () => somebody(scene)));
  return [...chosen].map((address) => ({
    address,
    weight: leaving && random.chance(300) ? "0" : random.pick(WEIGHTS),
    metadata: "",
  }));
}

function foundation(scene: Scene): Operation {
  const by = somebody(scene);
  const founded = { admin: by, members: membersOf(scene) };
  if (scene.random.chance(300)) return { by, message: message(group.MsgCreateGroup, founded) };
  return {
    by,
    message: message(group.MsgCreateGroupWithPolicy, {
      ...founded,
      groupPolicyAsAdmin: scene.random.chance(500),
      decisionPolicy: rulesOf(scene),
    }),
  };
}

/** An operation of the administrators, or a member who leaves. */
function changeOf(scene: Scene, { id, admin }: group.GroupInfo): Operation {
  const { random } = scene;
  const by = usually(scene, admin);
  const groupId = id;
  const policy = random.chance(600) ? policyOf(scene, id) : undefined;
  if (policy !== undefined) return changeOfPolicy(scene, policy);
  const member = usually(scene, memberOf(scene, id) ?? somebody(scene));
  const metadata = "m".repeat(random.below(300));
  const makers: readonly (() => Operation)[] = [
    () => ({
      by,
      message: message(group.MsgUpdateGroupMembers, {
        admin: by,
        groupId,
        memberUpdates: membersOf(scene, true),
      }),
    }),
    () => ({
      by,
      message: message(group.MsgUpdateGroupAdmin, {
        admin: by,
        groupId,
        newAdmin: somebody(scene),
      }),
    }),
    () => ({
      by,
      message: message(group.MsgUpdateGroupMetadata, { admin: by, groupId, metadata }),
    }),
    () => ({ by: member, message: message(group.MsgLeaveGroup, { address: member, groupId }) }),
    () => ({
      by,
      message: message(group.MsgCreateGroupPolicy, {
        admin: by,
        groupId,
        decisionPolicy: rulesOf(scene),
      }),
    }),
  ];
  return signable(scene, random.pick(makers)());
}

function changeOfPolicy(scene: Scene, { address, admin }: group.GroupPolicyInfo): Operation {
  const by = usually(scene, admin);
  const named = { admin: by, groupPolicyAddress: address };
  const makers: readonly (() => Any)[] = [
    () => message(group.MsgUpdateGroupPolicyAdmin, { ...named, newAdmin: somebody(scene) }),
    () =>
      message(group.MsgUpdateGroupPolicyDecisionPolicy, {
        ...named,
        decisionPolicy: rulesOf(scene),
      }),
    () => message(group.MsgUpdateGroupPolicyMetadata, { ...named, metadata: "changed" }),
    () =>
      message(bank.MsgSend, {
        fromAddress: by,
        toAddress: address,
        amount: [{ denom: "uvna", amount: 10_000n }],
      }),
  ];
  return signable(scene, { by, message: scene.random.pick(makers)() });
}

/** What nobody's key can sign, as the changes of a policy that is its own admin, somebody proposes. */
function signable(scene: Scene, made: Operation): Operation {
  if (scene.people.includes(made.by)) return made;
  const policy = made.by;
  const { info } = scene.ask<group.QueryGroupPolicyInfoRequest, group.QueryGroupPolicyInfoResponse>(
    group.Query.GroupPolicyInfo,
    { address: policy },
  );
  return submission(scene, policy, info?.groupId ?? 0n, [made.message]);
}

/** A proposal, a vote, an execution or a withdrawal. */
function decisionOf(scene: Scene, { id }: group.GroupInfo): Operation {
  const { random } = scene;
  const policy = policyOf(scene, id);
  if (policy === undefined) return foundation(scene);
  const { address, admin } = policy;
  const proposals = proposalsOf(scene, address);
  const proposal = proposals.length === 0 ? undefined : random.pick(proposals);
  if (proposal === undefined || random.chance(300)) {
    return submission(scene, address, id, messagesOf(scene, address, id));
  }
  const proposalId = proposal.id;
  const by = usually(scene, memberOf(scene, id) ?? somebody(scene));
  if (random.chance(700)) return { by, message: ballot(scene, proposalId, by) };
  if (random.chance(600)) {
    return { by, message: message(group.MsgExec, { proposalId, executor: by }) };
  }
  const owner = usually(scene, random.chance(500) ? admin : (proposal.proposers[0] ?? by));
  const withdrawal = message(group.MsgWithdrawProposal, { proposalId, address: owner });
  return signable(scene, { by: owner, message: withdrawal });
}

function submission(
  scene: Scene,
  groupPolicyAddress: string,
  groupId: bigint,
  messages: readonly Any[],
): Operation {
  const by = usually(scene, memberOf(scene, groupId) ?? somebody(scene));
  return {
    by,
    message: message(group.MsgSubmitProposal, {
      groupPolicyAddress,
      proposers: [by],
      messages,
      exec: scene.random.below(2),
      title: "t",
      summary: "s",
    }),
  };
}

function ballot({ random }: Scene, proposalId: bigint, voter: string): Any {
  const option = random.chance(600) ? 1 : 1 + random.below(4);
  return message(group.MsgVote, { proposalId, voter, option, exec: random.below(2) });
}

/** Up to three messages of a policy: payments, changes of its own group, other proposals. */
function messagesOf(scene: Scene, policy: string, groupId: bigint): readonly Any[] {
  const { random } = scene;
  const makers: readonly (() => Any)[] = [
    () =>
      message(bank.MsgSend, {
        fromAddress: policy,
        toAddress: somebody(scene),
        amount: [{ denom: "uvna", amount: BigInt(1 + random.below(20_000)) }],
      }),
    () =>
      message(group.MsgUpdateGroupMembers, {
        admin: policy,
        groupId,
        memberUpdates: [
          ...membersOf(scene, true),
          ...(random.chance(300) ? [{ address: policy, weight: "1", metadata: "" }] : []),
        ],
      }),
    () => message(group.MsgLeaveGroup, { address: policy, groupId }),
    () => message(group.MsgExec, { proposalId: anyProposal(scene), executor: policy }),
    () => ballot(scene, anyProposal(scene), policy),
    () =>
      message(group.MsgUpdateGroupPolicyDecisionPolicy, {
        admin: policy,
        groupPolicyAddress: policy,
        decisionPolicy: rulesOf(scene),
      }),
    () => pack(group.MsgUpdateGroupMetadata, { admin: policy, groupId, metadata: "own" }),
  ];
  return Array.from({ length: random.below(4) }, () => random.pick(makers)());
}

/** The number of one of the proposals so far, or of the next ones: a proposal may name itself. */
const anyProposal = ({ random }: Scene): bigint => BigInt(1 + random.below(200));

function groupsOf({ ask }: Scene): readonly group.GroupInfo[] {
  return ask<group.QueryGroupsRequest, group.QueryGroupsResponse>(group.Query.Groups, {}).groups;
}

function policyOf({ ask, random }: Scene, groupId: bigint): group.GroupPolicyInfo | undefined {
  const { groupPolicies } = ask<
    group.QueryGroupPoliciesByGroupRequest,
    group.QueryGroupPoliciesByGroupResponse
  >(group.Query.GroupPoliciesByGroup, { groupId });
  return groupPolicies.length === 0 ? undefined : random.pick(groupPolicies);
}

function memberOf({ ask, random, people }: Scene, groupId: bigint): string | undefined {
  const { members } = ask<group.QueryGroupMembersRequest, group.QueryGroupMembersResponse>(
    group.Query.GroupMembers,
    { groupId },
  );
  const signing = members.flatMap(({ member }) =>
    member !== undefined && people.includes(member.address) ? [member.address] : [],
  );
  return signing.length === 0 ? undefined : random.pick(signing);
}

function proposalsOf({ ask }: Scene, address: string): readonly group.Proposal[] {
  return ask<group.QueryProposalsByGroupPolicyRequest, group.QueryProposalsByGroupPolicyResponse>(
    group.Query.ProposalsByGroupPolicy,
    { address, pagination: { ...PAGE, reverse: true } },
  ).proposals;
}

/** The last few: what was decided long ago would crowd out what is open. */
const PAGE = { key: new Uint8Array(0), offset: 0n, limit: 6n, countTotal: false };
