import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { TxGasMeter } from "../../../src/keeper/gas.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors, mathErrors } from "../../../src/modules/group/errors.js";
import type { Any } from "../../../src/wire/descriptor.js";
import {
  ALICE,
  BOB,
  CAROL,
  DAVE,
  GroupWorld,
  info,
  members,
  pack,
  percentage,
  policyInfo,
  SECOND,
  threshold,
  transfer,
} from "./group-world.js";

const { PROPOSAL_STATUS_REJECTED: REJECTED, PROPOSAL_STATUS_ABORTED: ABORTED } =
  group.ProposalStatus;
const { PROPOSAL_EXECUTOR_RESULT_SUCCESS: SUCCESS, PROPOSAL_EXECUTOR_RESULT_FAILURE: FAILURE } =
  group.ProposalExecutorResult;

function ready(policy = threshold("2")) {
  const w = new GroupWorld();
  return { w, policy: w.corporation(policy) };
}

/** A proposal with two yes votes, not yet executed. */
function agreed(w: GroupWorld, policy: string, messages: readonly Any[]): bigint {
  const id = w.propose(policy, { messages });
  w.vote(id, ALICE, "yes");
  w.vote(id, BOB, "yes");
  w.takeEvents();
  return id;
}

const exec = (w: GroupWorld, proposalId: bigint): number =>
  group.MsgExecResponse.decode(w.send(group.MsgExec, { proposalId, executor: DAVE }).value).result;

const holds = (w: GroupWorld): void => {
  for (const { name, check } of w.module.module.invariants ?? []) {
    expect(check(w.ctx), name).toBeUndefined();
  }
};

describe("weights that nobody would have", () => {
  const nines = "9".repeat(100);
  it.each([
    ["the most digits", nines, "1"],
    ["the smallest", `0.${"0".repeat(99)}1`, nines],
    ["an exponent within bounds", "1e99", "1e-100"],
  ])("are added and taken away without loss: %s", (_what, one, other) => {
    const w = new GroupWorld();
    const weights = members({ [ALICE]: one, [BOB]: other });
    w.send(group.MsgCreateGroup, { admin: DAVE, members: weights });
    holds(w);
    const memberUpdates = members({ [ALICE]: "0", [CAROL]: one });
    w.send(group.MsgUpdateGroupMembers, { admin: DAVE, groupId: 1n, memberUpdates });
    holds(w);
    for (const address of [BOB, CAROL]) w.send(group.MsgLeaveGroup, { address, groupId: 1n });
    expect(Number(info(w, 1n)?.totalWeight)).toBe(0);
    holds(w);
  });

  it.each([
    "1e100",
    "1e-101",
    "1e999999999",
    "0e999999999",
    "1e-999999999",
    "Infinity",
    "0x10",
    "",
  ])("are refused at once: %j", (weight) => {
    const w = new GroupWorld();
    w.send(group.MsgCreateGroup, { admin: DAVE, members: members({ [ALICE]: "1" }) });
    const memberUpdates = members({ [BOB]: weight });
    const error = w.refuses(group.MsgUpdateGroupMembers, {
      admin: DAVE,
      groupId: 1n,
      memberUpdates,
    });
    expect(error.kind).toBe(mathErrors.invalidDecimal);
  });
});

describe("a policy that is a member of its own group", () => {
  it("votes by a proposal on another, and cannot vote on the one that is being executed", () => {
    const { w, policy } = ready();
    const join = pack(group.MsgUpdateGroupMembers, {
      admin: policy,
      groupId: 1n,
      memberUpdates: members({ [policy]: "5" }),
    });
    expect(exec(w, agreed(w, policy, [join]))).toBe(SUCCESS);
    holds(w);
    const other = w.propose(policy);
    const ballot = (proposalId: bigint, mode = 0): Any =>
      pack(group.MsgVote, { proposalId, voter: policy, option: 1, exec: mode });
    const own = agreed(w, policy, [ballot(other, 1)]);
    const itself = w.propose(policy, { messages: [ballot(4n)] });
    expect(itself).toBe(4n);
    expect(exec(w, own)).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);
    w.vote(itself, ALICE, "yes");
    w.vote(itself, BOB, "yes", 1);
    expect(w.proposal(itself).executorResult).toBe(FAILURE);
    holds(w);
  });

  it("may leave, propose and try to execute as any other member", () => {
    const { w, policy } = ready(threshold("1"));
    const join = pack(group.MsgUpdateGroupMembers, {
      admin: policy,
      groupId: 1n,
      memberUpdates: members({ [policy]: "1" }),
    });
    const submit = pack(group.MsgSubmitProposal, {
      groupPolicyAddress: policy,
      proposers: [policy],
      messages: [transfer(policy, 7n)],
      exec: 1,
    });
    const leave = pack(group.MsgLeaveGroup, { address: policy, groupId: 1n });
    w.propose(policy, { messages: [join, submit, leave], exec: 1 });
    expect(w.sent(DAVE)).toBe(7n);
    expect(info(w, 1n)?.totalWeight).toBe("3");
    holds(w);
  });
});

describe("a proposal that takes away what it stands on", () => {
  it("removes all members of its group, and is executed to its end", () => {
    const { w, policy } = ready();
    const dismiss = pack(group.MsgUpdateGroupMembers, {
      admin: policy,
      groupId: 1n,
      memberUpdates: members({ [ALICE]: "0", [BOB]: "0", [CAROL]: "0" }),
    });
    const open = w.propose(policy);
    w.vote(open, CAROL, "yes");
    expect(exec(w, agreed(w, policy, [dismiss, transfer(policy, 10n)]))).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);
    // The vote of carol went with her, and what nobody is left to vote on is accepted by nobody.
    exec(w, open);
    expect(w.proposal(open).status).toBe(REJECTED);
    expect(w.sent(DAVE)).toBe(10n);
    holds(w);
  });

  it.each([
    ["a threshold", threshold("1")],
    ["a share", percentage("0.5")],
  ])("an emptied group accepts nothing by %s, however little was needed", (_what, rules) => {
    const { w, policy } = ready(rules);
    const open = w.propose(policy, { messages: [transfer(policy, 1n)] });
    for (const address of [ALICE, BOB, CAROL]) {
      w.send(group.MsgLeaveGroup, { address, groupId: 1n });
    }
    exec(w, open);
    expect(w.proposal(open).status).toBe(REJECTED);
    holds(w);
  });

  it("changes its own rules: other open proposals are given up, it is executed", () => {
    const { w, policy } = ready();
    const open = w.propose(policy);
    const rules = pack(group.MsgUpdateGroupPolicyDecisionPolicy, {
      admin: policy,
      groupPolicyAddress: policy,
      decisionPolicy: threshold("3", 600n, 500n),
    });
    // The second message runs after the rules changed, and the time of execution was checked before.
    expect(exec(w, agreed(w, policy, [rules, transfer(policy, 10n)]))).toBe(SUCCESS);
    expect(w.proposal(open).status).toBe(ABORTED);
    expect(w.sent(DAVE)).toBe(10n);
    expect(policyInfo(w, policy)?.version).toBe(3n);
    holds(w);
  });

  it("gives nothing up when it fails in the end", () => {
    const { w, policy } = ready();
    const open = w.propose(policy);
    const metadata = pack(group.MsgUpdateGroupPolicyMetadata, {
      admin: policy,
      groupPolicyAddress: policy,
      metadata: "m",
    });
    const failing = agreed(w, policy, [metadata, transfer(policy, 1001n)]);
    expect(exec(w, failing)).toBe(FAILURE);
    expect(w.proposal(open).status).toBe(group.ProposalStatus.PROPOSAL_STATUS_SUBMITTED);
    expect(policyInfo(w, policy)?.version).toBe(2n);
    // Failed, but accepted: a change of the policy does not give it up, and it may be tried again.
    w.propose(policy, { messages: [metadata], exec: 1 });
    w.vote(3n, BOB, "yes", 1);
    expect(w.proposal(open).status).toBe(ABORTED);
    expect(exec(w, failing)).toBe(FAILURE);
    holds(w);
  });

  it("cannot withdraw itself, but others", () => {
    const { w, policy } = ready();
    const withdraw = (proposalId: bigint): Any =>
      pack(group.MsgWithdrawProposal, { proposalId, address: policy });
    const other = w.propose(policy);
    expect(exec(w, agreed(w, policy, [withdraw(other)]))).toBe(SUCCESS);
    const own = agreed(w, policy, [withdraw(3n)]);
    expect([own, exec(w, own)]).toEqual([3n, FAILURE]);
    holds(w);
  });

  it("members who leave while it is executed take none of its success along", () => {
    const w = new GroupWorld();
    const policy = w.corporation(threshold("1"));
    w.send(group.MsgSubmitProposal, {
      groupPolicyAddress: policy,
      proposers: [ALICE],
      messages: [
        pack(group.MsgUpdateGroupMembers, {
          admin: policy,
          groupId: 1n,
          memberUpdates: members({ [ALICE]: "0" }),
        }),
        transfer(policy, 10n),
      ],
      exec: 1,
    });
    expect(w.sent(DAVE)).toBe(10n);
    const error = w.refuses(group.MsgSubmitProposal, {
      groupPolicyAddress: policy,
      proposers: [ALICE],
    });
    expect(error.kind).toBe(groupErrors.unauthorized);
    holds(w);
  });
});

describe("executions within executions", () => {
  const execMessage = (policy: string, proposalId: bigint): Any =>
    pack(group.MsgExec, { proposalId, executor: policy });

  it("a proposal that failed inside stays as it was, whoever asked for it", () => {
    const { w, policy } = ready();
    const inner = agreed(w, policy, [transfer(policy, 1001n)]);
    const outer = agreed(w, policy, [execMessage(policy, inner), execMessage(policy, inner)]);
    expect(exec(w, outer)).toBe(SUCCESS);
    expect(w.proposal(inner).executorResult).toBe(FAILURE);
    holds(w);
  });

  it("what succeeded inside is undone with the proposal around it", () => {
    const { w, policy } = ready();
    const inner = agreed(w, policy, [transfer(policy, 10n)]);
    const outer = agreed(w, policy, [execMessage(policy, inner), transfer(policy, 1001n)]);
    expect(exec(w, outer)).toBe(FAILURE);
    expect(w.sent(DAVE)).toBe(0n);
    expect(exec(w, inner)).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);
    holds(w);
  });

  it("two proposals that execute each other end", () => {
    const { w, policy } = ready();
    const first = agreed(w, policy, [execMessage(policy, 2n), transfer(policy, 10n)]);
    agreed(w, policy, [execMessage(policy, first), transfer(policy, 20n)]);
    // The second finds the first gone, and fails; that is no refusal for the first.
    expect(exec(w, first)).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);
    expect(w.proposal(2n).executorResult).toBe(FAILURE);
    holds(w);
  });

  it("failures that are tried again and again are paid by gas, level by level", () => {
    const { w, policy } = ready();
    let last = agreed(w, policy, [transfer(policy, 1001n)]);
    for (let level = 0; level < 7; level++) {
      const again = Array.from({ length: 10 }, () => execMessage(policy, last));
      last = agreed(w, policy, [...again, transfer(policy, 1001n)]);
    }
    w.gas = new TxGasMeter(2_000_000n);
    const message = pack(group.MsgExec, { proposalId: last, executor: DAVE });
    const error = w.rolledBack((ctx) => w.handle(ctx, message));
    expect(error.kind).toBe(sdkErrors.outOfGas);
  });

  it("failures that are tried again and again end where no gas counts them", () => {
    const { w, policy } = ready();
    let last = agreed(w, policy, [transfer(policy, 10n)]);
    for (let level = 0; level < 7; level++) {
      // The innermost succeeds and is undone each time, so that it can be tried once more.
      const again = Array.from({ length: 10 }, () => execMessage(policy, last));
      last = agreed(w, policy, [...again, transfer(policy, 1001n)]);
    }
    expect(exec(w, last)).toBe(FAILURE);
    expect(w.sent(DAVE)).toBe(0n);
    holds(w);
    // Each execution counts from its own beginning.
    expect(exec(w, 1n)).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);
  });
});

describe("the end of a block with much behind it", () => {
  it("reads what is due, and nothing of what is not", () => {
    const costs = [10, 200].map((others) => {
      const { w, policy } = ready(threshold("2", 10_000n));
      for (let i = 0; i < others; i++) w.vote(w.propose(policy), ALICE, "yes");
      w.pass(600n * SECOND);
      w.gas = new TxGasMeter(10n ** 12n);
      w.endBlock();
      return w.gas.used;
    });
    expect(costs[1]).toBe(costs[0]);
  });
});
