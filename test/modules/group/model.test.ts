import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { decimal, Model, type ModelProposal, TWO_WEEKS } from "./group-model.js";
import { account, GroupWorld, members, percentage, SECOND, threshold } from "./group-world.js";

const ADMIN = account(99);
const PEOPLE = Array.from({ length: 6 }, (_, i) => account(i + 1));
const VOTING = 600n;
const { PROPOSAL_STATUS_SUBMITTED, PROPOSAL_STATUS_ACCEPTED } = group.ProposalStatus;
const { PROPOSAL_STATUS_ABORTED, PROPOSAL_STATUS_WITHDRAWN } = group.ProposalStatus;

const person = fc.nat({ max: PEOPLE.length - 1 });
const which = fc.nat({ max: 7 });
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("propose" as const), person }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("vote" as const),
      person,
      which,
      option: fc.constantFrom("yes" as const, "yes" as const, "abstain", "no", "veto"),
      exec: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("exec" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("withdraw" as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("weigh" as const),
      person,
      weight: fc.constantFrom(0, 1, 500, 1_000, 2_500, 999_999),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), person }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rules" as const),
      kind: fc.constantFrom("threshold" as const, "percentage" as const),
      quorum: fc.constantFrom(1, 333, 500, 1_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      seconds: fc.constantFrom(1n, 200n, VOTING, VOTING + 1n, TWO_WEEKS / SECOND),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The chain and its model, and every step on both. */
class Pair {
  readonly w = new GroupWorld();
  readonly m = new Model();
  readonly policy: string;

  constructor() {
    const weights = PEOPLE.slice(0, 4).map((address) => [address, "1.000"] as const);
    for (const [address] of weights) this.m.weights.set(address, 1_000);
    const answer = this.w.send(group.MsgCreateGroupWithPolicy, {
      admin: ADMIN,
      members: members(Object.fromEntries(weights)),
      decisionPolicy: threshold("2"),
    });
    this.policy = group.MsgCreateGroupWithPolicyResponse.decode(answer.value).groupPolicyAddress;
  }

  /** Whether the chain took the step. */
  take(step: Step): boolean {
    try {
      this.apply(step);
      return true;
    } catch {
      return false;
    }
  }

  /** Every step that the chain takes is one that the model allows, and the reverse. */
  check(step: Step): void {
    const allowed = this.allows(step);
    expect(this.take(step), fc.stringify(step)).toBe(allowed);
    if (allowed) this.follow(step);
  }

  private find(which: number): ModelProposal | undefined {
    return this.m.proposals[which % Math.max(this.m.proposals.length, 1)];
  }

  private idOf(which: number): bigint {
    return this.find(which)?.id ?? 1_000n;
  }

  private apply(step: Step): void {
    const { w } = this;
    switch (step.do) {
      case "propose":
        w.propose(this.policy, {
          proposers: [PEOPLE[step.person] ?? ""],
          messages: [],
        });
        return;
      case "vote":
        w.vote(this.idOf(step.which), PEOPLE[step.person] ?? "", step.option, step.exec ? 1 : 0);
        return;
      case "exec":
        w.send(group.MsgExec, { proposalId: this.idOf(step.which), executor: ADMIN });
        return;
      case "withdraw":
        w.send(group.MsgWithdrawProposal, { proposalId: this.idOf(step.which), address: ADMIN });
        return;
      case "weigh":
        w.send(group.MsgUpdateGroupMembers, {
          admin: ADMIN,
          groupId: 1n,
          memberUpdates: members({ [PEOPLE[step.person] ?? ""]: decimal(step.weight) }),
        });
        return;
      case "leave":
        w.send(group.MsgLeaveGroup, { address: PEOPLE[step.person] ?? "", groupId: 1n });
        return;
      case "rules": {
        const text = decimal(step.quorum);
        w.send(group.MsgUpdateGroupPolicyDecisionPolicy, {
          admin: ADMIN,
          groupPolicyAddress: this.policy,
          decisionPolicy: step.kind === "threshold" ? threshold(text) : percentage(text),
        });
        return;
      }
      case "wait":
        w.pass(step.seconds * SECOND);
        w.endBlock();
    }
  }

  private allows(step: Step): boolean {
    const { m, w } = this;
    const who = "person" in step ? (PEOPLE[step.person] ?? "") : "";
    const proposal = "which" in step ? this.find(step.which) : undefined;
    const open = proposal?.status === PROPOSAL_STATUS_SUBMITTED;
    switch (step.do) {
      case "propose":
      case "leave":
        return m.weights.has(who);
      case "vote":
        if (proposal === undefined || !open || w.time > proposal.end) return false;
        return m.weights.has(who) && !proposal.votes.has(who);
      case "exec":
        return open || proposal?.status === PROPOSAL_STATUS_ACCEPTED;
      case "withdraw":
        return open;
      case "weigh":
        return step.weight > 0 || m.weights.has(who);
      default:
        return true;
    }
  }

  private follow(step: Step): void {
    const { m, w } = this;
    const who = "person" in step ? (PEOPLE[step.person] ?? "") : "";
    const proposal = "which" in step ? this.find(step.which) : undefined;
    switch (step.do) {
      case "propose": {
        const id = w.module.module.genesis?.export(w.ctx) as { proposal_seq: string };
        m.proposals.push({
          id: BigInt(id.proposal_seq),
          end: w.time + VOTING * SECOND,
          votes: new Map(),
          status: PROPOSAL_STATUS_SUBMITTED,
          frozen: [0, 0, 0, 0],
        });
        return;
      }
      case "vote":
        proposal?.votes.set(who, step.option);
        if (proposal !== undefined && step.exec) m.execute(proposal, w.time);
        return;
      case "exec":
        if (proposal !== undefined) m.execute(proposal, w.time);
        return;
      case "withdraw":
        if (proposal !== undefined) proposal.status = PROPOSAL_STATUS_WITHDRAWN;
        return;
      case "weigh":
        if (step.weight === 0) m.weights.delete(who);
        else m.weights.set(who, step.weight);
        return;
      case "leave":
        m.weights.delete(who);
        return;
      case "rules":
        m.kind = step.kind;
        m.quorum = step.quorum;
        for (const one of m.proposals) {
          if (one.status === PROPOSAL_STATUS_SUBMITTED) one.status = PROPOSAL_STATUS_ABORTED;
        }
        return;
      case "wait":
        m.endBlock(w.time);
    }
  }

  /** What queries and invariants say, against the model. */
  compare(): void {
    const { m, w } = this;
    const { proposals } = w.query<
      group.QueryProposalsByGroupPolicyRequest,
      group.QueryProposalsByGroupPolicyResponse
    >("ProposalsByGroupPolicy", { address: this.policy });
    expect(proposals.map(({ id, status }) => [id, status])).toEqual(
      m.proposals.map(({ id, status }) => [id, status]),
    );
    for (const proposal of m.proposals) {
      const { yesCount, abstainCount, noCount, noWithVetoCount } = w.tally(proposal.id);
      const counts = [yesCount, abstainCount, noCount, noWithVetoCount];
      expect(counts.map((count) => Math.round(Number(count) * 1000))).toEqual(m.tally(proposal));
    }
    for (const { name, check } of w.module.module.invariants ?? []) {
      expect(check(w.ctx), name).toBeUndefined();
    }
  }
}

describe("groups, against a model that counts everything anew", () => {
  it("take and refuse the same steps and come to the same proposals and tallies", () => {
    const taken = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const pair = new Pair();
        for (const one of steps) {
          pair.check(one);
          taken.set(one.do, (taken.get(one.do) ?? 0) + 1);
          pair.compare();
        }
      }),
      { numRuns: 40 },
    );
    expect(taken.size).toBe(8);
  }, 120_000);

  it("genesis gives the same state again, wherever a history stops", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const pair = new Pair();
        // So that no number stands at zero, which genesis writes and a fresh chain does not.
        for (const one of [{ do: "propose", person: 0 } as const, ...steps]) pair.take(one);
        const section = pair.w.module.module.genesis?.export(pair.w.ctx) ?? {};
        const again = new GroupWorld({ time: pair.w.time });
        for (const [address, key] of pair.w.accounts) again.accounts.set(address, key);
        again.run((ctx) => again.module.module.genesis?.init(ctx, section));
        expect(again.dump()).toBe(pair.w.dump());
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
