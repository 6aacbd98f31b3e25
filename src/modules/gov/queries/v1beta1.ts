import * as v1 from "../../../gen/cosmos/gov/v1.js";
import {
  DepositParams,
  type Proposal,
  Query,
  type QueryDepositRequest,
  type QueryDepositResponse,
  type QueryDepositsRequest,
  type QueryDepositsResponse,
  type QueryParamsRequest,
  type QueryParamsResponse,
  type QueryProposalRequest,
  type QueryProposalResponse,
  type QueryProposalsRequest,
  type QueryProposalsResponse,
  type QueryTallyResultRequest,
  type QueryTallyResultResponse,
  type QueryVoteRequest,
  type QueryVoteResponse,
  type QueryVotesRequest,
  type QueryVotesResponse,
  TallyParams,
  type TallyResult,
  type Vote,
  VoteOption,
  VotingParams,
} from "../../../gen/cosmos/gov/v1beta1.js";
import * as dec from "../../../keeper/dec.js";
import { defineQuery, type QueryBinding, StatusError } from "../../../keeper/query.js";
import type { Any } from "../../../wire/descriptor.js";
import { ZERO_TIME } from "../../../wire/time.js";
import { textContent } from "../content.js";
import { share } from "../params.js";
import { NO_VOTES } from "../tally.js";
import { loadProposal, pageOfDeposits, pageOfProposals, pageOfVotes } from "./lists.js";
import { findDeposit, findVote, type QueryKeepers } from "./v1.js";

/** x/gov's queries of v1beta1: what is stored, in the shapes that clients of that time read. */
export const v1beta1Queries = (k: QueryKeepers): readonly QueryBinding[] => [
  defineQuery<QueryProposalRequest, QueryProposalResponse>({
    method: Query.Proposal,
    run: (ctx, { proposalId }) => ({
      proposal: legacyProposal(loadProposal(ctx, k.state, proposalId)),
    }),
  }),
  defineQuery<QueryProposalsRequest, QueryProposalsResponse>({
    method: Query.Proposals,
    run(ctx, request) {
      const { items, pagination } = pageOfProposals(ctx, k.state, request);
      return { proposals: items.map(legacyProposal), pagination };
    },
  }),
  defineQuery<QueryVoteRequest, QueryVoteResponse>({
    method: Query.Vote,
    run: (ctx, request) => ({ vote: legacyVote(findVote(ctx, k.state, request)) }),
  }),
  defineQuery<QueryVotesRequest, QueryVotesResponse>({
    method: Query.Votes,
    run(ctx, request) {
      const { items, pagination } = pageOfVotes(ctx, k.state, request);
      return { votes: items.map(legacyVote), pagination };
    },
  }),
  defineQuery<QueryParamsRequest, QueryParamsResponse>({
    method: Query.Params,
    run: (ctx, { paramsType }) => paramsAnswer(k.proposals.params(ctx), paramsType),
  }),
  defineQuery<QueryDepositRequest, QueryDepositResponse>({
    method: Query.Deposit,
    run: (ctx, request) => ({ deposit: findDeposit(ctx, k.state, request) }),
  }),
  defineQuery<QueryDepositsRequest, QueryDepositsResponse>({
    method: Query.Deposits,
    run(ctx, request) {
      const { items, pagination } = pageOfDeposits(ctx, k.state, request);
      return { deposits: items, pagination };
    },
  }),
  defineQuery<QueryTallyResultRequest, QueryTallyResultResponse>({
    method: Query.TallyResult,
    run: (ctx, { proposalId }) => ({
      tally: legacyTally(k.voteEnds.tally(ctx, loadProposal(ctx, k.state, proposalId))),
    }),
  }),
];

/** A proposal of whatever messages: one odd one must not make a whole list fail. */
function legacyProposal(proposal: v1.Proposal): Proposal {
  const { id: proposalId, status, totalDeposit, finalTallyResult = NO_VOTES } = proposal;
  return {
    proposalId,
    content: contentOf(proposal),
    status,
    finalTallyResult: legacyTally(finalTallyResult),
    submitTime: proposal.submitTime ?? ZERO_TIME,
    depositEndTime: proposal.depositEndTime ?? ZERO_TIME,
    totalDeposit,
    votingStartTime: proposal.votingStartTime ?? ZERO_TIME,
    votingEndTime: proposal.votingEndTime ?? ZERO_TIME,
  };
}

/** The content that was proposed, the one message, or what the proposal says of itself. */
function contentOf({ messages, title, summary }: v1.Proposal): Any {
  const [message] = messages;
  if (message === undefined || messages.length > 1) {
    return textContent({ title, description: summary });
  }
  if (message.typeUrl !== v1.MsgExecLegacyContent.typeUrl) return message;
  return v1.MsgExecLegacyContent.decode(message.value).content ?? message;
}

const legacyVote = ({ proposalId, voter, options }: v1.Vote): Vote => ({
  proposalId,
  voter,
  option: VoteOption.VOTE_OPTION_UNSPECIFIED,
  options: options.map(({ option, weight }) => ({ option, weight: dec.parse(weight) })),
});

const legacyTally = (tally: v1.TallyResult): TallyResult => ({
  yes: BigInt(tally.yesCount),
  abstain: BigInt(tally.abstainCount),
  no: BigInt(tally.noCount),
  noWithVeto: BigInt(tally.noWithVetoCount),
});

/** The parameters of a type; those of the others are zero. */
function paramsAnswer(params: v1.Params, type: string): QueryParamsResponse {
  const { votingPeriod = 0n, minDeposit, maxDepositPeriod = 0n } = params;
  const none = {
    votingParams: VotingParams.create(),
    depositParams: DepositParams.create(),
    tallyParams: TallyParams.create(),
  };
  if (type === "voting") return { ...none, votingParams: { votingPeriod } };
  if (type === "deposit") return { ...none, depositParams: { minDeposit, maxDepositPeriod } };
  if (type === "tallying") {
    const quorum = share(params.quorum);
    const threshold = share(params.threshold);
    const vetoThreshold = share(params.vetoThreshold);
    return { ...none, tallyParams: { quorum, threshold, vetoThreshold } };
  }
  throw new StatusError("InvalidArgument", `unknown params type: ${type}`);
}
