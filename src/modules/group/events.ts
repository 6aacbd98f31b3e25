import {
  type Proposal,
  ProposalExecutorResultEnum,
  ProposalStatusEnum,
  type TallyResult,
} from "../../gen/cosmos/group/v1.js";
import { type Event, typedEvent } from "../../keeper/events.js";

/** Typed events of x/group: ids are quoted numbers, enums their names. */
const groupEvent = (name: string, attributes: Readonly<Record<string, unknown>>): Event =>
  typedEvent(`cosmos.group.v1.${name}`, attributes);

export const groupCreated = (id: bigint): Event =>
  groupEvent("EventCreateGroup", { group_id: id.toString() });

export const groupUpdated = (id: bigint): Event =>
  groupEvent("EventUpdateGroup", { group_id: id.toString() });

export const groupLeft = (id: bigint, address: string): Event =>
  groupEvent("EventLeaveGroup", { group_id: id.toString(), address });

export const policyCreated = (address: string): Event =>
  groupEvent("EventCreateGroupPolicy", { address });

export const policyUpdated = (address: string): Event =>
  groupEvent("EventUpdateGroupPolicy", { address });

export const proposalSubmitted = (id: bigint): Event =>
  groupEvent("EventSubmitProposal", { proposal_id: id.toString() });

export const proposalWithdrawn = (id: bigint): Event =>
  groupEvent("EventWithdrawProposal", { proposal_id: id.toString() });

export const voted = (id: bigint): Event => groupEvent("EventVote", { proposal_id: id.toString() });

/** What came of an execution; `logs` is "" unless it failed. */
export const executed = (id: bigint, result: number, logs: string): Event =>
  groupEvent("EventExec", {
    proposal_id: id.toString(),
    result: ProposalExecutorResultEnum.byNumber[result],
    logs,
  });

/** A proposal that left the state; one that was given up has no tally. */
export const proposalPruned = (proposal: Proposal, tally: TallyResult | undefined): Event =>
  groupEvent("EventProposalPruned", {
    proposal_id: proposal.id.toString(),
    status: ProposalStatusEnum.byNumber[proposal.status],
    tally_result: tally === undefined ? null : tallyJson(tally),
  });

/** A tally on which the policy could not decide: the proposal is rejected. */
export const tallyFailed = (id: bigint, error: string): Event =>
  groupEvent("EventTallyError", { proposal_id: id.toString(), error_message: error });

const tallyJson = (tally: TallyResult) => ({
  yes_count: tally.yesCount,
  abstain_count: tally.abstainCount,
  no_count: tally.noCount,
  no_with_veto_count: tally.noWithVetoCount,
});
