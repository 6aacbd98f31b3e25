import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import * as dec from "../../keeper/dec.js";
import { refuse } from "../../keeper/errors.js";
import * as int from "../../keeper/int.js";
import { StateFault } from "../../keeper/state-fault.js";
import { stakingErrors } from "./errors.js";

/*
 * Shares against tokens of one validator, rounded as x/staking rounds: shares are decimals of 18
 * places, tokens whole base units. A slash takes tokens and leaves the shares.
 */

/** Whether shares are worth nothing: all tokens were slashed. */
export const hasNoRate = ({ tokens, delegatorShares }: Validator): boolean =>
  tokens === 0n && delegatorShares > 0n;

/** Tokens that shares are worth, as a decimal, half to even. */
export const tokensFromShares = (v: Validator, shares: dec.Dec): dec.Dec =>
  dec.quo(dec.mulInt(shares, v.tokens), v.delegatorShares);

/** The same toward zero. */
export const tokensFromSharesTruncated = (v: Validator, shares: dec.Dec): dec.Dec =>
  dec.quoTruncate(dec.mulInt(shares, v.tokens), v.delegatorShares);

/** Shares that tokens are worth. Refuses with `staking` 22 when the validator has no tokens. */
export function sharesFromTokens(v: Validator, amount: bigint): dec.Dec {
  if (v.tokens === 0n) refuse(stakingErrors.insufficientShares);
  return dec.quoInt(dec.mulInt(v.delegatorShares, amount), v.tokens);
}

/** The same by decimal division toward zero. */
export function sharesFromTokensTruncated(v: Validator, amount: bigint): dec.Dec {
  if (v.tokens === 0n) refuse(stakingErrors.insufficientShares);
  return dec.quoTruncate(dec.mulInt(v.delegatorShares, amount), dec.fromInt(v.tokens));
}

/** The validator with more tokens, and the shares that they became; the first token is one share. */
export function withTokens(v: Validator, amount: bigint): readonly [Validator, dec.Dec] {
  const issued = v.delegatorShares === 0n ? dec.fromInt(amount) : sharesFromTokens(v, amount);
  const tokens = int.add(v.tokens, amount);
  return [{ ...v, tokens, delegatorShares: dec.add(v.delegatorShares, issued) }, issued];
}

/** The validator without some of its shares, and the tokens that they were; the last share takes all. */
export function withoutShares(v: Validator, shares: dec.Dec): readonly [Validator, bigint] {
  const left = dec.sub(v.delegatorShares, shares);
  const removed = left === 0n ? v.tokens : dec.truncateInt(tokensFromShares(v, shares));
  const tokens = v.tokens - removed;
  if (tokens < 0n) throw new StateFault(`validator ${v.operatorAddress} would owe tokens`);
  return [{ ...v, tokens, delegatorShares: left }, removed];
}
