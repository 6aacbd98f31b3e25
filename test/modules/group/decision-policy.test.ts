import { describe, expect, it } from "vitest";
import type { TallyResult } from "../../../src/gen/cosmos/group/v1.js";
import { decide, storedDecisionPolicy } from "../../../src/modules/group/decision-policy.js";
import { percentage, threshold } from "./group-world.js";

const tally = (yes: string, no = "0", abstain = "0", veto = "0"): TallyResult => ({
  yesCount: yes,
  noCount: no,
  abstainCount: abstain,
  noWithVetoCount: veto,
});

const open = { allow: false, final: false };
const accepted = { allow: true, final: true };
const rejected = { allow: false, final: true };

describe("a threshold policy", () => {
  const by = (text: string, votes: TallyResult, total: string) =>
    decide(storedDecisionPolicy(threshold(text)), votes, total);

  it("accepts as soon as the yes weight reaches the threshold", () => {
    expect(by("2", tally("1.99"), "3")).toEqual(open);
    expect(by("2", tally("2.00"), "3")).toEqual(accepted);
  });

  it("rejects early when the remaining weight cannot reach it any more", () => {
    expect(by("2", tally("0", "1"), "3")).toEqual(open);
    expect(by("2", tally("0", "1", "0.5", "0.6"), "3")).toEqual(rejected);
  });

  it("asks for the whole group when the threshold is above its weight", () => {
    expect(by("10", tally("2"), "3")).toEqual(open);
    expect(by("10", tally("3"), "3")).toEqual(accepted);
    expect(by("10", tally("2", "0.1"), "3")).toEqual(rejected);
  });

  it("names a tally that is above the group's weight", () => {
    expect(by("2", tally("1", "5"), "3")).toHaveProperty("fault");
  });
});

describe("a percentage policy", () => {
  const by = (text: string, votes: TallyResult, total: string) =>
    decide(storedDecisionPolicy(percentage(text)), votes, total);

  it("accepts at its share of the group's weight", () => {
    expect(by("0.5", tally("1.4"), "3")).toEqual(open);
    expect(by("0.5", tally("1.5"), "3")).toEqual(accepted);
  });

  it("rounds the share to 34 digits before it compares", () => {
    const twoThirds = `0.${"6".repeat(33)}7`;
    expect(by(twoThirds, tally("2"), "3")).toEqual(accepted);
  });

  it("rejects early when the remaining weight cannot reach it any more", () => {
    expect(by("0.5", tally("0", "1.5"), "3")).toEqual(open);
    expect(by("0.5", tally("0", "1.51"), "3")).toEqual(rejected);
  });

  it("names a group without weight", () => {
    expect(by("0.5", tally("0"), "0")).toHaveProperty("fault");
  });
});
