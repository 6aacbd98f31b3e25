import type { Params } from "../../gen/cosmos/gov/v1.js";
import { type Proposal, ProposalStatus } from "../../gen/cosmos/gov/v1.js";
import { addCoins, type Coin, coversCoins } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { GAS } from "../../keeper/gas.js";
import type { Any } from "../../wire/descriptor.js";
import { checkDepositDenoms, checkDepositRatio, type Deposits } from "./deposits.js";
import { govErrors } from "./errors.js";
import { deposited, proposalSubmitted } from "./events.js";
import { defaultParams, minDepositOf, votingPeriodOf } from "./params.js";
import { type GovState, isInDeposit, isInVoting } from "./state.js";
import { NO_VOTES } from "./tally.js";
import type { Votes } from "./votes.js";

/** What somebody proposes, checked. */
export interface NewProposal {
  readonly messages: readonly Any[];
  readonly proposer: string;
  readonly metadata: string;
  readonly title: string;
  readonly summary: string;
  readonly expedited: boolean;
}

/** Proposals from their submission to the end of their votes. */
export class Proposals {
  constructor(
    private readonly state: GovState,
    private readonly deposits: Deposits,
    private readonly votes: Votes,
  ) {}

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? defaultParams(ctx.chain.denom);
  }

  find(ctx: ReadContext, id: bigint): Proposal | undefined {
    return this.state.proposals.get(ctx, id);
  }

  /** Refuses with `gov` 2. */
  load(ctx: ReadContext, id: bigint): Proposal {
    return this.find(ctx, id) ?? refuse(govErrors.unknownProposal, { log: `${id}` });
  }

  set(ctx: WriteContext, proposal: Proposal): void {
    this.state.proposals.set(ctx, proposal.id, proposal);
  }

  /** Stores a proposal, which takes deposits now; what was stored. */
  submit(ctx: WriteContext, asked: NewProposal): Proposal {
    const params = this.params(ctx);
    const id = this.state.proposalIds.next(ctx);
    const proposal: Proposal = {
      ...asked,
      id,
      status: ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD,
      finalTallyResult: NO_VOTES,
      submitTime: ctx.blockTime,
      depositEndTime: ctx.blockTime + (params.maxDepositPeriod ?? 0n),
      votingStartTime: undefined,
      votingEndTime: undefined,
      totalDeposit: [],
      failedReason: "",
    };
    this.set(ctx, proposal);
    ctx.emit(proposalSubmitted(id, asked.proposer, asked.messages));
    return proposal;
  }

  /** Refuses a deposit on a proposal that is over or not there, and one too small or of other coins. */
  checkDeposit(ctx: ReadContext, proposal: Proposal, coins: readonly Coin[]): void {
    if (!isInDeposit(proposal) && !isInVoting(proposal)) {
      refuse(govErrors.inactiveProposal, { log: `${proposal.id}` });
    }
    const params = this.params(ctx);
    checkDepositDenoms(params, coins);
    checkDepositRatio(params, coins, proposal.expedited);
  }

  /** Adds a deposit that was checked; whether it started the vote. */
  deposit(ctx: WriteContext, id: bigint, from: string, coins: readonly Coin[]): boolean {
    const before = this.load(ctx, id);
    const totalDeposit = addCoins(before.totalDeposit, coins);
    const params = this.params(ctx);
    const isEnough = coversCoins(totalDeposit, minDepositOf(params, before.expedited));
    const starts = isInDeposit(before) && isEnough;
    const proposal = { ...before, totalDeposit };
    this.deposits.take(ctx, id, from, coins);
    this.set(ctx, starts ? inVoting(ctx, proposal, params) : proposal);
    ctx.emit(deposited(id, from, coins));
    return starts;
  }

  /** Uses the gas that storing a proposal costs beside its bytes, as Cosmos SDK does. */
  chargeSize(ctx: WriteContext, bytes: number): void {
    ctx.gas.consume(3n * GAS.writeByte * BigInt(bytes), "submit proposal");
  }

  /** Removes a proposal, its votes and its deposits, a part of which it costs. */
  cancel(ctx: WriteContext, { id }: Proposal): void {
    this.deposits.charge(ctx, id, this.params(ctx));
    this.votes.remove(ctx, [...this.votes.of(ctx, id)]);
    this.state.proposals.delete(ctx, id);
  }

  /** Removes a proposal that did not get its deposit in time, which goes back unless it is to burn. */
  drop(ctx: WriteContext, { id }: Proposal): void {
    this.state.proposals.delete(ctx, id);
    if (this.params(ctx).burnProposalDepositPrevote) this.deposits.burn(ctx, id);
    else this.deposits.refund(ctx, id);
  }
}

function inVoting(ctx: ReadContext, proposal: Proposal, params: Params): Proposal {
  return {
    ...proposal,
    status: ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
    votingStartTime: ctx.blockTime,
    votingEndTime: ctx.blockTime + votingPeriodOf(params, proposal.expedited),
  };
}
