import { type Proposal, type TallyResult, VoteOption } from "../../gen/cosmos/group/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { u64Key } from "../../keeper/keys.js";
import { type GroupState, isDecided } from "./state.js";
import { addWeights, parseTotal, storedWeight, type Weight, weightText, ZERO } from "./weight.js";

/** A tally without votes: `0` in every count. */
export const NO_VOTES: TallyResult = {
  yesCount: "0",
  abstainCount: "0",
  noCount: "0",
  noWithVetoCount: "0",
};

const COUNT: Readonly<Record<number, keyof TallyResult>> = {
  [VoteOption.VOTE_OPTION_YES]: "yesCount",
  [VoteOption.VOTE_OPTION_ABSTAIN]: "abstainCount",
  [VoteOption.VOTE_OPTION_NO]: "noCount",
  [VoteOption.VOTE_OPTION_NO_WITH_VETO]: "noWithVetoCount",
};

/** Whether votes may have this option. */
export const isVoteOption = (option: number): boolean => COUNT[option] !== undefined;

/**
 * Counts a proposal's votes by the weights that members have now; votes of accounts that left the
 * group do not count. A proposal that is decided keeps its last tally.
 */
export function tallyOf(
  ctx: ReadContext,
  state: GroupState,
  proposal: Proposal,
  groupId: bigint,
): TallyResult {
  if (isDecided(proposal)) return proposal.finalTallyResult;
  let tally = NO_VOTES;
  for (const [, vote] of state.votes.entries(ctx, { start: u64Key.encode(proposal.id) })) {
    const member = state.members.get(ctx, [groupId, vote.voter])?.member;
    if (member !== undefined) tally = withVote(tally, vote.option, member.weight);
  }
  return tally;
}

/** The tally with one vote more. */
export function withVote(tally: TallyResult, option: number, weight: string): TallyResult {
  const count = COUNT[option];
  if (count === undefined) return tally;
  const sum = addWeights(storedWeight(tally[count]), storedWeight(weight));
  return { ...tally, [count]: weightText(sum) };
}

/** The weight of all that a tally counts; undefined when it is no tally. */
export function sumOf(tally: TallyResult): Weight | undefined {
  const { yesCount, abstainCount, noCount, noWithVetoCount } = tally;
  let sum = ZERO;
  for (const text of [yesCount, abstainCount, noCount, noWithVetoCount]) {
    const count = parseTotal(text);
    if (count === undefined) return undefined;
    sum = addWeights(sum, count);
  }
  return sum;
}
