import {
  type Deposit,
  type Params,
  Query,
  type QueryConstitutionRequest,
  type QueryConstitutionResponse,
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
  type Vote,
} from "../../../gen/cosmos/gov/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { defineQuery, type QueryBinding, StatusError } from "../../../keeper/query.js";
import type { Proposals } from "../proposals.js";
import type { GovState } from "../state.js";
import type { VoteEnds } from "../vote-end.js";
import {
  checkAccount,
  checkId,
  loadProposal,
  pageOfDeposits,
  pageOfProposals,
  pageOfVotes,
} from "./lists.js";

export interface QueryKeepers {
  readonly state: GovState;
  readonly proposals: Proposals;
  readonly voteEnds: VoteEnds;
}

/** x/gov's queries of v1. */
export const v1Queries = (k: QueryKeepers): readonly QueryBinding[] => [
  defineQuery<QueryConstitutionRequest, QueryConstitutionResponse>({
    method: Query.Constitution,
    run: (ctx) => ({ constitution: k.state.constitution.get(ctx) ?? "" }),
  }),
  defineQuery<QueryProposalRequest, QueryProposalResponse>({
    method: Query.Proposal,
    run: (ctx, { proposalId }) => ({ proposal: loadProposal(ctx, k.state, proposalId) }),
  }),
  defineQuery<QueryProposalsRequest, QueryProposalsResponse>({
    method: Query.Proposals,
    run(ctx, request) {
      const { items, pagination } = pageOfProposals(ctx, k.state, request);
      return { proposals: items, pagination };
    },
  }),
  defineQuery<QueryVoteRequest, QueryVoteResponse>({
    method: Query.Vote,
    run: (ctx, request) => ({ vote: findVote(ctx, k.state, request) }),
  }),
  defineQuery<QueryVotesRequest, QueryVotesResponse>({
    method: Query.Votes,
    run(ctx, request) {
      const { items, pagination } = pageOfVotes(ctx, k.state, request);
      return { votes: items, pagination };
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
      tally: k.voteEnds.tally(ctx, loadProposal(ctx, k.state, proposalId)),
    }),
  }),
];

/** Refuses a vote that nobody cast with InvalidArgument, as Cosmos SDK does. */
export function findVote(ctx: ReadContext, state: GovState, request: QueryVoteRequest): Vote {
  checkId(request.proposalId);
  const voter = checkAccount(ctx, request.voter, "voter");
  const vote = state.votes.get(ctx, [request.proposalId, voter]);
  if (vote !== undefined) return vote;
  const message = `voter: ${voter} not found for proposal: ${request.proposalId}`;
  throw new StatusError("InvalidArgument", message);
}

/** Refuses a deposit that nobody made with InvalidArgument, as Cosmos SDK does. */
export function findDeposit(
  ctx: ReadContext,
  state: GovState,
  request: QueryDepositRequest,
): Deposit {
  checkId(request.proposalId);
  const depositor = checkAccount(ctx, request.depositor, "depositor");
  const deposit = state.deposits.get(ctx, [request.proposalId, depositor]);
  if (deposit !== undefined) return deposit;
  const message = `depositor: ${depositor} not found for proposal: ${request.proposalId}`;
  throw new StatusError("InvalidArgument", message);
}

/** All parameters, and once more those of a type. */
function paramsAnswer(params: Params, type: string): QueryParamsResponse {
  const { votingPeriod, minDeposit, maxDepositPeriod, quorum, threshold, vetoThreshold } = params;
  if (type === "") return { params };
  if (type === "voting") return { votingParams: { votingPeriod }, params };
  if (type === "deposit") return { depositParams: { minDeposit, maxDepositPeriod }, params };
  if (type === "tallying") return { tallyParams: { quorum, threshold, vetoThreshold }, params };
  throw new StatusError("InvalidArgument", `unknown params type: ${type}`);
}
