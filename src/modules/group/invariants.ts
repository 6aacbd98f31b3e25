import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import { type GroupState, isDecided } from "./state.js";
import { sumOf, tallyOf } from "./tally.js";
import {
  addWeights,
  compareWeights,
  parseTotal,
  parseWeight,
  type Weight,
  ZERO,
} from "./weight.js";

/** What must hold of groups. Genesis is held to the same. */
export const groupInvariants = (state: GroupState): readonly Invariant[] => [
  { name: "group/total-weight", check: (ctx) => weightFault(ctx, state) },
  { name: "group/policies", check: (ctx) => policyFault(ctx, state) },
  { name: "group/votes", check: (ctx) => voteFault(ctx, state) },
  { name: "group/tallies", check: (ctx) => tallyFault(ctx, state) },
];

/** A group whose weight is not the sum of its members' weights, each above zero. */
function weightFault(ctx: ReadContext, { groups, members }: GroupState): string | undefined {
  const sums = new Map<bigint, Weight>();
  for (const [, { groupId, member }] of members.entries(ctx)) {
    const weight = parseWeight(member?.weight ?? "");
    if (weight === undefined || weight.digits === 0n) {
      return `${member?.address} of group ${groupId} weighs ${member?.weight}`;
    }
    sums.set(groupId, addWeights(sums.get(groupId) ?? ZERO, weight));
  }
  for (const [id, { totalWeight }] of groups.entries(ctx)) {
    const total = parseTotal(totalWeight);
    if (total === undefined || compareWeights(total, sums.get(id) ?? ZERO) !== 0) {
      return `group ${id} weighs ${totalWeight}, which is not the sum of its members`;
    }
    sums.delete(id);
  }
  const [lost] = sums.keys();
  return lost === undefined ? undefined : `there is no group ${lost}, but members of it`;
}

/** A policy without its group, or a proposal without its policy. */
function policyFault(ctx: ReadContext, state: GroupState): string | undefined {
  const { groups, policies, proposals } = state;
  for (const [address, { groupId }] of policies.entries(ctx)) {
    if (!groups.has(ctx, groupId)) return `policy ${address} has no group ${groupId}`;
  }
  for (const [id, { groupPolicyAddress }] of proposals.entries(ctx)) {
    if (!policies.has(ctx, groupPolicyAddress)) return `proposal ${id} has no policy`;
  }
  return undefined;
}

/** A vote on a proposal that is gone or was decided: nothing would ever prune it. */
function voteFault(ctx: ReadContext, { proposals, votes }: GroupState): string | undefined {
  for (const [[id, voter]] of votes.entries(ctx)) {
    const proposal = proposals.get(ctx, id);
    if (proposal === undefined) return `${voter} voted on proposal ${id}, which is not there`;
    if (isDecided(proposal)) return `the vote of ${voter} on proposal ${id} was not pruned`;
  }
  return undefined;
}

/** A tally that was frozen before there was a decision, or votes that weigh more than their group. */
function tallyFault(ctx: ReadContext, state: GroupState): string | undefined {
  for (const [id, proposal] of state.proposals.entries(ctx)) {
    const frozen = sumOf(proposal.finalTallyResult);
    if (frozen === undefined) return `the tally of proposal ${id} is no tally`;
    if (isDecided(proposal)) continue;
    if (frozen.digits > 0n) return `proposal ${id} has a tally and is not decided`;
    const policy = state.policies.get(ctx, proposal.groupPolicyAddress);
    const group = policy === undefined ? undefined : state.groups.get(ctx, policy.groupId);
    if (group === undefined) return `proposal ${id} has no group`;
    const counted = sumOf(tallyOf(ctx, state, proposal, group.id)) ?? ZERO;
    const total = parseTotal(group.totalWeight) ?? ZERO;
    if (compareWeights(counted, total) > 0) return `votes on proposal ${id} outweigh their group`;
  }
  return undefined;
}
