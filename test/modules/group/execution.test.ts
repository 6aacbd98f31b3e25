import { describe, expect, it } from "vitest";
import { MsgSetWithdrawAddress } from "../../../src/gen/cosmos/distribution/v1beta1.js";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { TxGasMeter } from "../../../src/keeper/gas.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors } from "../../../src/modules/group/errors.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { ALICE, BOB, DAVE, GroupWorld, pack, SECOND, threshold, transfer } from "./group-world.js";

const { PROPOSAL_STATUS_ACCEPTED: ACCEPTED } = group.ProposalStatus;
const {
  PROPOSAL_EXECUTOR_RESULT_NOT_RUN: NOT_RUN,
  PROPOSAL_EXECUTOR_RESULT_SUCCESS: SUCCESS,
  PROPOSAL_EXECUTOR_RESULT_FAILURE: FAILURE,
} = group.ProposalExecutorResult;

function ready(policy = threshold("2")) {
  const w = new GroupWorld();
  return { w, policy: w.corporation(policy) };
}

/** A proposal with two yes votes, not yet executed. */
function agreed(w: GroupWorld, policy: string, messages: Any[]): bigint {
  const id = w.propose(policy, { messages });
  w.vote(id, ALICE, "yes");
  w.vote(id, BOB, "yes");
  w.takeEvents();
  return id;
}

const exec = (w: GroupWorld, proposalId: bigint): number =>
  group.MsgExecResponse.decode(w.send(group.MsgExec, { proposalId, executor: DAVE }).value).result;

const execMessage = (policy: string, proposalId: bigint): Any =>
  pack(group.MsgExec, { proposalId, executor: policy });

describe("executing a proposal", () => {
  it("is open to anyone and answers success", () => {
    const { w, policy } = ready();
    const id = agreed(w, policy, [transfer(policy, 10n)]);
    expect(exec(w, id)).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);
    expect(w.takeEvents()).toEqual(["transfer", "EventProposalPruned", "EventExec"]);
    expect(w.dump()).not.toContain("group 40");
  });

  it("answers that it did not run while votes are missing", () => {
    const { w, policy } = ready();
    const id = w.propose(policy);
    w.takeEvents();
    expect(exec(w, id)).toBe(NOT_RUN);
    expect(w.takeEvents()).toEqual(["EventExec"]);
  });

  it("leaves nothing of messages that fail, and may be tried again", () => {
    const { w, policy } = ready();
    const id = agreed(w, policy, [transfer(policy, 10n), transfer(policy, 1001n)]);
    expect(exec(w, id)).toBe(FAILURE);
    expect(w.sent(DAVE)).toBe(0n);
    expect(w.proposal(id)).toMatchObject({
      status: ACCEPTED,
      executorResult: FAILURE,
      finalTallyResult: { yesCount: "2" },
    });
    expect(w.events).toEqual([
      {
        type: "cosmos.group.v1.EventExec",
        attributes: [
          [
            "logs",
            `"proposal execution failed on proposal ${id}, because of error message /cosmos.bank.v1beta1.MsgSend at position 1: too much: insufficient funds"`,
          ],
          ["proposal_id", `"${id}"`],
          ["result", '"PROPOSAL_EXECUTOR_RESULT_FAILURE"'],
        ],
      },
    ]);
    expect(exec(w, id)).toBe(FAILURE);
  });

  it("fails on a message that nobody handles", () => {
    const { w, policy } = ready();
    const unknown = pack(MsgSetWithdrawAddress, { delegatorAddress: policy });
    expect(exec(w, agreed(w, policy, [unknown]))).toBe(FAILURE);
  });

  it("is refused for an unknown proposal, for 0 and for one that was rejected", () => {
    const { w, policy } = ready();
    const refused = (proposalId: bigint) =>
      w.refuses(group.MsgExec, { proposalId, executor: DAVE }).kind;
    expect(refused(0n)).toBe(groupErrors.empty);
    expect(refused(7n)).toBe(sdkErrors.notFound);
    const id = w.propose(policy);
    w.vote(id, ALICE, "no");
    w.vote(id, BOB, "veto");
    exec(w, id);
    expect(refused(id)).toBe(groupErrors.invalid);
  });

  it("waits for the minimum execution period, which counts from submission", () => {
    const { w, policy } = ready(threshold("2", 600n, 60n));
    const id = agreed(w, policy, [transfer(policy, 10n)]);
    w.pass(60n * SECOND - 1n);
    expect(exec(w, id)).toBe(FAILURE);
    w.pass(1n);
    expect(exec(w, id)).toBe(SUCCESS);
  });

  it("ends the transaction when gas runs out inside", () => {
    const { w, policy } = ready();
    const id = agreed(w, policy, [transfer(policy, 10n)]);
    const message = pack(group.MsgExec, { proposalId: id, executor: DAVE });
    const needed = gasOf(w, message);
    const outcomes = new Set<string>();
    for (let limit = 0n; limit < needed; limit += 500n) {
      w.gas = new TxGasMeter(limit);
      const error = w.rolledBack((ctx) => w.handle(ctx, message));
      outcomes.add(`${error.kind.codespace} ${error.kind.code}`);
    }
    expect([...outcomes]).toEqual(["sdk 11"]);
    w.gas = new TxGasMeter(needed);
    expect(exec(w, id)).toBe(SUCCESS);
  });

  it("cannot execute itself", () => {
    const { w, policy } = ready();
    const id = agreed(w, policy, [transfer(policy, 10n), execMessage(policy, 1n)]);
    expect(id).toBe(1n);
    expect(exec(w, id)).toBe(FAILURE);
    expect(w.sent(DAVE)).toBe(0n);
  });

  it("may execute other proposals, eight deep and no deeper", () => {
    const { w, policy } = ready();
    let last = agreed(w, policy, [transfer(policy, 10n)]);
    for (let depth = 1; depth < 8; depth++) last = agreed(w, policy, [execMessage(policy, last)]);
    expect(exec(w, last)).toBe(SUCCESS);
    expect(w.sent(DAVE)).toBe(10n);

    last = agreed(w, policy, [transfer(policy, 10n)]);
    for (let depth = 1; depth < 9; depth++) last = agreed(w, policy, [execMessage(policy, last)]);
    w.takeEvents();
    expect(exec(w, last)).toBe(SUCCESS);
    const results = w.events.map(({ attributes }) => new Map(attributes).get("result"));
    expect(results.filter((result) => result?.includes("FAILURE"))).toHaveLength(1);
    expect(w.sent(DAVE)).toBe(10n);
  });
});

/** Gas that a message uses; nothing stays written. */
function gasOf(w: GroupWorld, message: Any): bigint {
  w.gas = new TxGasMeter(10n ** 12n);
  w.handle(w.ctx, message);
  return w.gas.used;
}
