import type { WeightedVoteOption } from "../../gen/cosmos/gov/v1.js";
import { type Coin, formatCoins } from "../../keeper/coins.js";
import { type Event, event } from "../../keeper/events.js";
import type { Any } from "../../wire/descriptor.js";

/** Events of Cosmos SDK's x/gov, names and order of attributes as there. */

/** The list of messages starts with a comma, as there. */
export const proposalSubmitted = (id: bigint, proposer: string, messages: readonly Any[]): Event =>
  event("submit_proposal", {
    proposal_id: id,
    proposal_proposer: proposer,
    proposal_messages: messages.map(({ typeUrl }) => `,${typeUrl}`).join(""),
  });

/** A vote that began by a proposal's own first deposit, or by a later one. */
export const votingStarted = (id: bigint, by: "submit_proposal" | "proposal_deposit"): Event =>
  event(by, { voting_period_start: id });

export const deposited = (id: bigint, depositor: string, amount: readonly Coin[]): Event =>
  event("proposal_deposit", { depositor, amount: formatCoins(amount), proposal_id: id });

export const voted = (id: bigint, voter: string, options: readonly WeightedVoteOption[]): Event =>
  event("proposal_vote", { voter, option: optionsText(options), proposal_id: id });

/** Options as Cosmos SDK prints them in events and errors. */
export const optionsText = (options: readonly WeightedVoteOption[]): string =>
  JSON.stringify(options.map(({ option, weight }) => ({ option, weight })));

export const proposalCancelled = (id: bigint, sender: string): Event =>
  event("cancel_proposal", { sender, proposal_id: id });

/** A proposal that did not get its deposit in time. */
export const proposalDropped = (id: bigint): Event =>
  event("inactive_proposal", { proposal_id: id, proposal_result: "proposal_dropped" });

/** What came of a vote, and why. */
export const voteEnded = (id: bigint, { result, log }: VoteEnd): Event =>
  event("active_proposal", { proposal_id: id, proposal_result: result, proposal_log: log });

export interface VoteEnd {
  readonly result:
    | "proposal_passed"
    | "proposal_rejected"
    | "proposal_failed"
    | "expedited_proposal_rejected";
  readonly log: string;
}
