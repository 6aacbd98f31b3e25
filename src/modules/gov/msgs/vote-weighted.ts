import { MsgVoteWeighted, MsgVoteWeightedResponse, type Vote } from "../../../gen/cosmos/gov/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import type { ReadContext } from "../../../keeper/context.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkSplit, type Votes } from "../votes.js";

/** x/gov MsgVoteWeighted: an account splits its stake over several options. */
export const voteWeighted = (
  votes: Votes,
): Handler<MsgVoteWeighted, AnyAccount, Vote, MsgVoteWeightedResponse> => ({
  type: MsgVoteWeighted,
  response: MsgVoteWeightedResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkVoteWeighted(ctx, votes, message),

  execute(ctx, _message, _by, checked) {
    votes.cast(ctx, checked);
    return {};
  },
});

/** The split vote that an account may cast now. */
export function checkVoteWeighted(ctx: ReadContext, votes: Votes, message: MsgVoteWeighted): Vote {
  const { proposalId, options, metadata } = message;
  const voter = checkAddress(ctx.chain.prefix, message.voter, "invalid voter address");
  checkSplit(options);
  const checked = { proposalId, voter, options, metadata };
  votes.check(ctx, checked);
  return checked;
}
