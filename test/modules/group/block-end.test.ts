import { describe, expect, it } from "vitest";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { ALICE, BOB, CAROL, GroupWorld, percentage, SECOND, threshold } from "./group-world.js";

const {
  PROPOSAL_STATUS_SUBMITTED: SUBMITTED,
  PROPOSAL_STATUS_ACCEPTED: ACCEPTED,
  PROPOSAL_STATUS_REJECTED: REJECTED,
} = group.ProposalStatus;

const TWO_WEEKS = 14n * 86_400n * SECOND;

describe("the end of a block", () => {
  it("tallies proposals whose voting has ended, and prunes their votes", () => {
    const w = new GroupWorld();
    const policy = w.corporation();
    const [enough, tooFew] = [w.propose(policy), w.propose(policy)];
    w.vote(enough, ALICE, "yes");
    w.vote(enough, BOB, "yes");
    w.vote(tooFew, ALICE, "yes");
    w.pass(600n * SECOND);
    w.endBlock();
    expect(w.proposal(enough).status).toBe(SUBMITTED);
    w.pass(1n);
    w.takeEvents();
    w.endBlock();
    expect(w.proposal(enough)).toMatchObject({
      status: ACCEPTED,
      finalTallyResult: { yesCount: "2" },
    });
    expect(w.proposal(tooFew)).toMatchObject({
      status: REJECTED,
      finalTallyResult: { yesCount: "1" },
    });
    expect(w.tally(tooFew).yesCount).toBe("1");
    expect(w.takeEvents()).toEqual([]);
    expect(w.dump()).not.toContain("group 40");
  });

  it("prunes decided proposals two weeks after their voting ended", () => {
    const w = new GroupWorld();
    const id = w.propose(w.corporation());
    w.vote(id, ALICE, "no");
    w.pass(600n * SECOND + 1n);
    w.endBlock();
    w.pass(TWO_WEEKS - 1n);
    w.endBlock();
    expect(w.proposal(id).status).toBe(REJECTED);
    w.takeEvents();
    w.pass(1n);
    w.endBlock();
    expect(() => w.proposal(id)).toThrow("load proposal: not found");
    expect(w.events).toEqual([
      {
        type: "cosmos.group.v1.EventProposalPruned",
        attributes: [
          ["proposal_id", `"${id}"`],
          ["status", '"PROPOSAL_STATUS_REJECTED"'],
          [
            "tally_result",
            '{"yes_count":"0","abstain_count":"0","no_count":"1","no_with_veto_count":"0"}',
          ],
        ],
      },
    ]);
    expect(w.dump()).not.toMatch(/group 3[0234]/);
  });

  it("an accepted proposal can be executed after the end of voting", () => {
    const w = new GroupWorld();
    const id = w.propose(w.corporation());
    w.vote(id, ALICE, "yes");
    w.vote(id, BOB, "yes");
    w.pass(601n * SECOND);
    w.endBlock();
    w.send(group.MsgExec, { proposalId: id, executor: ALICE });
    expect(() => w.proposal(id)).toThrow("load proposal: not found");
  });

  it("rejects a proposal on which its policy cannot decide, instead of halting", () => {
    const w = new GroupWorld();
    const id = w.propose(w.corporation(percentage("0.5")));
    w.vote(id, ALICE, "yes");
    for (const address of [ALICE, BOB, CAROL]) {
      w.send(group.MsgLeaveGroup, { address, groupId: 1n });
    }
    w.takeEvents();
    w.pass(601n * SECOND);
    w.endBlock();
    expect(w.proposal(id)).toMatchObject({
      status: REJECTED,
      finalTallyResult: { yesCount: "0" },
    });
    expect(w.takeEvents()).toEqual(["EventTallyError"]);
    expect(w.dump()).not.toContain("group 40");
  });

  it("changes nothing while nothing is due", () => {
    const w = new GroupWorld();
    const policy = w.corporation(threshold("2", 10_000n));
    w.vote(w.propose(policy), ALICE, "yes");
    const before = w.dump();
    w.pass(600n * SECOND);
    w.endBlock();
    expect(w.dump()).toBe(before);
  });
});
