import {
  type Deposit,
  GenesisState,
  type Params,
  type Proposal,
  ProposalStatusEnum,
  type Vote,
} from "../../gen/cosmos/gov/v1.js";
import { checkAddress } from "../../keeper/check-address.js";
import { isValidCoins } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import type { Deposits } from "./deposits.js";
import { govErrors } from "./errors.js";
import { depositsFault, proposalsFault } from "./invariants.js";
import { defaultParams, paramsFault } from "./params.js";
import type { GovAccountsPort, GovBankPort } from "./ports.js";
import type { Proposals } from "./proposals.js";
import { type GovState, isInDeposit, isInVoting } from "./state.js";
import { checkSplit } from "./votes.js";

interface Keepers {
  readonly state: GovState;
  readonly proposals: Proposals;
  readonly deposits: Deposits;
  readonly bank: Pick<GovBankPort, "balance">;
  readonly accounts: GovAccountsPort;
}

/** Section `gov` of `app_state`, in the SDK's shape. Balances are there before it. */
export const govGenesis = (k: Keepers): ModuleGenesis => ({
  name: "gov",
  fresh: ({ denom }) =>
    printSection(GenesisState, {
      ...GenesisState.create(),
      startingProposalId: 1n,
      params: defaultParams(denom),
    }),

  init(ctx, section) {
    const given = readSection(GenesisState, section, govErrors.invalidGenesis);
    const { state } = k;
    state.params.set(ctx, checkParams(ctx, given.params));
    if (given.constitution !== "") state.constitution.set(ctx, given.constitution);
    must(given.startingProposalId > 0n, "starting_proposal_id is 0");
    state.proposalIds.restore(ctx, given.startingProposalId - 1n);
    for (const proposal of given.proposals) {
      const checked = checkProposal(ctx, proposal, given.startingProposalId);
      must(!state.proposals.has(ctx, checked.id), `proposal ${checked.id} stands twice`);
      k.proposals.set(ctx, checked);
    }
    for (const deposit of given.deposits) {
      const checked = checkDeposit(ctx, deposit);
      const { proposalId, depositor } = checked;
      const isTwice = k.deposits.find(ctx, proposalId, depositor) !== undefined;
      must(!isTwice, `deposit of ${depositor} on proposal ${proposalId} stands twice`);
      k.deposits.store(ctx, checked, checked.amount);
    }
    for (const vote of given.votes) {
      const checked = checkVote(ctx, vote);
      const { proposalId, voter } = checked;
      const isTwice = state.votes.has(ctx, [proposalId, voter]);
      must(!isTwice, `vote of ${voter} on proposal ${proposalId} stands twice`);
      state.votes.set(ctx, [proposalId, voter], checked);
    }
    const wrong = depositsFault(ctx, k) ?? proposalsFault(ctx, k);
    if (wrong !== undefined) fail(wrong);
  },

  export(ctx) {
    const { state } = k;
    return printSection(GenesisState, {
      ...GenesisState.create(),
      startingProposalId: state.proposalIds.last(ctx) + 1n,
      deposits: values(state.deposits.entries(ctx)),
      votes: values(state.votes.entries(ctx)),
      proposals: values(state.proposals.entries(ctx)),
      params: k.proposals.params(ctx),
      constitution: state.constitution.get(ctx) ?? "",
    });
  },
});

function checkParams(ctx: ReadContext, params: Params | undefined): Params {
  if (params === undefined) return defaultParams(ctx.chain.denom);
  const wrong = paramsFault(params, ctx.chain.prefix);
  if (wrong !== undefined) fail(wrong);
  return params;
}

function checkProposal(ctx: ReadContext, proposal: Proposal, next: bigint): Proposal {
  const { id, status, depositEndTime, votingStartTime, votingEndTime } = proposal;
  const name = `proposal ${id}`;
  must(id > 0n && id < next, `${name}: id is not between 1 and starting_proposal_id`);
  must(status in ProposalStatusEnum.byNumber && status > 0, `${name}: status`);
  must(isValidCoins(proposal.totalDeposit), `${name}: total_deposit`);
  must(!isInDeposit(proposal) || depositEndTime !== undefined, `${name}: no deposit_end_time`);
  const hasTimes = votingStartTime !== undefined && votingEndTime !== undefined;
  must(!isInVoting(proposal) || hasTimes, `${name}: no time of voting`);
  // Proposals of old chains have no proposer.
  if (proposal.proposer === "") return proposal;
  return { ...proposal, proposer: checkAddress(ctx.chain.prefix, proposal.proposer, name) };
}

function checkDeposit(ctx: ReadContext, deposit: Deposit): Deposit {
  const name = `deposit on proposal ${deposit.proposalId}`;
  must(isValidCoins(deposit.amount), `${name}: amount`);
  return { ...deposit, depositor: checkAddress(ctx.chain.prefix, deposit.depositor, name) };
}

function checkVote(ctx: ReadContext, vote: Vote): Vote {
  checkSplit(vote.options);
  const name = `vote on proposal ${vote.proposalId}`;
  return { ...vote, voter: checkAddress(ctx.chain.prefix, vote.voter, name) };
}

const values = <V>(entries: Iterable<readonly [unknown, V]>): readonly V[] =>
  [...entries].map(([, value]) => value);

function must(ok: boolean, reason: string): asserts ok {
  if (!ok) fail(reason);
}

const fail = (reason: string): never => refuse(govErrors.invalidGenesis, { log: reason });
