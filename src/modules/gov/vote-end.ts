import {
  type Proposal,
  ProposalStatus,
  type TallyResult,
  type Vote,
} from "../../gen/cosmos/gov/v1.js";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { u64Key } from "../../keeper/keys.js";
import type { Deposits } from "./deposits.js";
import { proposalDropped, type VoteEnd, voteEnded } from "./events.js";
import type { Execution } from "./execution.js";
import { votingPeriodOf } from "./params.js";
import type { GovStakingPort } from "./ports.js";
import type { Proposals } from "./proposals.js";
import { type GovState, isInDeposit, isInVoting } from "./state.js";
import { type Count, countVotes, decide, type Electorate, NO_VOTES, tallyResult } from "./tally.js";
import type { Votes } from "./votes.js";

interface Keepers {
  readonly state: GovState;
  readonly proposals: Proposals;
  readonly deposits: Deposits;
  readonly votes: Votes;
  readonly execution: Execution;
  readonly staking: GovStakingPort;
}

/** Ends of deposit periods and votes. x/gov EndBlocker. */
export class VoteEnds {
  constructor(private readonly k: Keepers) {}

  /** Counts the votes on a proposal as they stand, by the stakes of now. */
  count(ctx: ReadContext, votes: Iterable<Vote>): Count {
    return countVotes(votes, electorate(ctx, this.k.staking));
  }

  /** The tally as it stands: counted now while voting goes on, the last one once decided. */
  tally(ctx: ReadContext, proposal: Proposal): TallyResult {
    if (isInVoting(proposal))
      return tallyResult(this.count(ctx, this.k.votes.of(ctx, proposal.id)));
    return proposal.finalTallyResult ?? NO_VOTES;
  }

  /** Drops what did not get its deposit in time, then decides what was voted on long enough. */
  endBlock(ctx: WriteContext): void {
    const { depositEnds, votingEnds } = this.k.state;
    const lt = depositEnds.bound(ctx.blockTime + 1n);
    for (const id of ids([...depositEnds.walk(ctx, { lt })])) {
      const proposal = this.k.proposals.find(ctx, id);
      if (proposal === undefined || !isInDeposit(proposal)) continue;
      this.k.proposals.drop(ctx, proposal);
      ctx.emit(proposalDropped(id));
    }
    for (const id of ids([...votingEnds.walk(ctx, { lt })])) {
      // What passed before it in this block may have changed or removed it.
      const proposal = this.k.proposals.find(ctx, id);
      if (proposal !== undefined && isInVoting(proposal)) this.end(ctx, proposal);
    }
  }

  private end(ctx: WriteContext, proposal: Proposal): void {
    const { deposits, votes: ballots, proposals } = this.k;
    const votes = [...ballots.of(ctx, proposal.id)];
    const count = this.count(ctx, votes);
    const { bonded } = this.k.staking.poolTotals(ctx);
    const verdict = decide(count, bonded, proposals.params(ctx), proposal.expedited);
    ballots.remove(ctx, votes);
    // What was expedited and fails is voted on anew: its deposits stay.
    if (verdict.passes || !proposal.expedited) {
      if (verdict.burnsDeposits) deposits.burn(ctx, proposal.id);
      else deposits.refund(ctx, proposal.id);
    }
    const counted = { ...proposal, finalTallyResult: tallyResult(count) };
    const outcome = verdict.passes ? this.pass(ctx, counted) : this.fail(ctx, counted);
    ctx.emit(voteEnded(proposal.id, outcome));
  }

  /** Carries a proposal out. It is over before its messages run, so that they cannot change it. */
  private pass(ctx: WriteContext, proposal: Proposal): VoteEnd {
    const { proposals, execution } = this.k;
    proposals.set(ctx, { ...proposal, status: ProposalStatus.PROPOSAL_STATUS_PASSED });
    const failure = execution.run(ctx, proposal);
    if (failure === undefined) return { result: "proposal_passed", log: "passed" };
    const { at, typeUrl, reason } = failure;
    const status = ProposalStatus.PROPOSAL_STATUS_FAILED;
    proposals.set(ctx, { ...proposal, status, failedReason: reason });
    const log = `passed, but msg ${at} (${typeUrl}) failed on execution: ${reason}`;
    return { result: "proposal_failed", log };
  }

  private fail(ctx: WriteContext, proposal: Proposal): VoteEnd {
    const { proposals } = this.k;
    if (proposal.expedited) {
      const period = votingPeriodOf(proposals.params(ctx), false);
      const votingEndTime = (proposal.votingStartTime ?? ctx.blockTime) + period;
      proposals.set(ctx, { ...proposal, expedited: false, votingEndTime });
      return {
        result: "expedited_proposal_rejected",
        log: "expedited proposal converted to regular",
      };
    }
    const status = ProposalStatus.PROPOSAL_STATUS_REJECTED;
    const failedReason = "proposal did not get enough votes to pass";
    proposals.set(ctx, { ...proposal, status, failedReason });
    return { result: "proposal_rejected", log: "rejected" };
  }
}

const ids = (keys: readonly Uint8Array[]): readonly bigint[] =>
  keys.map((key) => u64Key.read(key, 0)[0]);

function electorate(ctx: ReadContext, staking: GovStakingPort): Electorate {
  const bonded = [...staking.bonded(ctx)];
  const validators = new Map(
    bonded.map(({ operatorAddress, tokens, delegatorShares: shares }) => [
      operatorAddress,
      { tokens, shares },
    ]),
  );
  // By the few that there are, since there may be very many voters.
  const operators = new Map(
    bonded.map(({ operatorAddress }) => [
      addressText(ctx.chain.prefix, addressBytes(operatorAddress)),
      operatorAddress,
    ]),
  );
  return {
    validators,
    delegationsOf: (account) => staking.delegationsOf(ctx, account),
    operatorOf: (account) => operators.get(account),
  };
}
