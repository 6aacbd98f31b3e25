import {
  Query,
  type QueryProposalRequest,
  type QueryProposalResponse,
  type QueryProposalsByGroupPolicyRequest,
  type QueryProposalsByGroupPolicyResponse,
  type QueryTallyResultRequest,
  type QueryTallyResultResponse,
} from "../../../gen/cosmos/group/v1.js";
import { pageOfIndex } from "../../../keeper/pagination.js";
import { defineQuery, type QueryBinding } from "../../../keeper/query.js";
import { checkAccount } from "../checks.js";
import type { Groups } from "../groups.js";
import type { Proposals } from "../proposals.js";
import type { GroupState } from "../state.js";
import { tallyOf } from "../tally.js";

interface Keepers {
  readonly state: GroupState;
  readonly groups: Groups;
  readonly proposals: Proposals;
}

/** x/group's queries of proposals and their tallies. */
export const proposalQueries = (k: Keepers): readonly QueryBinding[] => [
  proposal(k),
  proposalsByGroupPolicy(k),
  tallyResult(k),
];

const proposal = (k: Keepers) =>
  defineQuery<QueryProposalRequest, QueryProposalResponse>({
    method: Query.Proposal,
    run: (ctx, { proposalId }) => ({ proposal: k.proposals.load(ctx, proposalId) }),
  });

const proposalsByGroupPolicy = (k: Keepers) =>
  defineQuery<QueryProposalsByGroupPolicyRequest, QueryProposalsByGroupPolicyResponse>({
    method: Query.ProposalsByGroupPolicy,
    run(ctx, request) {
      const ref = checkAccount(ctx, request.address, "address");
      const by = { index: k.state.proposalsByPolicy, ref };
      const { items, pagination } = pageOfIndex(ctx, request.pagination, k.state.proposals, by);
      return { proposals: items, pagination };
    },
  });

/** The tally as it stands: counted now while voting goes on, the last one once decided. */
const tallyResult = (k: Keepers) =>
  defineQuery<QueryTallyResultRequest, QueryTallyResultResponse>({
    method: Query.TallyResult,
    run(ctx, { proposalId }) {
      const found = k.proposals.load(ctx, proposalId);
      const policy = k.groups.loadPolicy(ctx, found.groupPolicyAddress);
      return { tally: tallyOf(ctx, k.state, found, policy.groupId) };
    },
  });
