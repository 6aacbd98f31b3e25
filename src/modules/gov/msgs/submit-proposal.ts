import {
  MsgSubmitProposal,
  MsgSubmitProposalResponse,
  Proposal,
} from "../../../gen/cosmos/gov/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import { metadataFault } from "../../../keeper/formats/proposal-metadata.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { checkDepositDenoms, checkDepositRatio, checkInitialDeposit } from "../deposits.js";
import { govErrors } from "../errors.js";
import { votingStarted } from "../events.js";
import type { Execution } from "../execution.js";
import type { NewProposal, Proposals } from "../proposals.js";
import { checkMetadata, checkSummary } from "../texts.js";

export interface SubmitKeepers {
  readonly proposals: Proposals;
  readonly execution: Execution;
}

/** x/gov MsgSubmitProposal: anyone proposes messages that governance's account would sign. */
export const submitProposal = (
  k: SubmitKeepers,
): Handler<MsgSubmitProposal, AnyAccount, NewProposal, MsgSubmitProposalResponse> => ({
  type: MsgSubmitProposal,
  response: MsgSubmitProposalResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkSubmission(ctx, k, message),
  execute: (ctx, { initialDeposit }, _by, proposal) => ({
    proposalId: submit(ctx, k.proposals, proposal, initialDeposit),
  }),
});

/** Refuses what cannot be proposed, in Cosmos SDK's order. */
export function checkSubmission(
  ctx: ReadContext,
  k: SubmitKeepers,
  message: MsgSubmitProposal,
): NewProposal {
  const { title, summary, metadata, messages, initialDeposit, expedited } = message;
  const required = { title, summary };
  for (const [name, text] of Object.entries(required)) {
    if (text !== "") continue;
    refuse(sdkErrors.invalidRequest, { log: `proposal ${name} cannot be empty` });
  }
  const proposer = checkAddress(ctx.chain.prefix, message.proposer, "invalid proposer address");
  if (messages.length === 0 && metadata === "") {
    refuse(govErrors.noMessages, { log: "either metadata or Msgs length must be non-nil" });
  }
  const fault = metadataFault({ title, summary, metadata });
  if (fault !== undefined) refuse(govErrors.invalidContent, { log: fault });
  const params = k.proposals.params(ctx);
  checkInitialDeposit(params, initialDeposit, expedited);
  checkDepositDenoms(params, initialDeposit);
  checkMetadata(metadata);
  checkSummary(summary);
  checkMetadata(title);
  for (const one of messages) k.execution.check(one);
  checkDepositRatio(params, initialDeposit, expedited);
  return { messages, proposer, metadata, title, summary, expedited };
}

/** Stores what was checked with its first deposit; its id. */
export function submit(
  ctx: WriteContext,
  proposals: Proposals,
  asked: NewProposal,
  deposit: MsgSubmitProposal["initialDeposit"],
): bigint {
  const proposal = proposals.submit(ctx, asked);
  proposals.chargeSize(ctx, Proposal.encode(proposal).length);
  const { id } = proposal;
  const starts = proposals.deposit(ctx, id, asked.proposer, deposit);
  if (starts) ctx.emit(votingStarted(id, "submit_proposal"));
  return id;
}
