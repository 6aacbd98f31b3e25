import { MsgExecLegacyContent, MsgSubmitProposal, type Vote } from "../../../gen/cosmos/gov/v1.js";
import * as v1beta1 from "../../../gen/cosmos/gov/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import * as dec from "../../../keeper/dec.js";
import { governanceAddress } from "../../../keeper/governance.js";
import { bindMessage, type Handler, type MessageBinding } from "../../../keeper/handler.js";
import { checkContent } from "../content.js";
import type { NewProposal } from "../proposals.js";
import type { Votes } from "../votes.js";
import { addDeposit, checkDeposit } from "./deposit.js";
import { checkSubmission, type SubmitKeepers, submit } from "./submit-proposal.js";
import { checkVote } from "./vote.js";
import { checkVoteWeighted } from "./vote-weighted.js";

/** The messages of x/gov v1beta1, as those of v1 that they became. */
export const legacyMessages = (
  k: SubmitKeepers & { readonly votes: Votes },
): readonly MessageBinding[] => [
  bindMessage("gov", submitProposal(k)),
  bindMessage("gov", deposit(k)),
  bindMessage("gov", vote(k.votes)),
  bindMessage("gov", voteWeighted(k.votes)),
];

const submitProposal = (
  k: SubmitKeepers,
): Handler<
  v1beta1.MsgSubmitProposal,
  AnyAccount,
  NewProposal,
  v1beta1.MsgSubmitProposalResponse
> => ({
  type: v1beta1.MsgSubmitProposal,
  response: v1beta1.MsgSubmitProposalResponse,
  authorize: anyAccount,

  check(ctx, { content, initialDeposit, proposer }) {
    const { title, description } = checkContent(content);
    const authority = governanceAddress(ctx.chain.prefix);
    const value = MsgExecLegacyContent.encode({ content, authority });
    const messages = [{ typeUrl: MsgExecLegacyContent.typeUrl, value }];
    const texts = { title, summary: description };
    const asked = MsgSubmitProposal.create({ ...texts, messages, initialDeposit, proposer });
    return checkSubmission(ctx, k, asked);
  },

  execute: (ctx, { initialDeposit }, _by, proposal) => ({
    proposalId: submit(ctx, k.proposals, proposal, initialDeposit),
  }),
});

const deposit = ({
  proposals,
}: SubmitKeepers): Handler<v1beta1.MsgDeposit, AnyAccount, string, v1beta1.MsgDepositResponse> => ({
  type: v1beta1.MsgDeposit,
  response: v1beta1.MsgDepositResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkDeposit(ctx, proposals, message),

  execute(ctx, message, _by, depositor) {
    addDeposit(ctx, proposals, message, depositor);
    return {};
  },
});

const vote = (
  votes: Votes,
): Handler<v1beta1.MsgVote, AnyAccount, Vote, v1beta1.MsgVoteResponse> => ({
  type: v1beta1.MsgVote,
  response: v1beta1.MsgVoteResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkVote(ctx, votes, { ...message, metadata: "" }),

  execute(ctx, _message, _by, checked) {
    votes.cast(ctx, checked);
    return {};
  },
});

const voteWeighted = (
  votes: Votes,
): Handler<v1beta1.MsgVoteWeighted, AnyAccount, Vote, v1beta1.MsgVoteWeightedResponse> => ({
  type: v1beta1.MsgVoteWeighted,
  response: v1beta1.MsgVoteWeightedResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const options = message.options.map(({ option, weight }) => ({
      option,
      weight: dec.format(weight),
    }));
    return checkVoteWeighted(ctx, votes, { ...message, options, metadata: "" });
  },

  execute(ctx, _message, _by, checked) {
    votes.cast(ctx, checked);
    return {};
  },
});
