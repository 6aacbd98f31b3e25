import { MsgVote, MsgVoteResponse, type Vote } from "../../../gen/cosmos/gov/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import type { ReadContext } from "../../../keeper/context.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkOption, type Votes, wholeVote } from "../votes.js";

/** x/gov MsgVote: an account gives all its stake to one option. */
export const vote = (votes: Votes): Handler<MsgVote, AnyAccount, Vote, MsgVoteResponse> => ({
  type: MsgVote,
  response: MsgVoteResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkVote(ctx, votes, message),

  execute(ctx, _message, _by, checked) {
    votes.cast(ctx, checked);
    return {};
  },
});

/** The vote that an account may cast now. */
export function checkVote(ctx: ReadContext, votes: Votes, message: MsgVote): Vote {
  const { proposalId, option, metadata } = message;
  const voter = checkAddress(ctx.chain.prefix, message.voter, "invalid voter address");
  checkOption(option);
  const checked = { proposalId, voter, options: wholeVote(option), metadata };
  votes.check(ctx, checked);
  return checked;
}
