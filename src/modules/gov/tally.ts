import {
  type Params,
  type TallyResult,
  type Vote,
  VoteOption,
  type WeightedVoteOption,
} from "../../gen/cosmos/gov/v1.js";
import * as dec from "../../keeper/dec.js";
import { share } from "./params.js";

/** A tally without votes. */
export const NO_VOTES: TallyResult = {
  yesCount: "0",
  abstainCount: "0",
  noCount: "0",
  noWithVetoCount: "0",
};

/** A validator as its votes are counted. */
export interface Standing {
  /** Base units of all its delegations. */
  readonly tokens: bigint;
  /** Shares of all its delegations. */
  readonly shares: dec.Dec;
}

/** What votes are counted from. Validators are named by their operators. */
export interface Electorate {
  readonly validators: ReadonlyMap<string, Standing>;
  /** An account's delegations: operators and shares. */
  delegationsOf(account: string): Iterable<readonly [operator: string, shares: dec.Dec]>;
  /** The validator that an account operates; undefined for all others. */
  operatorOf(account: string): string | undefined;
}

/** Tokens behind each option, and behind all of them: decimals of base units. */
export interface Count {
  readonly yes: dec.Dec;
  readonly abstain: dec.Dec;
  readonly no: dec.Dec;
  readonly veto: dec.Dec;
  readonly total: dec.Dec;
}

/**
 * Counts votes by the bonded tokens behind them. A validator votes with all that is delegated to it,
 * but for the delegators that vote themselves. x/gov Tally.
 */
export function countVotes(votes: Iterable<Vote>, electorate: Electorate): Count {
  const { validators } = electorate;
  const sums = new Sums();
  const deducted = new Map<string, dec.Dec>();
  const votesOf = new Map<string, readonly WeightedVoteOption[]>();
  for (const { voter, options } of votes) {
    const own = electorate.operatorOf(voter);
    if (own !== undefined) votesOf.set(own, options);
    for (const [operator, shares] of electorate.delegationsOf(voter)) {
      const validator = validators.get(operator);
      if (validator === undefined) continue;
      deducted.set(operator, dec.add(deducted.get(operator) ?? 0n, shares));
      sums.add(powerOf(validator, shares), options);
    }
  }
  for (const [operator, options] of votesOf) {
    const validator = validators.get(operator);
    if (validator === undefined) continue;
    const rest = dec.sub(validator.shares, deducted.get(operator) ?? 0n);
    sums.add(powerOf(validator, rest), options);
  }
  return sums.count();
}

/** Tokens that shares are worth; none where a validator has lost all its delegations. */
const powerOf = ({ tokens, shares: all }: Standing, shares: dec.Dec): dec.Dec =>
  all === 0n ? 0n : dec.quo(dec.mulInt(shares, tokens), all);

/** Tokens by option. */
class Sums {
  #total = 0n;
  readonly #byOption = new Map<number, dec.Dec>();

  add(power: dec.Dec, options: readonly WeightedVoteOption[]): void {
    for (const { option, weight } of options) {
      const part = dec.mul(power, dec.parse(weight));
      this.#byOption.set(option, dec.add(this.#of(option), part));
    }
    this.#total = dec.add(this.#total, power);
  }

  count(): Count {
    return {
      yes: this.#of(VoteOption.VOTE_OPTION_YES),
      abstain: this.#of(VoteOption.VOTE_OPTION_ABSTAIN),
      no: this.#of(VoteOption.VOTE_OPTION_NO),
      veto: this.#of(VoteOption.VOTE_OPTION_NO_WITH_VETO),
      total: this.#total,
    };
  }

  #of(option: number): dec.Dec {
    return this.#byOption.get(option) ?? 0n;
  }
}

/** Whole base units of a count, as clients read it. */
export const tallyResult = ({ yes, abstain, no, veto }: Count): TallyResult => ({
  yesCount: dec.truncateInt(yes).toString(),
  abstainCount: dec.truncateInt(abstain).toString(),
  noCount: dec.truncateInt(no).toString(),
  noWithVetoCount: dec.truncateInt(veto).toString(),
});

/** What a count comes to. */
export interface Verdict {
  readonly passes: boolean;
  readonly burnsDeposits: boolean;
}

const PASSED: Verdict = { passes: true, burnsDeposits: false };
const REJECTED: Verdict = { passes: false, burnsDeposits: false };

/**
 * Decides on a count: enough votes of all bonded tokens, not too many vetoes among them, enough yes
 * among those that did not abstain. `bonded`: base units.
 */
export function decide(count: Count, bonded: bigint, params: Params, expedited: boolean): Verdict {
  if (bonded === 0n) return REJECTED;
  const turnout = dec.quo(count.total, dec.fromInt(bonded));
  if (turnout < share(params.quorum)) {
    return { passes: false, burnsDeposits: params.burnVoteQuorum };
  }
  const decided = dec.sub(count.total, count.abstain);
  if (decided === 0n) return REJECTED;
  if (dec.quo(count.veto, count.total) > share(params.vetoThreshold)) {
    return { passes: false, burnsDeposits: params.burnVoteVeto };
  }
  const needed = expedited ? params.expeditedThreshold : params.threshold;
  return dec.quo(count.yes, decided) > share(needed) ? PASSED : REJECTED;
}
