import type { Params } from "../../gen/cosmos/gov/v1.js";
import { parseAddress } from "../../keeper/addresses.js";
import { amountOf, type Coin, formatCoins, isValidCoins } from "../../keeper/coins.js";
import * as dec from "../../keeper/dec.js";

const HOUR = 3_600_000_000_000n;

/** Cosmos SDK's defaults: two days of deposits and of votes, one day for what is expedited. */
export const defaultParams = (denom: string): Params => ({
  minDeposit: [{ denom, amount: 10_000_000n }],
  maxDepositPeriod: 48n * HOUR,
  votingPeriod: 48n * HOUR,
  quorum: "0.334000000000000000",
  threshold: "0.500000000000000000",
  vetoThreshold: "0.334000000000000000",
  minInitialDepositRatio: "0.000000000000000000",
  proposalCancelRatio: "0.500000000000000000",
  proposalCancelDest: "",
  expeditedVotingPeriod: 24n * HOUR,
  expeditedThreshold: "0.667000000000000000",
  expeditedMinDeposit: [{ denom, amount: 50_000_000n }],
  burnVoteQuorum: false,
  burnProposalDepositPrevote: false,
  burnVoteVeto: true,
  minDepositRatio: "0.010000000000000000",
});

/** What is wrong with parameters; undefined when nothing is. x/gov Params.ValidateBasic. */
export const paramsFault = (params: Params, prefix: string): string | undefined =>
  depositsFault(params) ??
  sharesFault(params) ??
  periodsFault(params) ??
  destinationFault(params, prefix);

function destinationFault({ proposalCancelDest }: Params, prefix: string): string | undefined {
  if (proposalCancelDest === "") return undefined;
  const parsed = parseAddress(prefix, proposalCancelDest);
  if (typeof parsed === "string") return undefined;
  return `deposits destination address is invalid: ${parsed.reason}`;
}

function depositsFault({ minDeposit, expeditedMinDeposit }: Params): string | undefined {
  if (!isDeposit(minDeposit)) return `invalid minimum deposit: ${formatCoins(minDeposit)}`;
  const expedited = formatCoins(expeditedMinDeposit);
  if (!isDeposit(expeditedMinDeposit)) return `invalid expedited minimum deposit: ${expedited}`;
  const isMore = expeditedMinDeposit.some((c) => c.amount > amountOf(minDeposit, c.denom));
  return isMore
    ? undefined
    : `expedited minimum deposit must be greater than minimum deposit: ${expedited}`;
}

const isDeposit = (coins: readonly Coin[]): boolean => coins.length > 0 && isValidCoins(coins);

/** Decimal texts between 0 and 1; those of the second list not 0. */
const SHARES = [
  "quorum",
  "minInitialDepositRatio",
  "proposalCancelRatio",
  "minDepositRatio",
] as const;
const PARTS = ["threshold", "expeditedThreshold", "vetoThreshold"] as const;

function sharesFault(params: Params): string | undefined {
  const parts: readonly string[] = PARTS;
  for (const name of [...SHARES, ...PARTS]) {
    const text = params[name];
    const value = dec.parseStrict(text);
    if (value === undefined) return `invalid ${name} string: ${text}`;
    if (value < 0n) return `${name} cannot be negative: ${text}`;
    if (value === 0n && parts.includes(name)) return `${name} must be positive: ${text}`;
    if (value > dec.ONE) return `${name} too large: ${text}`;
  }
  if (dec.parse(params.expeditedThreshold) <= dec.parse(params.threshold)) {
    return `expedited vote threshold ${params.expeditedThreshold}, must be greater than the regular threshold ${params.threshold}`;
  }
  return undefined;
}

/** A time ends before the year 10000 however late it begins. */
const LONGEST = 1_000n * 365n * 24n * HOUR;

function periodsFault(params: Params): string | undefined {
  const { maxDepositPeriod, votingPeriod, expeditedVotingPeriod } = params;
  const periods = {
    "maximum deposit period": maxDepositPeriod,
    "voting period": votingPeriod,
    "expedited voting period": expeditedVotingPeriod,
  };
  for (const [name, period] of Object.entries(periods)) {
    if (period === undefined) return `${name} must not be nil`;
    if (period <= 0n) return `${name} must be positive`;
    if (period > LONGEST) return `${name} is longer than 1000 years`;
  }
  const isShorter = (expeditedVotingPeriod ?? 0n) < (votingPeriod ?? 0n);
  return isShorter
    ? undefined
    : "expedited voting period must be shorter than the regular voting period";
}

/** A decimal of parameters that were checked. */
export const share = (text: string): dec.Dec => dec.parse(text);

/** What starts the vote of a proposal. */
export const minDepositOf = (
  { minDeposit, expeditedMinDeposit }: Params,
  expedited: boolean,
): readonly Coin[] => (expedited ? expeditedMinDeposit : minDeposit);

/** How long a vote lasts, nanoseconds. */
export const votingPeriodOf = (params: Params, expedited: boolean): bigint =>
  (expedited ? params.expeditedVotingPeriod : params.votingPeriod) ?? 0n;
