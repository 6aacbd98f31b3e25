import { describe, expect, it } from "vitest";
import { PageRequest } from "../../../src/gen/cosmos/base/query/v1beta1.js";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { registry } from "../../../src/gen/registry.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { toJson } from "../../../src/wire/proto-json.js";
import {
  ALICE,
  BOB,
  CAROL,
  DAVE,
  GroupWorld,
  members,
  percentage,
  threshold,
} from "./group-world.js";

type Answer = Readonly<Record<string, unknown>>;

/** The answer as clients of the gateway see it. */
function json(w: GroupWorld, name: keyof typeof group.Query, request: object): Answer {
  const method = group.Query[name];
  return toJson(method.response, w.query(name, request), { registry });
}

/** Two groups, three policies, two proposals, two votes. */
function filled() {
  const w = new GroupWorld();
  const policy = w.corporation();
  w.send(group.MsgCreateGroup, {
    admin: BOB,
    members: members({ [DAVE]: "0.5" }),
    metadata: "two",
  });
  for (const decisionPolicy of [threshold("1"), percentage("0.25")]) {
    w.send(group.MsgCreateGroupPolicy, { admin: BOB, groupId: 2n, decisionPolicy });
  }
  const ids = [w.propose(policy), w.propose(policy)] as const;
  w.vote(ids[0], BOB, "yes");
  w.vote(ids[0], CAROL, "abstain");
  return { w, policy, ids };
}

const pages = (list: unknown): number => (Array.isArray(list) ? list.length : -1);

describe("queries of groups", () => {
  it("print a group and its members as the gateway does", () => {
    const { w } = filled();
    expect(json(w, "GroupInfo", { groupId: 2n })).toEqual({
      info: {
        id: "2",
        admin: BOB,
        metadata: "two",
        version: "1",
        total_weight: "0.5",
        created_at: "2026-01-01T00:00:00Z",
      },
    });
    expect(json(w, "GroupMembers", { groupId: 2n })).toEqual({
      members: [
        {
          group_id: "2",
          member: { address: DAVE, weight: "0.5", metadata: "", added_at: "2026-01-01T00:00:00Z" },
        },
      ],
      pagination: { next_key: null, total: "1" },
    });
  });

  it("list groups, by admin and by member", () => {
    const { w } = filled();
    const ids = (name: keyof typeof group.Query, request: object): bigint[] =>
      w.query<object, group.QueryGroupsResponse>(name, request).groups.map(({ id }) => id);
    expect(ids("Groups", {})).toEqual([1n, 2n]);
    expect(ids("Groups", { pagination: PageRequest.create({ limit: 1n, reverse: true }) })).toEqual(
      [2n],
    );
    expect(ids("GroupsByAdmin", { admin: BOB })).toEqual([2n]);
    expect(ids("GroupsByAdmin", { admin: ALICE })).toEqual([]);
    expect(ids("GroupsByMember", { address: CAROL })).toEqual([1n]);
  });

  it("list members of a page", () => {
    const { w } = filled();
    const pagination = PageRequest.create({ offset: 1n, limit: 1n, countTotal: true });
    const answer = json(w, "GroupMembers", { groupId: 1n, pagination });
    expect(pages(answer.members)).toBe(1);
    expect(answer.pagination).toMatchObject({ total: "3" });
  });
});

describe("queries of policies", () => {
  it("print a policy with its rules", () => {
    const { w, policy } = filled();
    expect(json(w, "GroupPolicyInfo", { address: policy })).toEqual({
      info: {
        address: policy,
        group_id: "1",
        admin: policy,
        metadata: "",
        version: "2",
        decision_policy: {
          "@type": "/cosmos.group.v1.ThresholdDecisionPolicy",
          threshold: "2",
          windows: { voting_period: "600s", min_execution_period: "0s" },
        },
        created_at: "2026-01-01T00:00:00Z",
      },
    });
  });

  it("list policies by group and by admin", () => {
    const { w, policy } = filled();
    const count = (name: keyof typeof group.Query, request: object): number =>
      w.query<object, group.QueryGroupPoliciesByGroupResponse>(name, request).groupPolicies.length;
    expect(count("GroupPoliciesByGroup", { groupId: 1n })).toBe(1);
    expect(count("GroupPoliciesByGroup", { groupId: 2n })).toBe(2);
    expect(count("GroupPoliciesByGroup", { groupId: 3n })).toBe(0);
    expect(count("GroupPoliciesByAdmin", { admin: policy })).toBe(1);
    expect(count("GroupPoliciesByAdmin", { admin: BOB })).toBe(2);
  });
});

describe("queries of proposals and votes", () => {
  it("list the proposals of a policy", () => {
    const { w, policy, ids } = filled();
    const answer = w.query<object, group.QueryProposalsByGroupPolicyResponse>(
      "ProposalsByGroupPolicy",
      { address: policy },
    );
    expect(answer.proposals.map(({ id }) => id)).toEqual(ids);
    expect(answer.pagination?.total).toBe(2n);
  });

  it("find a vote, and list votes by proposal and by voter", () => {
    const { w, ids } = filled();
    const vote = {
      proposal_id: "1",
      voter: BOB,
      option: "VOTE_OPTION_YES",
      metadata: "",
      submit_time: "2026-01-01T00:00:00Z",
    };
    const [proposalId] = ids;
    expect(json(w, "VoteByProposalVoter", { proposalId, voter: BOB })).toEqual({ vote });
    expect(pages(json(w, "VotesByProposal", { proposalId }).votes)).toBe(2);
    expect(pages(json(w, "VotesByProposal", { proposalId: ids[1] }).votes)).toBe(0);
    expect(json(w, "VotesByVoter", { voter: BOB }).votes).toEqual([vote]);
  });

  it("tally while voting goes on", () => {
    const { w, ids } = filled();
    expect(json(w, "TallyResult", { proposalId: ids[0] })).toEqual({
      tally: { yes_count: "1", abstain_count: "1", no_count: "0", no_with_veto_count: "0" },
    });
  });
});

describe("queries of what is not there", () => {
  it.each([
    ["GroupInfo", { groupId: 99n }, "group: not found"],
    ["GroupPolicyInfo", { address: DAVE }, "group policy: not found"],
    ["Proposal", { proposalId: 9n }, "load proposal: not found"],
    ["TallyResult", { proposalId: 9n }, "load proposal: not found"],
    ["VoteByProposalVoter", { proposalId: 1n, voter: DAVE }, "not found"],
  ] as const)("%s answers not found", (name, request, message) => {
    const { w } = filled();
    const error = w.refused(() => w.query<object, unknown>(name, request));
    expect(error.kind).toBe(sdkErrors.notFound);
    expect(error.message).toBe(message);
  });

  it.each([
    ["GroupPolicyInfo", { address: "verana1x" }],
    ["GroupsByAdmin", { admin: "" }],
    ["GroupsByMember", { address: "cosmos1abc" }],
    ["GroupPoliciesByAdmin", { admin: "x" }],
    ["ProposalsByGroupPolicy", { address: "x" }],
    ["VoteByProposalVoter", { proposalId: 1n, voter: "x" }],
    ["VotesByVoter", { voter: "x" }],
  ] as const)("%s refuses what is no address", (name, request) => {
    const { w } = filled();
    expect(w.refused(() => w.query<object, unknown>(name, request)).kind).toBe(
      sdkErrors.invalidAddress,
    );
  });
});
