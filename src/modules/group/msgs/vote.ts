import {
  Exec,
  MsgVote,
  MsgVoteResponse,
  ProposalStatus,
  type Vote,
  VoteOption,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { checkAccount, checkId, checkLength } from "../checks.js";
import { groupErrors, tableErrors } from "../errors.js";
import type { Groups } from "../groups.js";
import type { Proposals } from "../proposals.js";
import { isVoteOption } from "../tally.js";

interface Keepers {
  readonly groups: Groups;
  readonly proposals: Proposals;
}

/** x/group MsgVote: a member votes once on an open proposal. */
export const vote = (k: Keepers): Handler<MsgVote, AnyAccount, Vote, MsgVoteResponse> => ({
  type: MsgVote,
  response: MsgVoteResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkVote(ctx, k, message),

  /** With `EXEC_TRY` the proposal is executed if this vote decides it. */
  execute(ctx, message, _by, checked) {
    k.proposals.vote(ctx, checked);
    if (message.exec === Exec.EXEC_TRY) k.proposals.execute(ctx, checked.proposalId);
    return {};
  },
});

/** The vote that a member may cast now. */
export function checkVote(ctx: ReadContext, k: Keepers, asked: Omit<Vote, "submitTime">): Vote {
  const { proposalId, option, metadata } = asked;
  checkId(proposalId, "proposal id");
  checkOption(option);
  checkLength(metadata, "metadata");
  const voter = checkAccount(ctx, asked.voter, `invalid voter address: ${asked.voter}`);
  checkMayVote(ctx, k, proposalId, voter);
  return { proposalId, voter, option, metadata, submitTime: ctx.blockTime };
}

function checkOption(option: number): void {
  if (option === VoteOption.VOTE_OPTION_UNSPECIFIED) {
    refuse(groupErrors.empty, { log: "vote option" });
  }
  if (!isVoteOption(option)) refuse(groupErrors.invalid, { log: "vote option" });
}

function checkMayVote(ctx: ReadContext, k: Keepers, proposalId: bigint, voter: string): void {
  const proposal = k.proposals.load(ctx, proposalId);
  if (proposal.status !== ProposalStatus.PROPOSAL_STATUS_SUBMITTED) {
    refuse(groupErrors.invalid, { log: "proposal not open for voting" });
  }
  if (ctx.blockTime > proposal.votingPeriodEnd) {
    refuse(groupErrors.expired, { log: "voting period has ended already" });
  }
  const policy = k.groups.loadPolicy(ctx, proposal.groupPolicyAddress, "load group policy");
  if (k.groups.member(ctx, policy.groupId, voter) === undefined) {
    refuse(sdkErrors.notFound, { log: `voter address: ${voter}` });
  }
  if (k.proposals.hasVoted(ctx, proposalId, voter)) {
    refuse(tableErrors.uniqueConstraint, { log: "store vote" });
  }
}
