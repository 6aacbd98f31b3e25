import {
  type GroupPolicyInfo,
  type Proposal,
  ProposalExecutorResult,
  ProposalStatus,
  ProposalStatusEnum,
  type Vote,
} from "../../gen/cosmos/group/v1.js";
import { attempt, type ReadContext, type WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { u64Key } from "../../keeper/keys.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { decide, storedDecisionPolicy } from "./decision-policy.js";
import { groupErrors } from "./errors.js";
import {
  executed,
  proposalPruned,
  proposalSubmitted,
  proposalWithdrawn,
  tallyFailed,
  voted,
} from "./events.js";
import type { Execution } from "./execution.js";
import type { Groups } from "./groups.js";
import { MAX_EXECUTION_PERIOD } from "./limits.js";
import type { GroupState } from "./state.js";
import { NO_VOTES, tallyOf } from "./tally.js";

const {
  PROPOSAL_STATUS_SUBMITTED: SUBMITTED,
  PROPOSAL_STATUS_ACCEPTED: ACCEPTED,
  PROPOSAL_STATUS_REJECTED: REJECTED,
  PROPOSAL_STATUS_WITHDRAWN: WITHDRAWN,
} = ProposalStatus;

const {
  PROPOSAL_EXECUTOR_RESULT_NOT_RUN: NOT_RUN,
  PROPOSAL_EXECUTOR_RESULT_SUCCESS: SUCCESS,
  PROPOSAL_EXECUTOR_RESULT_FAILURE: FAILURE,
} = ProposalExecutorResult;

/** What somebody proposes, checked. */
export type NewProposal = Pick<
  Proposal,
  "metadata" | "proposers" | "messages" | "title" | "summary"
> & {
  readonly policy: GroupPolicyInfo;
  readonly groupVersion: bigint;
};

/** Proposals of group policies: submission, votes, tally, execution, pruning. */
export class Proposals {
  constructor(
    private readonly state: GroupState,
    private readonly groups: Groups,
    private readonly execution: Execution,
  ) {}

  /** Refuses with `sdk` 38. */
  load(ctx: ReadContext, id: bigint): Proposal {
    const proposal = this.state.proposals.get(ctx, id);
    return proposal ?? refuse(sdkErrors.notFound, { log: "load proposal" });
  }

  /** Stores a proposal, whose voting begins at once; its id. */
  submit(ctx: WriteContext, { policy, groupVersion, ...asked }: NewProposal): bigint {
    const id = this.state.proposalIds.next(ctx);
    const { votingPeriod } = storedDecisionPolicy(policy.decisionPolicy);
    this.state.proposals.set(ctx, id, {
      ...asked,
      id,
      groupPolicyAddress: policy.address,
      submitTime: ctx.blockTime,
      groupVersion,
      groupPolicyVersion: policy.version,
      status: SUBMITTED,
      finalTallyResult: NO_VOTES,
      votingPeriodEnd: ctx.blockTime + votingPeriod,
      executorResult: NOT_RUN,
    });
    ctx.emit(proposalSubmitted(id));
    return id;
  }

  /** Stores a vote that was checked. */
  vote(ctx: WriteContext, vote: Vote): void {
    this.state.votes.set(ctx, [vote.proposalId, vote.voter], vote);
    ctx.emit(voted(vote.proposalId));
  }

  /** Gives an open proposal up; it is pruned at the end of its voting period, its votes with it. */
  withdraw(ctx: WriteContext, proposal: Proposal): void {
    this.state.proposals.set(ctx, proposal.id, { ...proposal, status: WITHDRAWN });
    ctx.emit(proposalWithdrawn(proposal.id));
  }

  hasVoted(ctx: ReadContext, id: bigint, voter: string): boolean {
    return this.state.votes.has(ctx, [id, voter]);
  }

  /** Tallies a proposal that is still open, and runs its messages when it is accepted. */
  execute(ctx: WriteContext, id: bigint): number {
    const open = this.checkExecutable(ctx, id);
    const policy = this.groups.loadPolicy(ctx, open.groupPolicyAddress, "load group policy");
    const proposal = open.status === SUBMITTED ? this.tally(ctx, open, policy) : open;
    if (proposal.status === ACCEPTED) return this.perform(ctx, proposal, policy);
    this.state.proposals.set(ctx, id, proposal);
    ctx.emit(executed(id, proposal.executorResult, ""));
    return proposal.executorResult;
  }

  /** Refuses an unknown proposal, and one that is neither open nor accepted. */
  checkExecutable(ctx: ReadContext, id: bigint): Proposal {
    const proposal = this.load(ctx, id);
    if (proposal.status !== SUBMITTED && proposal.status !== ACCEPTED) {
      const log = `not possible to exec with proposal status ${ProposalStatusEnum.byNumber[proposal.status]}`;
      refuse(groupErrors.invalid, { log });
    }
    return proposal;
  }

  /** Tallies proposals whose voting has ended, prunes those given up and those too old to run. */
  endBlock(ctx: WriteContext): void {
    const { proposals, untallied, decided } = this.state;
    // Keys first, and one proposal at a time: proposals are as large as their messages.
    const ended = [...untallied.walk(ctx, { lt: untallied.bound(ctx.blockTime) })];
    for (const key of ended) this.close(ctx, proposals.at(ctx, key));
    const oldest = decided.bound(ctx.blockTime - MAX_EXECUTION_PERIOD);
    for (const key of [...decided.walk(ctx, { lt: oldest })]) {
      const proposal = proposals.at(ctx, key);
      proposals.delete(ctx, proposal.id);
      ctx.emit(proposalPruned(proposal, proposal.finalTallyResult));
    }
  }

  private close(ctx: WriteContext, proposal: Proposal): void {
    if (proposal.status === SUBMITTED) {
      const policy = this.groups.loadPolicy(ctx, proposal.groupPolicyAddress);
      this.state.proposals.set(ctx, proposal.id, this.tally(ctx, proposal, policy));
      return;
    }
    this.state.proposals.delete(ctx, proposal.id);
    this.pruneVotes(ctx, proposal.id);
    ctx.emit(proposalPruned(proposal, undefined));
  }

  /**
   * The proposal after its tally: decided, its votes pruned, when the result is final or voting has
   * ended. A tally on which the policy cannot decide rejects it.
   */
  private tally(ctx: WriteContext, proposal: Proposal, policy: GroupPolicyInfo): Proposal {
    const group = this.groups.load(ctx, policy.groupId);
    const tally = tallyOf(ctx, this.state, proposal, group.id);
    const decision = decide(storedDecisionPolicy(policy.decisionPolicy), tally, group.totalWeight);
    if ("fault" in decision) {
      this.pruneVotes(ctx, proposal.id);
      ctx.emit(tallyFailed(proposal.id, decision.fault));
      return { ...proposal, status: REJECTED };
    }
    if (!decision.final && ctx.blockTime <= proposal.votingPeriodEnd) return proposal;
    this.pruneVotes(ctx, proposal.id);
    return { ...proposal, finalTallyResult: tally, status: decision.allow ? ACCEPTED : REJECTED };
  }

  /** Runs an accepted proposal: all its messages, and it is gone; or none, and it stays. */
  private perform(ctx: WriteContext, proposal: Proposal, policy: GroupPolicyInfo): number {
    const { id } = proposal;
    const done = attempt(ctx, (inner) => {
      // Gone before its messages run, so that they cannot execute it once more.
      this.state.proposals.delete(inner, id);
      this.execution.run(inner, proposal, storedDecisionPolicy(policy.decisionPolicy));
    });
    if (done.ok) {
      ctx.emit(proposalPruned(proposal, proposal.finalTallyResult));
      ctx.emit(executed(id, SUCCESS, ""));
      return SUCCESS;
    }
    this.state.proposals.set(ctx, id, { ...proposal, executorResult: FAILURE });
    const logs = `proposal execution failed on proposal ${id}, because of error ${done.error.message}`;
    ctx.emit(executed(id, FAILURE, logs));
    return FAILURE;
  }

  private pruneVotes(ctx: WriteContext, id: bigint): void {
    const { votes } = this.state;
    for (const [key] of [...votes.entries(ctx, { start: u64Key.encode(id) })])
      votes.delete(ctx, key);
  }
}
