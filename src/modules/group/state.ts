import {
  GroupInfo,
  GroupMember,
  GroupPolicyInfo,
  Proposal,
  ProposalStatus,
  Vote,
} from "../../gen/cosmos/group/v1.js";
import { protoValue, type Schema } from "../../keeper/collections.js";
import { addressKey, restAddressKey, timeKey, tupleKey, u64Key } from "../../keeper/keys.js";

/** Every byte of store `group`. Prefixes are consensus: append, never renumber. */
export function groupState(schema: Schema) {
  return {
    ...groupTables(schema),
    ...policyTables(schema),
    ...proposalTables(schema),
    ...voteTables(schema),
  };
}

export type GroupState = ReturnType<typeof groupState>;

function groupTables(schema: Schema) {
  const account = addressKey(schema.addressPrefix);
  const groupsByAdmin = schema.index(0x02, "groups_by_admin", account, (g: GroupInfo) => g.admin);
  const groups = schema.map(0x00, "groups", {
    key: u64Key,
    value: protoValue<GroupInfo>(GroupInfo),
    indexes: [groupsByAdmin],
  });
  const groupIds = schema.sequence(0x01, "group_ids");
  const membersByAddress = schema.index(
    0x12,
    "members_by_address",
    account,
    (m: GroupMember) => m.member?.address,
  );
  const members = schema.map(0x10, "members", {
    key: tupleKey(u64Key, restAddressKey(schema.addressPrefix)),
    value: protoValue<GroupMember>(GroupMember),
    indexes: [membersByAddress],
  });
  return { groups, groupIds, groupsByAdmin, members, membersByAddress };
}

function policyTables(schema: Schema) {
  const account = addressKey(schema.addressPrefix);
  const policiesByGroup = schema.index(
    0x22,
    "policies_by_group",
    u64Key,
    (p: GroupPolicyInfo) => p.groupId,
  );
  const policiesByAdmin = schema.index(
    0x23,
    "policies_by_admin",
    account,
    (p: GroupPolicyInfo) => p.admin,
  );
  const policies = schema.map(0x20, "policies", {
    key: restAddressKey(schema.addressPrefix),
    value: protoValue<GroupPolicyInfo>(GroupPolicyInfo),
    indexes: [policiesByGroup, policiesByAdmin],
  });
  const policyNumbers = schema.sequence(0x21, "policy_numbers");
  return { policies, policyNumbers, policiesByGroup, policiesByAdmin };
}

function proposalTables(schema: Schema) {
  const proposalsByPolicy = schema.index(
    0x32,
    "proposals_by_policy",
    addressKey(schema.addressPrefix),
    (p: Proposal) => p.groupPolicyAddress,
  );
  /** End of voting, of those that still wait for it: to be tallied, or pruned when given up. */
  const untallied = schema.index(0x33, "untallied", timeKey, (p: Proposal) =>
    isDecided(p) ? undefined : p.votingPeriodEnd,
  );
  /** End of voting, of those that were decided: kept for as long as they may be executed. */
  const decided = schema.index(0x34, "decided", timeKey, (p: Proposal) =>
    isDecided(p) ? p.votingPeriodEnd : undefined,
  );
  const proposals = schema.map(0x30, "proposals", {
    key: u64Key,
    value: protoValue<Proposal>(Proposal),
    indexes: [proposalsByPolicy, untallied, decided],
  });
  const proposalIds = schema.sequence(0x31, "proposal_ids");
  return { proposals, proposalIds, proposalsByPolicy, untallied, decided };
}

/** Whether votes are no longer counted, since their count decided. */
export function isDecided({ status }: Proposal): boolean {
  return (
    status === ProposalStatus.PROPOSAL_STATUS_ACCEPTED ||
    status === ProposalStatus.PROPOSAL_STATUS_REJECTED
  );
}

function voteTables(schema: Schema) {
  const votesByVoter = schema.index(
    0x42,
    "votes_by_voter",
    addressKey(schema.addressPrefix),
    (v: Vote) => v.voter,
  );
  const votes = schema.map(0x40, "votes", {
    key: tupleKey(u64Key, restAddressKey(schema.addressPrefix)),
    value: protoValue<Vote>(Vote),
    indexes: [votesByVoter],
  });
  return { votes, votesByVoter };
}
