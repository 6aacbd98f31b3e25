import {
  MsgCancelProposal,
  MsgCancelProposalResponse,
  type Proposal,
} from "../../../gen/cosmos/gov/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { govErrors } from "../errors.js";
import { proposalCancelled } from "../events.js";
import type { Proposals } from "../proposals.js";
import { isInDeposit, isInVoting } from "../state.js";

/** x/gov MsgCancelProposal: a proposer gives a proposal up, at the cost of a part of its deposits. */
export const cancelProposal = (
  proposals: Proposals,
): Handler<MsgCancelProposal, AnyAccount, Proposal, MsgCancelProposalResponse> => ({
  type: MsgCancelProposal,
  response: MsgCancelProposalResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const proposer = checkAddress(ctx.chain.prefix, message.proposer, "invalid proposer address");
    const proposal = proposals.load(ctx, message.proposalId);
    const { id, votingEndTime } = proposal;
    if (proposal.proposer === "") {
      const log = `proposal ${id} doesn't have proposer ${proposer}, so cannot be canceled`;
      refuse(govErrors.invalidProposal, { log });
    }
    if (proposal.proposer !== proposer) {
      refuse(govErrors.invalidProposer, { log: `invalid proposer ${proposer}` });
    }
    if (!isInDeposit(proposal) && !isInVoting(proposal)) {
      const log = "proposal should be in the deposit or voting period";
      refuse(govErrors.invalidProposal, { log });
    }
    if (votingEndTime !== undefined && votingEndTime < ctx.blockTime) {
      const log = `voting period is already ended for this proposal ${id}`;
      refuse(govErrors.votingEnded, { log });
    }
    return proposal;
  },

  execute(ctx, _message, _by, proposal) {
    proposals.cancel(ctx, proposal);
    ctx.emit(proposalCancelled(proposal.id, proposal.proposer));
    return { proposalId: proposal.id, canceledTime: ctx.blockTime, canceledHeight: ctx.height };
  },
});
