import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import type { ModuleGenesis } from "../../../src/keeper/module.js";
import type { Json } from "../../../src/keeper/query.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors, mathErrors } from "../../../src/modules/group/errors.js";
import { ALICE, BOB, CAROL, DAVE, GroupWorld, SECOND } from "./group-world.js";

type Section = { [name: string]: Json };

function genesisOf(w: GroupWorld): ModuleGenesis {
  const { genesis } = w.module.module;
  if (genesis === undefined) throw new Error("no genesis");
  return genesis;
}

/** A chain on which the accounts of another are there, and nothing else yet. */
function withAccountsOf(other: GroupWorld, options: { readonly time?: bigint } = {}): GroupWorld {
  const world = new GroupWorld(options);
  for (const [address, key] of other.accounts) world.accounts.set(address, key);
  return world;
}

/** A chain with proposals in several states, and its section. */
function filled() {
  const w = new GroupWorld();
  const policy = w.corporation();
  const [rejected] = [w.propose(policy), w.propose(policy), w.propose(policy)];
  w.vote(rejected, ALICE, "no");
  w.pass(601n * SECOND);
  w.endBlock();
  w.vote(w.propose(policy), BOB, "abstain");
  return { w, policy, section: genesisOf(w).export(w.ctx) as Section };
}

describe("the group section of a genesis", () => {
  it("is empty on a fresh chain, in Cosmos SDK's shape", () => {
    const w = new GroupWorld();
    expect(genesisOf(w).fresh({ denom: "uvna" })).toEqual({
      group_seq: "0",
      groups: [],
      group_members: [],
      group_policy_seq: "0",
      group_policies: [],
      proposal_seq: "0",
      proposals: [],
      votes: [],
    });
  });

  it("gives the same state, byte for byte, when it is read again", () => {
    const { w, section } = filled();
    const again = withAccountsOf(w);
    again.run((ctx) => genesisOf(again).init(ctx, section));
    expect(again.dump()).toBe(w.dump());
    expect(genesisOf(again).export(again.ctx)).toEqual(section);
  });

  it("goes on with the numbers it left off at", () => {
    const { w, policy, section } = filled();
    const again = withAccountsOf(w, { time: w.time });
    again.run((ctx) => genesisOf(again).init(ctx, section));
    expect(again.propose(policy)).toBe(5n);
    const { keeper } = again.module;
    expect([...keeper.policiesOf(again.ctx, 1n)].map(({ address }) => address)).toEqual([policy]);
  });

  it("refuses a policy without its account, whose address a later policy would take over", () => {
    const { section } = filled();
    const w = new GroupWorld();
    const error = w.refused((ctx) => genesisOf(w).init(ctx, { ...section, group_policy_seq: "0" }));
    expect(error.kind).toBe(groupErrors.invalid);
    expect(error.message).toContain("auth has no such account");
  });

  it("[D-CS-06] checks a message that no submission checked when it is executed", () => {
    const { w, policy, section } = filled();
    const again = withAccountsOf(w, { time: w.time });
    const messages = [
      { "@type": "/cosmos.bank.v1beta1.MsgSend", from_address: policy, to_address: "nobody" },
    ];
    const proposals = (section.proposals as Section[]).map((each) => ({ ...each, messages }));
    again.run((ctx) => genesisOf(again).init(ctx, { ...section, proposals }));
    const id = 4n;
    again.vote(id, ALICE, "yes");
    again.vote(id, CAROL, "yes", group.Exec.EXEC_TRY);
    expect(again.proposal(id).executorResult).toBe(
      group.ProposalExecutorResult.PROPOSAL_EXECUTOR_RESULT_FAILURE,
    );
    expect(again.sent("nobody")).toBe(0n);
  });

  const first = (list: Json | undefined): Section => (list as Section[])[0] ?? {};
  const change = (name: string, fields: Section) => (section: Section) => ({
    ...section,
    [name]: [{ ...first(section[name]), ...fields }, ...(section[name] as Json[]).slice(1)],
  });
  const twice = (name: string) => (section: Section) => ({
    ...section,
    [name]: [...(section[name] as Json[]), first(section[name])],
  });
  const put = (fields: Section) => (section: Section) => ({ ...section, ...fields });
  const member = (fields: Section) =>
    change("group_members", {
      member: { address: ALICE, weight: "1", added_at: "2026-01-01T00:00:00Z", ...fields },
    });

  it.each([
    ["an unknown field", put({ extra: 1 }), groupErrors.invalid],
    ["no object", () => [] as Json, groupErrors.invalid],
    ["a group above the sequence", put({ group_seq: "0" }), groupErrors.invalid],
    ["group 0", change("groups", { id: "0" }), groupErrors.invalid],
    ["a group twice", twice("groups"), groupErrors.invalid],
    ["a group without version", change("groups", { version: "0" }), groupErrors.invalid],
    ["a group without admin", change("groups", { admin: "" }), sdkErrors.invalidAddress],
    ["a total that is no number", change("groups", { total_weight: "x" }), groupErrors.invalid],
    ["a total that is not the sum", change("groups", { total_weight: "4" }), groupErrors.invalid],
    ["a member of no group", change("group_members", { group_id: "7" }), groupErrors.invalid],
    ["a member without address", change("group_members", { member: null }), groupErrors.invalid],
    ["a member who is no account", member({ address: "x" }), sdkErrors.invalidAddress],
    ["a member without weight", member({ weight: "0" }), groupErrors.invalid],
    ["a member twice", twice("group_members"), groupErrors.invalid],
    ["a policy of no group", change("group_policies", { group_id: "7" }), groupErrors.invalid],
    ["a policy twice", twice("group_policies"), groupErrors.invalid],
    [
      "a policy without rules",
      change("group_policies", { decision_policy: null }),
      groupErrors.empty,
    ],
    [
      "a policy with bad rules",
      change("group_policies", {
        decision_policy: { "@type": "/cosmos.group.v1.ThresholdDecisionPolicy", threshold: "-1" },
      }),
      mathErrors.invalidDecimal,
    ],
    ["a proposal above the sequence", put({ proposal_seq: "1" }), groupErrors.invalid],
    ["a proposal twice", twice("proposals"), groupErrors.invalid],
    [
      "a proposal of no policy",
      change("proposals", { group_policy_address: DAVE }),
      groupErrors.invalid,
    ],
    ["a proposal without status", change("proposals", { status: 0 }), groupErrors.invalid],
    ["a proposal of unknown status", change("proposals", { status: 17 }), groupErrors.invalid],
    [
      "a proposal with a bad tally",
      change("proposals", { final_tally_result: { yes_count: "" } }),
      groupErrors.invalid,
    ],
    [
      "a tally before the decision",
      change("proposals", { status: "PROPOSAL_STATUS_SUBMITTED" }),
      groupErrors.invalid,
    ],
    ["a vote on a decided proposal", change("votes", { proposal_id: "1" }), groupErrors.invalid],
    ["a vote on no proposal", change("votes", { proposal_id: "9" }), groupErrors.invalid],
    ["a vote without option", change("votes", { option: 0 }), groupErrors.invalid],
    ["a vote twice", twice("votes"), groupErrors.invalid],
  ])("refuses %s and writes nothing", (_what, spoil, kind) => {
    const { w: whole, section } = filled();
    const w = withAccountsOf(whole);
    const spoiled = spoil(section);
    expect(w.refused((ctx) => genesisOf(w).init(ctx, spoiled)).kind).toBe(kind);
  });
});
