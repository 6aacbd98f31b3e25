import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import type { WriteContext } from "../../../src/keeper/context.js";
import { ALICE, BOB, DAVE, GroupWorld, SECOND } from "./group-world.js";

/** A chain with an open proposal, which has a vote, and one that was rejected. */
function busy() {
  const w = new GroupWorld();
  const policy = w.corporation();
  const [rejected, open] = [w.propose(policy), w.propose(policy)];
  w.vote(open, ALICE, "yes");
  w.vote(rejected, ALICE, "no");
  w.vote(rejected, BOB, "no", group.Exec.EXEC_TRY);
  return { w, policy, open, rejected };
}

const faults = (w: GroupWorld): readonly string[] =>
  (w.module.module.invariants ?? []).flatMap(({ name, check }) =>
    check(w.ctx) === undefined ? [] : [name],
  );

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("nothing is there");
  return value;
};

describe("the invariants of groups", () => {
  it("hold while proposals are voted on, decided and pruned", () => {
    const { w } = busy();
    expect(faults(w)).toEqual([]);
    w.send(group.MsgLeaveGroup, { address: ALICE, groupId: 1n });
    expect(faults(w)).toEqual([]);
    w.pass(601n * SECOND);
    w.endBlock();
    expect(faults(w)).toEqual([]);
  });

  type Busy = ReturnType<typeof busy>;
  it.each<[string, string, (b: Busy) => (ctx: WriteContext) => void]>([
    [
      "a group that weighs more than its members",
      "group/total-weight",
      ({ w }) =>
        (ctx) =>
          w.state.groups.set(ctx, 1n, { ...must(w.state.groups.get(ctx, 1n)), totalWeight: "4" }),
    ],
    [
      "a member without weight",
      "group/total-weight",
      ({ w }) =>
        (ctx) => {
          const { member } = must(w.state.members.get(ctx, [1n, ALICE]));
          const light = { ...must(member), weight: "0" };
          w.state.members.set(ctx, [1n, ALICE], { groupId: 1n, member: light });
        },
    ],
    [
      "members of no group",
      "group/total-weight",
      ({ w }) =>
        (ctx) => {
          const { member } = must(w.state.members.get(ctx, [1n, ALICE]));
          w.state.members.set(ctx, [7n, ALICE], { groupId: 7n, member });
        },
    ],
    [
      "a policy of no group",
      "group/policies",
      ({ w, policy }) =>
        (ctx) => {
          const info = must(w.state.policies.get(ctx, policy));
          w.state.policies.set(ctx, DAVE, { ...info, address: DAVE, groupId: 7n });
        },
    ],
    [
      "a proposal of no policy",
      "group/policies",
      ({ w, open }) =>
        (ctx) => {
          const proposal = must(w.state.proposals.get(ctx, open));
          const id = 9n;
          w.state.proposals.set(ctx, id, {
            ...proposal,
            id,
            groupPolicyAddress: DAVE,
            status: group.ProposalStatus.PROPOSAL_STATUS_REJECTED,
          });
        },
    ],
    [
      "a vote on a proposal that is decided",
      "group/votes",
      ({ w, open, rejected }) =>
        (ctx) => {
          const vote = must(w.state.votes.get(ctx, [open, ALICE]));
          w.state.votes.set(ctx, [rejected, ALICE], { ...vote, proposalId: rejected });
        },
    ],
    [
      "a vote on no proposal",
      "group/votes",
      ({ w, open }) =>
        (ctx) => {
          const vote = must(w.state.votes.get(ctx, [open, ALICE]));
          w.state.votes.set(ctx, [9n, ALICE], { ...vote, proposalId: 9n });
        },
    ],
    [
      "a tally before the decision",
      "group/tallies",
      ({ w, open }) =>
        (ctx) => {
          const proposal = must(w.state.proposals.get(ctx, open));
          const finalTallyResult = { ...proposal.finalTallyResult, noCount: "1" };
          w.state.proposals.set(ctx, open, { ...proposal, finalTallyResult });
        },
    ],
    [
      "a tally that is none",
      "group/tallies",
      ({ w, rejected }) =>
        (ctx) => {
          const proposal = must(w.state.proposals.get(ctx, rejected));
          const finalTallyResult = { ...proposal.finalTallyResult, noCount: "many" };
          w.state.proposals.set(ctx, rejected, { ...proposal, finalTallyResult });
        },
    ],
  ])("find %s", (_what, name, spoil) => {
    const found = busy();
    found.w.run(spoil(found));
    expect(faults(found.w)).toEqual([name]);
  });
});
