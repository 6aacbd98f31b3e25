import * as gov from "../../src/gen/cosmos/gov/v1.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import type { Any } from "../../src/wire/descriptor.js";
import { message } from "./world.js";

/** Governance's account on chains of the usual prefix. */
export const GOV = addressText("verana", moduleAddress("gov"));

/** Numbers of vote options. */
export const { VOTE_OPTION_YES: YES, VOTE_OPTION_ABSTAIN: ABSTAIN } = gov.VoteOption;
export const { VOTE_OPTION_NO: NO, VOTE_OPTION_NO_WITH_VETO: VETO } = gov.VoteOption;

export const MIN_DEPOSIT = 10_000_000n;
export const EXPEDITED_DEPOSIT = 50_000_000n;

export const uvna = (amount: bigint) => [{ denom: "uvna", amount }];

/** A proposal that is voted on at once. */
export const submit = (
  proposer: string,
  messages: readonly Any[],
  changes: Partial<gov.MsgSubmitProposal> = {},
): Any =>
  message(gov.MsgSubmitProposal, {
    messages,
    proposer,
    initialDeposit: uvna(MIN_DEPOSIT),
    title: "A title",
    summary: "A summary",
    metadata: messages.length === 0 ? "about nothing" : "",
    ...changes,
  });

export const deposit = (depositor: string, proposalId: bigint, amount: bigint): Any =>
  message(gov.MsgDeposit, { depositor, proposalId, amount: uvna(amount) });

export const vote = (voter: string, proposalId: bigint, option: number, metadata = ""): Any =>
  message(gov.MsgVote, { voter, proposalId, option, metadata });

export const split = (
  voter: string,
  proposalId: bigint,
  weights: readonly (readonly [option: number, weight: string])[],
): Any => {
  const options = weights.map(([option, weight]) => ({ option, weight }));
  return message(gov.MsgVoteWeighted, { voter, proposalId, options });
};

export const cancel = (proposer: string, proposalId: bigint): Any =>
  message(gov.MsgCancelProposal, { proposer, proposalId });
