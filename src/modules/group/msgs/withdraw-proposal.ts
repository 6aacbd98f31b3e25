import {
  MsgWithdrawProposal,
  MsgWithdrawProposalResponse,
  type Proposal,
  ProposalStatus,
  ProposalStatusEnum,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkId } from "../checks.js";
import { groupErrors } from "../errors.js";
import type { Groups } from "../groups.js";
import type { Proposals } from "../proposals.js";

interface Keepers {
  readonly groups: Groups;
  readonly proposals: Proposals;
}

type WithdrawProposal = Handler<
  MsgWithdrawProposal,
  AnyAccount,
  Proposal,
  MsgWithdrawProposalResponse
>;

/** x/group MsgWithdrawProposal: a proposer or the policy's admin takes an open proposal back. */
export const withdrawProposal = (k: Keepers): WithdrawProposal => ({
  type: MsgWithdrawProposal,
  response: MsgWithdrawProposalResponse,
  authorize: anyAccount,

  check(ctx, message) {
    checkId(message.proposalId, "proposal id");
    const what = `invalid group policy admin / proposer address: ${message.address}`;
    const address = checkAccount(ctx, message.address, what);
    const proposal = k.proposals.load(ctx, message.proposalId);
    checkOpen(proposal);
    const policy = k.groups.loadPolicy(ctx, proposal.groupPolicyAddress, "load group policy");
    if (policy.admin !== address && !proposal.proposers.includes(address)) {
      const log = `given address is neither group policy admin nor in proposers: ${address}`;
      refuse(groupErrors.unauthorized, { log });
    }
    return proposal;
  },

  execute(ctx, _message, _by, proposal) {
    k.proposals.withdraw(ctx, proposal);
    return {};
  },
});

function checkOpen({ status }: Proposal): void {
  if (status === ProposalStatus.PROPOSAL_STATUS_SUBMITTED) return;
  const name = ProposalStatusEnum.byNumber[status];
  refuse(groupErrors.invalid, { log: `cannot withdraw a proposal with the status of ${name}` });
}
