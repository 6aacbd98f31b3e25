import type { PageRequest } from "../../../gen/cosmos/base/query/v1beta1.js";
import {
  type Deposit,
  type Proposal,
  ProposalStatus,
  ProposalStatusEnum,
  type Vote,
} from "../../../gen/cosmos/gov/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { u64Key } from "../../../keeper/keys.js";
import { type Page, pageOfMap, paginate } from "../../../keeper/pagination.js";
import { StatusError } from "../../../keeper/query.js";
import { queryAddress } from "../../../keeper/query-address.js";
import type { Walk } from "../../../keeper/space.js";
import type { GovState } from "../state.js";

/** Which proposals to list. An unknown status, or none, stands for all; texts may be empty. */
export interface ProposalFilter {
  readonly proposalStatus: number;
  readonly voter: string;
  readonly depositor: string;
  readonly pagination?: PageRequest | undefined;
}

/** A page of proposals in the order of their ids. Refuses malformed addresses. */
export function pageOfProposals(
  ctx: ReadContext,
  state: GovState,
  filter: ProposalFilter,
): Page<Proposal> {
  const matches = matcher(ctx, state, filter);
  return paginate(filter.pagination, {
    *keys(walk) {
      for (const key of candidates(ctx, state, filter, walk)) if (matches(key)) yield key;
    },
    at: (key) => state.proposals.at(ctx, key),
  });
}

/** Which proposal's votes or deposits to list. */
export interface OfProposal {
  readonly proposalId: bigint;
  readonly pagination?: PageRequest | undefined;
}

/** A page of a proposal's votes, by voter. Refuses the id 0. */
export function pageOfVotes(ctx: ReadContext, state: GovState, asked: OfProposal): Page<Vote> {
  checkId(asked.proposalId);
  return pageOfMap(ctx, asked.pagination, state.votes, state.proposal(asked.proposalId));
}

/** A page of a proposal's deposits, by depositor. Refuses the id 0. */
export function pageOfDeposits(
  ctx: ReadContext,
  state: GovState,
  asked: OfProposal,
): Page<Deposit> {
  checkId(asked.proposalId);
  return pageOfMap(ctx, asked.pagination, state.deposits, state.proposal(asked.proposalId));
}

function matcher(ctx: ReadContext, state: GovState, filter: ProposalFilter) {
  const voter = filter.voter === "" ? undefined : queryAddress(ctx, filter.voter);
  const depositor = filter.depositor === "" ? undefined : queryAddress(ctx, filter.depositor);
  return (key: Uint8Array): boolean => {
    const [id] = u64Key.read(key, 0);
    return (
      (voter === undefined || state.votes.has(ctx, [id, voter])) &&
      (depositor === undefined || state.deposits.has(ctx, [id, depositor]))
    );
  };
}

/** Keys of all proposals that may match. Votes and deposits are kept of open proposals alone. */
function candidates(
  ctx: ReadContext,
  state: GovState,
  { proposalStatus, voter, depositor }: ProposalFilter,
  walk: Walk,
): Iterable<Uint8Array> {
  const { byStatus, proposals } = state;
  if (proposalStatus > 0 && proposalStatus in ProposalStatusEnum.byNumber) {
    return byStatus.primaryKeys(ctx, proposalStatus, walk);
  }
  if (voter === "" && depositor === "") return proposals.primaryKeys(ctx, walk);
  const { PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_VOTING_PERIOD } = ProposalStatus;
  const open = [PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_VOTING_PERIOD].flatMap((status) => [
    ...byStatus.primaryKeys(ctx, status, walk),
  ]);
  const sign = walk.reverse === true ? -1 : 1;
  return open.sort((a, b) => sign * Buffer.compare(a, b));
}

/** Refuses the id 0 with InvalidArgument. */
export function checkId(id: bigint): void {
  if (id === 0n) throw new StatusError("InvalidArgument", "proposal id can not be 0");
}

/** Refuses an empty address with InvalidArgument, a malformed one too. */
export function checkAccount(ctx: ReadContext, text: string, what: string): string {
  if (text === "") throw new StatusError("InvalidArgument", `empty ${what} address`);
  return queryAddress(ctx, text);
}

/** Refuses an unknown proposal with NotFound. */
export function loadProposal(ctx: ReadContext, state: GovState, id: bigint): Proposal {
  checkId(id);
  const proposal = state.proposals.get(ctx, id);
  if (proposal !== undefined) return proposal;
  throw new StatusError("NotFound", `proposal ${id} doesn't exist`);
}
