import * as group from "../../src/gen/cosmos/group/v1.js";
import { registryOf } from "./registry-market.js";
import { type Scene, SECOND } from "./scene.js";

/** What operations on groups ask of the state. */

const NEWEST = 12n;
const DECIDED = 6n;

const last = (limit: bigint) => ({
  key: new Uint8Array(0),
  ...{ offset: 0n, limit, countTotal: false, reverse: true },
});

/** Numbers of the groups that are corporations, or are to be some. */
const corporateIds = (scene: Scene): ReadonlySet<bigint> =>
  new Set(registryOf(scene).corporations.flatMap(({ id, founded }) => (founded ? [id] : [])));

/** The newest groups of nobody in particular: those whose members all left are soon behind them. */
export function newestGroups(scene: Scene): readonly group.GroupInfo[] {
  const { groups } = scene.ask<group.QueryGroupsRequest, group.QueryGroupsResponse>(
    group.Query.Groups,
    { pagination: last(NEWEST) },
  );
  const corporate = corporateIds(scene);
  return groups.filter(({ id }) => !corporate.has(id));
}

/** The group of a corporation; undefined while there is none. */
export function corporateGroup(scene: Scene): group.GroupInfo | undefined {
  const ids = [...corporateIds(scene)];
  if (ids.length === 0) return undefined;
  return scene.ask<group.QueryGroupInfoRequest, group.QueryGroupInfoResponse>(
    group.Query.GroupInfo,
    { groupId: scene.random.pick(ids) },
  ).info;
}

/** Who operates the corporation of a group; undefined for other groups. */
export const operatorOfGroup = (scene: Scene, id: bigint): string | undefined =>
  registryOf(scene).corporations.find((one) => one.founded && one.id === id)?.operator;

/** One of the group's policies. */
export function policyOf(
  { ask, random }: Scene,
  groupId: bigint,
): group.GroupPolicyInfo | undefined {
  const { groupPolicies } = ask<
    group.QueryGroupPoliciesByGroupRequest,
    group.QueryGroupPoliciesByGroupResponse
  >(group.Query.GroupPoliciesByGroup, { groupId });
  return groupPolicies.length === 0 ? undefined : random.pick(groupPolicies);
}

/** Addresses of the group's members that can sign. */
export function signingMembers({ ask, people }: Scene, groupId: bigint): readonly string[] {
  const { members } = ask<group.QueryGroupMembersRequest, group.QueryGroupMembersResponse>(
    group.Query.GroupMembers,
    { groupId },
  );
  return members.flatMap(({ member }) =>
    member !== undefined && people.includes(member.address) ? [member.address] : [],
  );
}

/** The policy's last few: what was decided long ago would crowd out what is open. */
export function proposalsOf({ ask }: Scene, address: string): readonly group.Proposal[] {
  return ask<group.QueryProposalsByGroupPolicyRequest, group.QueryProposalsByGroupPolicyResponse>(
    group.Query.ProposalsByGroupPolicy,
    { address, pagination: last(DECIDED) },
  ).proposals;
}

/** Whether it will still be voted on in the next block, unless time jumps. */
export const isOpen = ({ time }: Scene, { status, votingPeriodEnd }: group.Proposal): boolean =>
  status === group.ProposalStatus.PROPOSAL_STATUS_SUBMITTED && votingPeriodEnd > time + 6n * SECOND;

/** Who voted on a proposal. */
export function votersOf({ ask }: Scene, proposalId: bigint): ReadonlySet<string> {
  const { votes } = ask<group.QueryVotesByProposalRequest, group.QueryVotesByProposalResponse>(
    group.Query.VotesByProposal,
    { proposalId },
  );
  return new Set(votes.map(({ voter }) => voter));
}
