import {
  Query,
  type QueryVoteByProposalVoterRequest,
  type QueryVoteByProposalVoterResponse,
  type QueryVotesByProposalRequest,
  type QueryVotesByProposalResponse,
  type QueryVotesByVoterRequest,
  type QueryVotesByVoterResponse,
} from "../../../gen/cosmos/group/v1.js";
import { refuse } from "../../../keeper/errors.js";
import { u64Key } from "../../../keeper/keys.js";
import { pageOfIndex, pageOfMap } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding } from "../../../keeper/query.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { checkAccount } from "../checks.js";
import type { GroupState } from "../state.js";

interface Keepers {
  readonly state: GroupState;
}

/** x/group's queries of votes. */
export const voteQueries = (k: Keepers): readonly QueryBinding[] => [
  voteByProposalVoter(k),
  votesByProposal(k),
  votesByVoter(k),
];

const voteByProposalVoter = (k: Keepers) =>
  defineQuery<QueryVoteByProposalVoterRequest, QueryVoteByProposalVoterResponse>({
    method: Query.VoteByProposalVoter,
    run(ctx, request) {
      const voter = checkAccount(ctx, request.voter, "voter");
      const vote = k.state.votes.get(ctx, [request.proposalId, voter]);
      return { vote: vote ?? refuse(sdkErrors.notFound) };
    },
  });

const votesByProposal = (k: Keepers) =>
  defineQuery<QueryVotesByProposalRequest, QueryVotesByProposalResponse>({
    method: Query.VotesByProposal,
    run(ctx, request) {
      const start = u64Key.encode(request.proposalId);
      const { items, pagination } = pageOfMap(ctx, request.pagination, k.state.votes, start);
      return { votes: items, pagination };
    },
  });

const votesByVoter = (k: Keepers) =>
  defineQuery<QueryVotesByVoterRequest, QueryVotesByVoterResponse>({
    method: Query.VotesByVoter,
    run(ctx, request) {
      const by = { index: k.state.votesByVoter, ref: checkAccount(ctx, request.voter, "voter") };
      const { items, pagination } = pageOfIndex(ctx, request.pagination, k.state.votes, by);
      return { votes: items, pagination };
    },
  });
