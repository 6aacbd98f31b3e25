import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { submit, vote, YES } from "../../support/gov-messages.js";
import { StakeChain, type StakeChainOptions, type Told, told } from "../../support/stake-chain.js";

/** Short times: ten seconds of deposits and of votes, five for what is expedited. */
export const PERIODS = {
  max_deposit_period: "10s",
  voting_period: "10s",
  expedited_voting_period: "5s",
};

/** Two validators of ten million, six people with a million tokens, short times. */
export function govChain(
  params: { readonly [name: string]: unknown } = {},
  options: StakeChainOptions = {},
): Promise<StakeChain> {
  const { gov: ofGov = {}, ...others } = options.params ?? {};
  const all = { ...others, gov: { ...PERIODS, ...params, ...ofGov } };
  return StakeChain.start({ ...options, params: all });
}

/** A proposal as the chain answers it. */
export async function proposalOf(chain: StakeChain, proposalId: bigint): Promise<gov.Proposal> {
  const answer = await chain.ask<object, gov.QueryProposalResponse>(gov.Query.Proposal, {
    proposalId,
  });
  if (answer.proposal === undefined) throw new Error("an answer without a proposal");
  return answer.proposal;
}

/** What a block's end tells, once so many seconds have passed. */
export async function endBlock(chain: StakeChain, seconds = 11n): Promise<readonly Told[]> {
  const { events } = await chain.block({ seconds });
  const atEnd = events.filter(({ attributes }) =>
    attributes.some(({ key, value }) => key === "mode" && value === "EndBlock"),
  );
  return told(atEnd);
}

/** Submits messages, has both validators vote for them, and lets the vote end; the proposal then. */
export async function passed(
  chain: StakeChain,
  messages: readonly Any[],
  changes: Partial<gov.MsgSubmitProposal> = {},
): Promise<gov.Proposal> {
  await chain.deliver(3, submit(chain.account(3), messages, changes));
  const id = BigInt(chain.section("gov").starting_proposal_id) - 1n;
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), id, YES));
  await chain.block({ seconds: 11n });
  return proposalOf(chain, id);
}
