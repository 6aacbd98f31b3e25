import {
  BaseVestingAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
} from "../../gen/cosmos/vesting/v1beta1.js";
import { addCoins, amountOf, type Coin, isValidCoins } from "../../keeper/coins.js";
import * as dec from "../../keeper/dec.js";
import type { Any } from "../../wire/descriptor.js";

/*
 * Accounts whose coins become free with time, as Cosmos SDK's x/auth/vesting: times are whole seconds
 * since the Unix epoch. Coins that still vest can be delegated, not sent.
 */

/** An account's vesting, as it is stored. */
export type Vesting =
  | { readonly kind: "continuous"; readonly account: ContinuousVestingAccount }
  | { readonly kind: "delayed"; readonly account: DelayedVestingAccount }
  | { readonly kind: "periodic"; readonly account: PeriodicVestingAccount }
  | { readonly kind: "permanent"; readonly account: PermanentLockedAccount };

const NANOS = 1_000_000_000n;

/** What all kinds have: the plain account and the amounts. */
export const baseOf = ({ account }: Vesting): BaseVestingAccount =>
  account.baseVestingAccount ?? BaseVestingAccount.create();

/** The same vesting with another base. */
export function withBase(vesting: Vesting, base: BaseVestingAccount): Vesting {
  return { ...vesting, account: { ...vesting.account, baseVestingAccount: base } } as Vesting;
}

export function packVesting(vesting: Vesting): Any {
  switch (vesting.kind) {
    case "continuous":
      return pack(ContinuousVestingAccount, vesting.account);
    case "delayed":
      return pack(DelayedVestingAccount, vesting.account);
    case "periodic":
      return pack(PeriodicVestingAccount, vesting.account);
    case "permanent":
      return pack(PermanentLockedAccount, vesting.account);
  }
}

/** Undefined when the type is no vesting account's. */
export function unpackVesting(typeUrl: string, value: Uint8Array): Vesting | undefined {
  switch (typeUrl) {
    case ContinuousVestingAccount.typeUrl:
      return { kind: "continuous", account: ContinuousVestingAccount.decode(value) };
    case DelayedVestingAccount.typeUrl:
      return { kind: "delayed", account: DelayedVestingAccount.decode(value) };
    case PeriodicVestingAccount.typeUrl:
      return { kind: "periodic", account: PeriodicVestingAccount.decode(value) };
    case PermanentLockedAccount.typeUrl:
      return { kind: "permanent", account: PermanentLockedAccount.decode(value) };
    default:
      return undefined;
  }
}

function pack<T>(type: { typeUrl: string; encode(value: T): Uint8Array }, value: T): Any {
  return { typeUrl: type.typeUrl, value: type.encode(value) };
}

/** Coins that have become free at a time (ns). */
export function vestedCoins(vesting: Vesting, now: bigint): readonly Coin[] {
  const { originalVesting, endTime } = baseOf(vesting);
  const seconds = now / NANOS;
  switch (vesting.kind) {
    case "permanent":
      return [];
    case "delayed":
      return seconds >= endTime ? originalVesting : [];
    case "continuous": {
      const { startTime } = vesting.account;
      if (seconds <= startTime) return [];
      if (seconds >= endTime) return originalVesting;
      const part = dec.quo(dec.fromInt(seconds - startTime), dec.fromInt(endTime - startTime));
      return originalVesting
        .map(({ denom, amount }) => ({
          denom,
          amount: dec.roundInt(dec.mul(dec.fromInt(amount), part)),
        }))
        .filter(({ amount }) => amount > 0n);
    }
    case "periodic": {
      const { startTime, vestingPeriods } = vesting.account;
      if (seconds <= startTime) return [];
      if (seconds >= endTime) return originalVesting;
      let begins = startTime;
      let vested: readonly Coin[] = [];
      for (const { length, amount } of vestingPeriods) {
        if (seconds - begins < length) break;
        vested = addCoins(vested, amount);
        begins += length;
      }
      return vested;
    }
  }
}

/** Base units of a denomination that still vest. */
export const vestingAmount = (vesting: Vesting, now: bigint, denom: string): bigint =>
  amountOf(baseOf(vesting).originalVesting, denom) - amountOf(vestedCoins(vesting, now), denom);

/** Base units that may not be spent: what vests and is not delegated. */
export function lockedAmount(vesting: Vesting, now: bigint, denom: string): bigint {
  const vests = vestingAmount(vesting, now, denom);
  const delegated = amountOf(baseOf(vesting).delegatedVesting, denom);
  return vests - min(vests, delegated);
}

/** The vesting after a delegation: coins that vest go first. */
export function delegated(vesting: Vesting, now: bigint, coins: readonly Coin[]): Vesting {
  const base = baseOf(vesting);
  const locked = coins.map(({ denom, amount }) => {
    const left = vestingAmount(vesting, now, denom) - amountOf(base.delegatedVesting, denom);
    return { denom, amount: min(left > 0n ? left : 0n, amount) };
  });
  const free = coins.map(({ denom, amount }, i) => ({
    denom,
    amount: amount - (locked[i]?.amount ?? 0n),
  }));
  return withBase(vesting, {
    ...base,
    delegatedVesting: addCoins(base.delegatedVesting, positive(locked)),
    delegatedFree: addCoins(base.delegatedFree, positive(free)),
  });
}

/** The vesting after coins came back from a delegation: free ones come first. */
export function undelegated(vesting: Vesting, coins: readonly Coin[]): Vesting {
  const base = baseOf(vesting);
  let { delegatedFree: free, delegatedVesting: locked } = base;
  for (const { denom, amount } of coins) {
    const fromFree = min(amountOf(free, denom), amount);
    const fromLocked = min(amountOf(locked, denom), amount - fromFree);
    free = less(free, denom, fromFree);
    locked = less(locked, denom, fromLocked);
  }
  return withBase(vesting, { ...base, delegatedFree: free, delegatedVesting: locked });
}

/** What is wrong with a vesting account; undefined when nothing is. */
export function vestingFault(vesting: Vesting): string | undefined {
  const { originalVesting, endTime, delegatedVesting, delegatedFree } = baseOf(vesting);
  const sets = [originalVesting, delegatedVesting, delegatedFree];
  if (!sets.every((coins) => isValidCoins(coins))) return "coins are not valid";
  for (const { denom, amount } of delegatedVesting) {
    if (amount > amountOf(originalVesting, denom)) {
      return "delegated vesting amount cannot be greater than the original vesting amount";
    }
  }
  if (vesting.kind === "permanent") return endTime === 0n ? undefined : "end time must be zero";
  if (endTime < 0n) return "end time is negative";
  if (vesting.kind === "continuous" && vesting.account.startTime >= endTime) {
    return "vesting start-time cannot be before end-time";
  }
  return vesting.kind === "periodic" ? periodsFault(vesting.account, endTime) : undefined;
}

function periodsFault(account: PeriodicVestingAccount, endTime: bigint): string | undefined {
  const { startTime, vestingPeriods } = account;
  if (startTime >= endTime) return "vesting start-time cannot be before end-time";
  let end = startTime;
  let sum: readonly Coin[] = [];
  for (const { length, amount } of vestingPeriods) {
    if (length < 0n) return "a period is negative";
    if (!isValidCoins(amount)) return "coins of a period are not valid";
    end += length;
    sum = addCoins(sum, amount);
  }
  if (end !== endTime) return "vesting end time does not match length of all vesting periods";
  const original = account.baseVestingAccount?.originalVesting ?? [];
  const isWhole =
    original.length === sum.length &&
    original.every(({ denom, amount }) => amountOf(sum, denom) === amount);
  return isWhole ? undefined : "original vesting coins does not match the sum of all periods";
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const positive = (coins: readonly Coin[]): readonly Coin[] =>
  coins.filter(({ amount }) => amount > 0n);

const less = (coins: readonly Coin[], denom: string, amount: bigint): readonly Coin[] =>
  positive(
    coins.map((coin) => (coin.denom === denom ? { denom, amount: coin.amount - amount } : coin)),
  );
