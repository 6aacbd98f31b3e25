import type { Coin } from "./coins.js";
import * as dec from "./dec.js";
import { StateFault } from "./state-fault.js";

/**
 * Coins with amounts of 18 places, as Cosmos SDK's `DecCoins`: sorted by denomination, none twice, none
 * zero. Use as `import * as decCoins`. What would be negative is a StateFault: rewards are only ever
 * taken from what was given.
 */
export interface DecCoin {
  readonly denom: string;
  /** Scaled by 10^18. */
  readonly amount: dec.Dec;
}

export type DecCoins = readonly DecCoin[];

export const NONE: DecCoins = [];

const byDenom = (a: DecCoin, b: DecCoin): number => (a.denom < b.denom ? -1 : 1);

/** Whole coins as decimals. */
export const fromCoins = (coins: readonly Coin[]): DecCoins =>
  coins.map(({ denom, amount }) => ({ denom, amount: dec.fromInt(amount) }));

export const amountOf = (coins: DecCoins, denom: string): dec.Dec =>
  coins.find((coin) => coin.denom === denom)?.amount ?? 0n;

export const add = (a: DecCoins, b: DecCoins): DecCoins => combine(a, b, dec.add);

/** `a` without `b`, which it must hold. */
export function sub(a: DecCoins, b: DecCoins): DecCoins {
  const left = combine(a, b, dec.sub);
  if (left.some(({ amount }) => amount < 0n)) throw new StateFault("rewards would be negative");
  return left;
}

/** In each denomination the lesser amount. */
export function intersect(a: DecCoins, b: DecCoins): DecCoins {
  return map(a, ({ denom, amount }) => {
    const other = amountOf(b, denom);
    return amount < other ? amount : other;
  });
}

/** Rounds half to even. */
export const mul = (coins: DecCoins, by: dec.Dec): DecCoins =>
  map(coins, ({ amount }) => dec.mul(amount, by));

export const mulTruncate = (coins: DecCoins, by: dec.Dec): DecCoins =>
  map(coins, ({ amount }) => dec.mulTruncate(amount, by));

export const quoTruncate = (coins: DecCoins, by: dec.Dec): DecCoins =>
  map(coins, ({ amount }) => dec.quoTruncate(amount, by));

/** The whole coins, and what is left of each. */
export function truncate(coins: DecCoins): readonly [whole: readonly Coin[], rest: DecCoins] {
  const whole = coins
    .map(({ denom, amount }) => ({ denom, amount: dec.truncateInt(amount) }))
    .filter(({ amount }) => amount > 0n);
  return [whole, map(coins, ({ amount }) => amount % dec.ONE)];
}

export const equal = (a: DecCoins, b: DecCoins): boolean => format(a) === format(b);

/** `1.500000000000000000uvna,…`; empty for none. */
export const format = (coins: DecCoins): string =>
  coins.map(({ denom, amount }) => `${dec.format(amount)}${denom}`).join(",");

function map(coins: DecCoins, amountOf: (coin: DecCoin) => dec.Dec): DecCoins {
  return coins
    .map((coin) => ({ denom: coin.denom, amount: amountOf(coin) }))
    .filter(({ amount }) => amount !== 0n);
}

function combine(a: DecCoins, b: DecCoins, join: (x: bigint, y: bigint) => bigint): DecCoins {
  if (b.length === 0) return a;
  const denoms = new Set([...a, ...b].map(({ denom }) => denom));
  return [...denoms]
    .map((denom) => ({ denom, amount: join(amountOf(a, denom), amountOf(b, denom)) }))
    .filter(({ amount }) => amount !== 0n)
    .sort(byDenom);
}
