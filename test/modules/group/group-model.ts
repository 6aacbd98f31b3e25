import * as group from "../../../src/gen/cosmos/group/v1.js";
import { type OPTION, SECOND } from "./group-world.js";

const { PROPOSAL_STATUS_SUBMITTED, PROPOSAL_STATUS_ACCEPTED, PROPOSAL_STATUS_REJECTED } =
  group.ProposalStatus;
const { PROPOSAL_STATUS_ABORTED, PROPOSAL_STATUS_WITHDRAWN } = group.ProposalStatus;

/** How long after its voting a decided proposal is kept. */
export const TWO_WEEKS = 14n * 86_400n * SECOND;

/** Weights and shares in thousandths, so that a model of plain integers is exact. */
export const decimal = (thousandths: number): string => (thousandths / 1000).toFixed(3);

/** A proposal of the model, with all that was voted on it. */
export interface ModelProposal {
  readonly id: bigint;
  readonly end: bigint;
  readonly votes: Map<string, keyof typeof OPTION>;
  status: number;
  /** Yes, abstain, no, veto in thousandths, once it is decided. */
  frozen: readonly number[];
}

/** Groups as a reader of the documents would write them down: everything is counted anew each time. */
export class Model {
  readonly weights = new Map<string, number>();
  proposals: ModelProposal[] = [];
  kind: "threshold" | "percentage" = "threshold";
  /** A threshold in thousandths of weight, or a share in thousandths of all. */
  quorum = 2_000;
  paid = 0n;

  get total(): number {
    return [...this.weights.values()].reduce((sum, weight) => sum + weight, 0);
  }

  tally(proposal: ModelProposal): readonly number[] {
    if (isDecided(proposal)) return proposal.frozen;
    const count = (option: keyof typeof OPTION) =>
      [...proposal.votes]
        .filter(([, voted]) => voted === option)
        .reduce((sum, [who]) => sum + (this.weights.get(who) ?? 0), 0);
    return [count("yes"), count("abstain"), count("no"), count("veto")];
  }

  /** What becomes of an open proposal when it is tallied at a time. */
  settle(proposal: ModelProposal, now: bigint): void {
    const tally = this.tally(proposal);
    const [yes = 0] = tally;
    const undecided = this.total - tally.reduce((sum, count) => sum + count, 0);
    const impossible = this.kind === "percentage" && this.total === 0;
    const passes = (weight: number) =>
      this.kind === "percentage"
        ? weight * 1_000 >= this.quorum * this.total
        : this.total > 0 && weight >= Math.min(this.quorum, this.total);
    if (impossible) {
      proposal.status = PROPOSAL_STATUS_REJECTED;
      proposal.frozen = [0, 0, 0, 0];
      return;
    }
    const final = passes(yes) || !passes(yes + undecided);
    if (!final && now <= proposal.end) return;
    proposal.status = passes(yes) ? PROPOSAL_STATUS_ACCEPTED : PROPOSAL_STATUS_REJECTED;
    proposal.frozen = tally;
  }

  execute(proposal: ModelProposal, now: bigint): void {
    if (proposal.status === PROPOSAL_STATUS_SUBMITTED) this.settle(proposal, now);
    if (proposal.status !== PROPOSAL_STATUS_ACCEPTED) return;
    this.proposals = this.proposals.filter(({ id }) => id !== proposal.id);
    this.paid += 1n;
  }

  endBlock(now: bigint): void {
    const givenUp = ({ status }: ModelProposal) =>
      status === PROPOSAL_STATUS_ABORTED || status === PROPOSAL_STATUS_WITHDRAWN;
    for (const proposal of this.proposals) {
      if (proposal.end < now && proposal.status === PROPOSAL_STATUS_SUBMITTED) {
        this.settle(proposal, now);
      }
    }
    this.proposals = this.proposals.filter(
      (one) => !(givenUp(one) && one.end < now) && !(isDecided(one) && one.end + TWO_WEEKS < now),
    );
  }
}

const isDecided = ({ status }: ModelProposal): boolean =>
  status === PROPOSAL_STATUS_ACCEPTED || status === PROPOSAL_STATUS_REJECTED;
