import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { groupErrors, tableErrors } from "../../../src/modules/group/errors.js";
import {
  ALICE,
  account,
  BOB,
  CAROL,
  DAVE,
  GroupWorld,
  SECOND,
  threshold,
  transfer,
} from "./group-world.js";

const {
  PROPOSAL_STATUS_SUBMITTED: SUBMITTED,
  PROPOSAL_STATUS_ACCEPTED: ACCEPTED,
  PROPOSAL_STATUS_REJECTED: REJECTED,
} = group.ProposalStatus;
const { EXEC_TRY } = group.Exec;
const YES = group.VoteOption.VOTE_OPTION_YES;

function ready(policy = threshold("2")) {
  const w = new GroupWorld();
  return { w, policy: w.corporation(policy) };
}

const submission = (policy: string): Partial<group.MsgSubmitProposal> => ({
  groupPolicyAddress: policy,
  proposers: [ALICE],
  messages: [transfer(policy, 10n)],
});

describe("submitting a proposal", () => {
  it("stores it open, with the versions it was made under", () => {
    const { w, policy } = ready();
    const id = w.propose(policy, { metadata: "free text", proposers: [BOB, ALICE] });
    expect(w.proposal(id)).toEqual({
      id: 1n,
      groupPolicyAddress: policy,
      metadata: "free text",
      proposers: [BOB, ALICE],
      submitTime: w.time,
      groupVersion: 2n,
      groupPolicyVersion: 2n,
      status: SUBMITTED,
      finalTallyResult: { yesCount: "0", abstainCount: "0", noCount: "0", noWithVetoCount: "0" },
      votingPeriodEnd: w.time + 600n * SECOND,
      executorResult: group.ProposalExecutorResult.PROPOSAL_EXECUTOR_RESULT_NOT_RUN,
      messages: [transfer(policy, 10n)],
      title: "pay dave",
      summary: "pays dave",
    });
    expect(w.events).toEqual([
      { type: "cosmos.group.v1.EventSubmitProposal", attributes: [["proposal_id", '"1"']] },
    ]);
  });

  it("takes a proposal without messages, and the longest texts", () => {
    const { w, policy } = ready();
    const id = w.propose(policy, {
      messages: [],
      title: "t".repeat(255),
      summary: "s".repeat(10_200),
      metadata: "m".repeat(255),
    });
    expect(w.proposal(id).summary).toHaveLength(10_200);
  });

  it.each([
    ["no proposers", { proposers: [] }, groupErrors.empty],
    ["a proposer twice", { proposers: [ALICE, ALICE] }, groupErrors.duplicate],
    ["a proposer who is no member", { proposers: [ALICE, DAVE] }, groupErrors.unauthorized],
    ["a title above 255 bytes", { title: "t".repeat(256) }, groupErrors.maxLimit],
    ["a summary above 10200 bytes", { summary: "s".repeat(10_201) }, groupErrors.maxLimit],
    ["metadata above 255 bytes", { metadata: "m".repeat(256) }, groupErrors.maxLimit],
    ["a policy that is no address", { groupPolicyAddress: "policy" }, sdkErrors.invalidAddress],
    ["an unknown policy", { groupPolicyAddress: account(9) }, sdkErrors.notFound],
    [
      "metadata that names another title",
      { title: "b", metadata: '{"title":"a"}' },
      groupErrors.invalid,
    ],
    [
      "metadata that names another summary",
      { summary: "b", metadata: '{"Summary":"a"}' },
      groupErrors.invalid,
    ],
    ["metadata null beside a title", { title: "b", metadata: "null" }, groupErrors.invalid],
  ])("refuses %s", (_what, change, kind) => {
    const { w, policy } = ready();
    const error = w.refuses(group.MsgSubmitProposal, { ...submission(policy), ...change });
    expect(error.kind).toBe(kind);
  });

  it.each(['{"title":7}', "[1]", "12", "{", '{"authors":"me","title":"x"}'])(
    "takes metadata %s, which has not the advised form, as free text",
    (metadata) => {
      const { w, policy } = ready();
      expect(w.proposal(w.propose(policy, { metadata })).metadata).toBe(metadata);
    },
  );

  it("counts each byte that is no UTF-8 once against the limits of texts", () => {
    const { w, policy } = ready();
    const title = "\udc80".repeat(255);
    expect(w.proposal(w.propose(policy, { title })).title).toBe(title);
    const init = { ...submission(policy), title: `${title}\udc80` };
    expect(w.refuses(group.MsgSubmitProposal, init).kind).toBe(groupErrors.maxLimit);
  });

  it("takes metadata that agrees with the proposal", () => {
    const { w, policy } = ready();
    const metadata = '{"title":"t","summary":"s","authors":["a"],"more":1}';
    const id = w.propose(policy, { title: "t", summary: "s", metadata });
    expect(w.proposal(id).metadata).toBe(metadata);
  });

  it("[D-GEN-03] refuses a message that the policy account cannot sign", () => {
    const { w, policy } = ready();
    const messages = [transfer(policy, 1n), transfer(ALICE, 1n)];
    const error = w.refuses(group.MsgSubmitProposal, { ...submission(policy), messages });
    expect(error.kind).toBe(sdkErrors.unauthorized);
  });

  it("[D-CS-06] refuses a message whose stateless checks fail", () => {
    const { w, policy } = ready();
    const messages = [transfer(policy, 1n, "nobody")];
    const error = w.refuses(group.MsgSubmitProposal, { ...submission(policy), messages });
    expect(error.kind).toBe(sdkErrors.invalidAddress);
  });
});

describe("submitting with EXEC_TRY", () => {
  it("counts the proposers as yes and executes when that is enough", () => {
    const { w, policy } = ready();
    const id = w.propose(policy, { proposers: [ALICE, BOB], exec: EXEC_TRY });
    expect(w.sent(DAVE)).toBe(10n);
    expect(() => w.proposal(id)).toThrow("load proposal: not found");
    expect(w.takeEvents()).toEqual([
      "EventSubmitProposal",
      "EventVote",
      "EventVote",
      "transfer",
      "EventProposalPruned",
      "EventExec",
    ]);
  });

  it("leaves the proposal open with the proposers' votes when it is not", () => {
    const { w, policy } = ready();
    const id = w.propose(policy, { exec: EXEC_TRY });
    expect(w.proposal(id).status).toBe(SUBMITTED);
    expect(w.tally(id).yesCount).toBe("1");
    expect(w.sent(DAVE)).toBe(0n);
    expect(w.takeEvents()).toEqual(["EventSubmitProposal", "EventVote", "EventExec"]);
  });
});

describe("voting", () => {
  it("counts every option by the voter's weight", () => {
    const { w, policy } = ready(threshold("3"));
    const id = w.propose(policy);
    w.vote(id, ALICE, "yes");
    w.vote(id, BOB, "abstain");
    w.vote(id, CAROL, "veto");
    expect(w.tally(id)).toEqual({
      yesCount: "1",
      abstainCount: "1",
      noCount: "0",
      noWithVetoCount: "1",
    });
    // A vote decides nothing by itself: only an execution or the end of voting tallies.
    expect(w.proposal(id).status).toBe(SUBMITTED);
  });

  it("does not count the vote of a member who left", () => {
    const { w, policy } = ready();
    const id = w.propose(policy);
    w.vote(id, ALICE, "yes");
    w.vote(id, BOB, "no");
    w.send(group.MsgLeaveGroup, { address: ALICE, groupId: 1n });
    expect(w.tally(id)).toMatchObject({ yesCount: "0", noCount: "1" });
  });

  it.each([
    ["proposal 0", { proposalId: 0n }, groupErrors.empty],
    ["an unknown proposal", { proposalId: 9n }, sdkErrors.notFound],
    ["no option", { option: 0 }, groupErrors.empty],
    ["an unknown option", { option: 5 }, groupErrors.invalid],
    ["metadata above 255 bytes", { metadata: "m".repeat(256) }, groupErrors.maxLimit],
    ["somebody who is no member", { voter: DAVE }, sdkErrors.notFound],
    ["a second vote", { voter: BOB }, tableErrors.uniqueConstraint],
  ])("refuses %s", (_what, change, kind) => {
    const { w, policy } = ready();
    const id = w.propose(policy);
    w.vote(id, BOB, "no");
    const vote = { proposalId: id, voter: ALICE, option: YES, ...change };
    expect(w.refuses(group.MsgVote, vote).kind).toBe(kind);
  });

  it("is possible until the end of the voting period, and not after", () => {
    const { w, policy } = ready();
    const id = w.propose(policy);
    w.pass(600n * SECOND);
    w.vote(id, BOB, "yes");
    w.pass(1n);
    const late = { proposalId: id, voter: ALICE, option: YES };
    expect(w.refuses(group.MsgVote, late).kind).toBe(groupErrors.expired);
  });

  it("is closed once the proposal is decided", () => {
    const { w, policy } = ready();
    const id = w.propose(policy);
    w.vote(id, ALICE, "no");
    w.vote(id, BOB, "no", EXEC_TRY);
    expect(w.proposal(id).status).toBe(REJECTED);
    const late = { proposalId: id, voter: CAROL, option: YES };
    const error = w.refuses(group.MsgVote, late);
    expect(error.kind).toBe(groupErrors.invalid);
    expect(error.message).toBe("proposal not open for voting: invalid value");
  });

  it("with EXEC_TRY executes when it decides the proposal", () => {
    const { w, policy } = ready();
    const id = w.propose(policy, { messages: [transfer(policy, 10n), transfer(policy, 5n)] });
    w.vote(id, ALICE, "yes", EXEC_TRY);
    expect(w.sent(DAVE)).toBe(0n);
    w.takeEvents();
    w.vote(id, CAROL, "yes", EXEC_TRY);
    expect(w.sent(DAVE)).toBe(15n);
    expect(w.events).toEqual([
      { type: "cosmos.group.v1.EventVote", attributes: [["proposal_id", '"1"']] },
      {
        type: "transfer",
        attributes: [
          ["sender", policy],
          ["via", "group"],
        ],
      },
      {
        type: "transfer",
        attributes: [
          ["sender", policy],
          ["via", "group"],
        ],
      },
      {
        type: "cosmos.group.v1.EventProposalPruned",
        attributes: [
          ["proposal_id", '"1"'],
          ["status", '"PROPOSAL_STATUS_ACCEPTED"'],
          [
            "tally_result",
            '{"yes_count":"2","abstain_count":"0","no_count":"0","no_with_veto_count":"0"}',
          ],
        ],
      },
      {
        type: "cosmos.group.v1.EventExec",
        attributes: [
          ["logs", '""'],
          ["proposal_id", '"1"'],
          ["result", '"PROPOSAL_EXECUTOR_RESULT_SUCCESS"'],
        ],
      },
    ]);
  });

  it("accepts a proposal that was accepted before its minimum execution period", () => {
    const { w, policy } = ready(threshold("2", 600n, 60n));
    const id = w.propose(policy, { proposers: [ALICE, BOB], exec: EXEC_TRY });
    expect(w.proposal(id).status).toBe(ACCEPTED);
  });
});
