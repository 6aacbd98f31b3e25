import {
  type GenesisState,
  type GroupInfo,
  type GroupMember,
  type GroupPolicyInfo,
  type Proposal,
  ProposalExecutorResultEnum,
  ProposalStatusEnum,
  type Vote,
} from "../../gen/cosmos/group/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { checkAccount, checkAccounts } from "./checks.js";
import { checkDecisionPolicy } from "./decision-policy.js";
import { groupErrors } from "./errors.js";
import type { AccountsPort } from "./ports.js";
import { isDecided } from "./state.js";
import { isVoteOption, sumOf } from "./tally.js";
import {
  addWeights,
  compareWeights,
  parseTotal,
  parseWeight,
  type Weight,
  ZERO,
} from "./weight.js";

/** A section whose parts fit together, its addresses in lower case. Refuses with the reason. */
export function checkGenesis(
  ctx: ReadContext,
  genesis: GenesisState,
  accounts: Pick<AccountsPort, "exists">,
): GenesisState {
  const groups = genesis.groups.map((group) => checkGroup(ctx, group, genesis.groupSeq));
  const groupIds = distinct(groups, ({ id }) => id, "group");
  const groupMembers = genesis.groupMembers.map((member) => checkMember(ctx, member, groupIds));
  distinct(groupMembers, ({ groupId, member }) => `${groupId}/${member?.address}`, "member");
  checkTotals(groups, groupMembers);
  const groupPolicies = genesis.groupPolicies.map((policy) => checkPolicy(ctx, policy, groupIds));
  const addresses = distinct(groupPolicies, ({ address }) => address, "policy");
  for (const { address } of groupPolicies) {
    // Else a later policy could be given the same address, and replace this one.
    must(accounts.exists(ctx, address), `policy ${address}: auth has no such account`);
  }
  const proposals = genesis.proposals.map((proposal) =>
    checkProposal(ctx, proposal, { addresses, last: genesis.proposalSeq }),
  );
  distinct(proposals, ({ id }) => id, "proposal");
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  const votes = genesis.votes.map((vote) => checkVote(ctx, vote, byId.get(vote.proposalId)));
  distinct(votes, ({ proposalId, voter }) => `${proposalId}/${voter}`, "vote");
  return { ...genesis, groups, groupMembers, groupPolicies, proposals, votes };
}

function checkGroup(ctx: ReadContext, group: GroupInfo, last: bigint): GroupInfo {
  const name = `group ${group.id}`;
  must(group.id > 0n && group.id <= last, `${name}: id is not between 1 and group_seq`);
  must(group.version > 0n, `${name}: version is 0`);
  must(parseTotal(group.totalWeight) !== undefined, `${name}: total_weight is no decimal`);
  return { ...group, admin: checkAccount(ctx, group.admin, `${name}: admin`) };
}

function checkMember(
  ctx: ReadContext,
  { groupId, member }: GroupMember,
  groups: ReadonlySet<bigint>,
): GroupMember {
  must(groups.has(groupId), `member of group ${groupId}, which is not there`);
  if (member === undefined) return fail(`member of group ${groupId} without an address`);
  const name = `member ${member.address} of group ${groupId}`;
  must((parseWeight(member.weight)?.digits ?? 0n) > 0n, `${name}: weight is not above 0`);
  return { groupId, member: { ...member, address: checkAccount(ctx, member.address, name) } };
}

function checkTotals(groups: readonly GroupInfo[], members: readonly GroupMember[]): void {
  const sums = new Map<bigint, Weight>();
  for (const { groupId, member } of members) {
    const weight = parseWeight(member?.weight ?? "") ?? ZERO;
    sums.set(groupId, addWeights(sums.get(groupId) ?? ZERO, weight));
  }
  for (const { id, totalWeight } of groups) {
    const total = parseTotal(totalWeight) ?? ZERO;
    const same = compareWeights(total, sums.get(id) ?? ZERO) === 0;
    must(same, `group ${id}: total_weight is not the sum of its members' weights`);
  }
}

function checkPolicy(
  ctx: ReadContext,
  policy: GroupPolicyInfo,
  groups: ReadonlySet<bigint>,
): GroupPolicyInfo {
  const name = `policy ${policy.address}`;
  must(groups.has(policy.groupId), `${name}: no group ${policy.groupId}`);
  must(policy.version > 0n, `${name}: version is 0`);
  const { packed: decisionPolicy } = checkDecisionPolicy(policy.decisionPolicy);
  const address = checkAccount(ctx, policy.address, name);
  return { ...policy, address, admin: checkAccount(ctx, policy.admin, name), decisionPolicy };
}

function checkProposal(
  ctx: ReadContext,
  proposal: Proposal,
  known: { readonly addresses: ReadonlySet<string>; readonly last: bigint },
): Proposal {
  const name = `proposal ${proposal.id}`;
  must(
    proposal.id > 0n && proposal.id <= known.last,
    `${name}: id is not between 1 and proposal_seq`,
  );
  const groupPolicyAddress = checkAccount(ctx, proposal.groupPolicyAddress, name);
  must(known.addresses.has(groupPolicyAddress), `${name}: no policy ${groupPolicyAddress}`);
  must(proposal.groupVersion > 0n && proposal.groupPolicyVersion > 0n, `${name}: version is 0`);
  must(proposal.status in ProposalStatusEnum.byNumber && proposal.status > 0, `${name}: status`);
  must(proposal.executorResult in ProposalExecutorResultEnum.byNumber, `${name}: executor_result`);
  const counted = sumOf(proposal.finalTallyResult);
  if (counted === undefined) return fail(`${name}: final_tally_result is no tally`);
  const frozen = isDecided(proposal) || counted.digits === 0n;
  must(frozen, `${name}: final_tally_result before the decision`);
  const proposers = checkAccounts(ctx, proposal.proposers, `${name}: proposer`);
  return { ...proposal, groupPolicyAddress, proposers };
}

function checkVote(ctx: ReadContext, vote: Vote, proposal: Proposal | undefined): Vote {
  const name = `vote on proposal ${vote.proposalId}`;
  if (proposal === undefined) return fail(`${name}, which is not there`);
  must(!isDecided(proposal), `${name}, which is decided`);
  must(isVoteOption(vote.option), `${name}: option`);
  return { ...vote, voter: checkAccount(ctx, vote.voter, name) };
}

function distinct<V, K>(values: readonly V[], key: (value: V) => K, what: string): ReadonlySet<K> {
  const seen = new Set<K>();
  for (const value of values) {
    must(!seen.has(key(value)), `${what} ${String(key(value))} stands twice`);
    seen.add(key(value));
  }
  return seen;
}

function must(ok: boolean, reason: string): asserts ok {
  if (!ok) fail(reason);
}

function fail(reason: string): never {
  return refuse(groupErrors.invalid, { log: `group genesis: ${reason}` });
}
