import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";
import { message } from "../support/world.js";
import { rulesOf, somebody, updatesOf, usually } from "./group-parts.js";
import {
  isOpen,
  operatorOfGroup,
  policyOf,
  proposalsOf,
  signingMembers,
  votersOf,
} from "./group-view.js";
import type { Operation, Scene } from "./scene.js";

/** What groups decide: proposals, votes, executions and withdrawals. */

/** A proposal, a vote, an execution or a withdrawal; undefined where the group can do nothing. */
export function decisionOf(scene: Scene, { id }: group.GroupInfo): Operation | undefined {
  const { random } = scene;
  const policy = policyOf(scene, id);
  const members = signingMembers(scene, id);
  if (policy === undefined || members.length === 0) return undefined;
  const { address, admin } = policy;
  const proposals = proposalsOf(scene, address);
  const open = proposals.filter((one) => isOpen(scene, one));
  // Now and then of what was decided, which is refused.
  const from = random.chance(100) ? proposals : open;
  if (from.length === 0 || random.chance(open.length < 3 ? 400 : 100)) {
    return submission(scene, address, id, messagesOf(scene, address, id));
  }
  const proposal = random.pick(from);
  if (random.chance(600)) return ballotOf(scene, proposal.id, members);
  if (random.chance(600)) {
    const executor = usually(scene, random.pick(members));
    const asked = { proposalId: proposal.id, executor };
    return { by: executor, message: message(group.MsgExec, asked) };
  }
  const [proposer = admin] = proposal.proposers;
  const owner = usually(scene, random.chance(200) ? admin : proposer);
  const withdrawal = { proposalId: proposal.id, address: owner };
  return signable(scene, { by: owner, message: message(group.MsgWithdrawProposal, withdrawal) });
}

/** Mostly of a member who did not vote yet. */
function ballotOf(scene: Scene, id: bigint, members: readonly string[]): Operation {
  const voted = votersOf(scene, id);
  const left = members.filter((one) => !voted.has(one));
  const by = usually(scene, scene.random.pick(left.length === 0 ? members : left));
  return { by, message: ballot(scene, id, by) };
}

export function submission(
  scene: Scene,
  groupPolicyAddress: string,
  groupId: bigint,
  messages: readonly Any[],
): Operation {
  const members = signingMembers(scene, groupId);
  const by = usually(scene, members.length === 0 ? somebody(scene) : scene.random.pick(members));
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

/** What nobody's key can sign, as the changes of a policy that is its own admin, somebody proposes. */
export function signable(scene: Scene, made: Operation): Operation {
  if (scene.people.includes(made.by)) return made;
  const policy = made.by;
  const { info } = scene.ask<group.QueryGroupPolicyInfoRequest, group.QueryGroupPolicyInfoResponse>(
    group.Query.GroupPolicyInfo,
    { address: policy },
  );
  return submission(scene, policy, info?.groupId ?? 0n, [made.message]);
}

function ballot({ random }: Scene, proposalId: bigint, voter: string): Any {
  const option = random.chance(600) ? 1 : 1 + random.below(4);
  return message(group.MsgVote, { proposalId, voter, option, exec: random.below(2) });
}

type Maker = (scene: Scene, policy: string, groupId: bigint) => Any;

/** What leaves a corporation its operator. */
const HARMLESS: readonly Maker[] = [
  (scene, policy) =>
    message(bank.MsgSend, {
      fromAddress: policy,
      toAddress: somebody(scene),
      amount: [{ denom: "uvna", amount: BigInt(1 + scene.random.below(20_000)) }],
    }),
  (scene, policy) => message(group.MsgExec, { proposalId: anyProposal(scene), executor: policy }),
  (scene, policy) => ballot(scene, anyProposal(scene), policy),
];

const MAKERS: readonly Maker[] = [
  ...HARMLESS,
  (scene, policy, groupId) =>
    message(group.MsgUpdateGroupMembers, {
      admin: policy,
      groupId,
      memberUpdates: [
        ...updatesOf(scene, groupId),
        ...(scene.random.chance(300) ? [{ address: policy, weight: "1", metadata: "" }] : []),
      ],
    }),
  (_scene, policy, groupId) => message(group.MsgLeaveGroup, { address: policy, groupId }),
  (scene, policy) =>
    message(group.MsgUpdateGroupPolicyDecisionPolicy, {
      admin: policy,
      groupPolicyAddress: policy,
      decisionPolicy: rulesOf(scene),
    }),
  (_scene, policy, groupId) =>
    pack(group.MsgUpdateGroupMetadata, { admin: policy, groupId, metadata: "own" }),
];

/** Up to three messages of a policy: payments, changes of its own group, other proposals. */
function messagesOf(scene: Scene, policy: string, groupId: bigint): readonly Any[] {
  const { random } = scene;
  const makers = operatorOfGroup(scene, groupId) === undefined ? MAKERS : HARMLESS;
  return Array.from({ length: random.below(4) }, () => random.pick(makers)(scene, policy, groupId));
}

/** The number of one of the proposals so far, or of the next ones: a proposal may name itself. */
const anyProposal = ({ random, height }: Scene): bigint =>
  BigInt(1 + random.below(200 + 3 * Number(height)));
