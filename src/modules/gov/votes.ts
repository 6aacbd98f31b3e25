import {
  type Vote,
  VoteOption,
  VoteOptionEnum,
  type WeightedVoteOption,
} from "../../gen/cosmos/gov/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { govErrors } from "./errors.js";
import { optionsText, voted } from "./events.js";
import { type GovState, isInVoting } from "./state.js";
import { checkMetadata } from "./texts.js";

/** Options that count. */
export const OPTIONS: readonly number[] = [
  VoteOption.VOTE_OPTION_YES,
  VoteOption.VOTE_OPTION_ABSTAIN,
  VoteOption.VOTE_OPTION_NO,
  VoteOption.VOTE_OPTION_NO_WITH_VETO,
];

/** The whole of a vote for one option. */
export const wholeVote = (option: number): readonly WeightedVoteOption[] => [
  { option, weight: dec.format(dec.ONE) },
];

/** Refuses what is no option with `gov` 7. */
export function checkOption(option: number): void {
  if (OPTIONS.includes(option)) return;
  refuse(govErrors.invalidVote, { log: VoteOptionEnum.byNumber[option] ?? option.toString() });
}

/** Refuses options that are none, stand twice, or do not weigh 1 together: `sdk` 18, `gov` 7. */
export function checkSplit(options: readonly WeightedVoteOption[]): void {
  if (options.length === 0) refuse(sdkErrors.invalidRequest, { log: optionsText(options) });
  const used = new Set<number>();
  let total = 0n;
  for (const one of options) {
    total += weightOf(one);
    if (used.has(one.option)) refuse(govErrors.invalidVote, { log: "duplicated vote option" });
    used.add(one.option);
  }
  if (total > dec.ONE) refuse(govErrors.invalidVote, { log: "total weight overflow 1.00" });
  if (total < dec.ONE) refuse(govErrors.invalidVote, { log: "total weight lower than 1.00" });
}

function weightOf(one: WeightedVoteOption): dec.Dec {
  const weight = dec.parseStrict(one.weight);
  const isWeight = weight !== undefined && weight > 0n && weight <= dec.ONE;
  if (isWeight && OPTIONS.includes(one.option)) return weight;
  return refuse(govErrors.invalidVote, { log: optionsText([one]) });
}

/** Votes of the proposals that are voted on. */
export class Votes {
  constructor(private readonly state: GovState) {}

  /** Refuses a vote on what is not voted on with `gov` 3, then too long metadata with `gov` 15. */
  check(ctx: ReadContext, { proposalId, metadata }: Vote): void {
    const proposal = this.state.proposals.get(ctx, proposalId);
    const isOpen = proposal !== undefined && isInVoting(proposal);
    if (!isOpen) refuse(govErrors.inactiveProposal, { log: `${proposalId}` });
    checkMetadata(metadata);
  }

  /** Stores a vote that was checked, in place of the voter's earlier one. */
  cast(ctx: WriteContext, vote: Vote): void {
    this.state.votes.set(ctx, [vote.proposalId, vote.voter], vote);
    ctx.emit(voted(vote.proposalId, vote.voter, vote.options));
  }

  /** Those of a proposal, by address bytes. */
  *of(ctx: ReadContext, id: bigint): IterableIterator<Vote> {
    const start = this.state.proposal(id);
    for (const [, vote] of this.state.votes.entries(ctx, { start })) yield vote;
  }

  /** Removes votes. */
  remove(ctx: WriteContext, votes: Iterable<Vote>): void {
    for (const { proposalId, voter } of votes) this.state.votes.delete(ctx, [proposalId, voter]);
  }
}
