/** Coins: base units of denominations. A set is sorted by denomination, none twice, none zero. */

/** An amount of base units of a denomination. */
export interface Coin {
  readonly denom: string;
  readonly amount: bigint;
}

const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;
const COIN = /^(0|[1-9][0-9]*)([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/;

/** Cosmos SDK's syntax of denominations. */
export const isDenom = (text: string): boolean => DENOM.test(text);

const byDenom = (a: Coin, b: Coin): number => (a.denom < b.denom ? -1 : a.denom > b.denom ? 1 : 0);

/** Sorted by denomination, none twice, every amount above zero, every denomination well-formed. */
export function isValidCoins(coins: readonly Coin[]): boolean {
  return coins.every(({ denom, amount }, i) => {
    const before = coins[i - 1];
    return isDenom(denom) && amount > 0n && (before === undefined || before.denom < denom);
  });
}

/** `10uvna,5foo`; empty for no coins. */
export function formatCoins(coins: readonly Coin[]): string {
  const [first] = coins;
  if (first !== undefined && coins.length === 1) return `${first.amount}${first.denom}`;
  return coins.map(({ denom, amount }) => `${amount}${denom}`).join(",");
}

/** Reads `10uvna,5foo` in any order into a set; undefined when it is none. */
export function parseCoins(text: string): readonly Coin[] | undefined {
  if (text === "") return [];
  const coins: Coin[] = [];
  for (const part of text.split(",")) {
    const match = COIN.exec(part.trim());
    if (match?.[1] === undefined || match[2] === undefined) return undefined;
    coins.push({ amount: BigInt(match[1]), denom: match[2] });
  }
  const sorted = sortCoins(coins);
  return isValidCoins(sorted) ? sorted : undefined;
}

/** The same coins by denomination. */
export function sortCoins(coins: readonly Coin[]): readonly Coin[] {
  return [...coins].sort(byDenom);
}

/** Amount of one denomination in a set. */
export function amountOf(coins: readonly Coin[], denom: string): bigint {
  return coins.find((coin) => coin.denom === denom)?.amount ?? 0n;
}

/** Sum of two sets. */
export function addCoins(a: readonly Coin[], b: readonly Coin[]): readonly Coin[] {
  return combine(a, b, (x, y) => x + y);
}

/** Difference of two sets; undefined when it would be below zero in any denomination. */
export function subCoins(a: readonly Coin[], b: readonly Coin[]): readonly Coin[] | undefined {
  return coversCoins(a, b) ? combine(a, b, (x, y) => x - y) : undefined;
}

/** Whether `a` holds at least `b` in every denomination of `b`. */
export function coversCoins(a: readonly Coin[], b: readonly Coin[]): boolean {
  const held = amountsByDenom(a);
  return b.every(({ denom, amount }) => (held.get(denom) ?? 0n) >= amount);
}

/** Whether two sets are the same. */
export function equalCoins(a: readonly Coin[], b: readonly Coin[]): boolean {
  return a.length === b.length && coversCoins(a, b) && coversCoins(b, a);
}

/** Amounts by denomination; of one that stands twice the first counts. A message may name very many. */
export function amountsByDenom(coins: readonly Coin[]): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const { denom, amount } of coins) if (!found.has(denom)) found.set(denom, amount);
  return found;
}

function combine(
  a: readonly Coin[],
  b: readonly Coin[],
  join: (x: bigint, y: bigint) => bigint,
): readonly Coin[] {
  if (a.length < 2 && b.length < 2) {
    const [x, y] = [a[0], b[0]];
    if (x === undefined || y === undefined || x.denom === y.denom) return combineOne(x, y, join);
  }
  const [left, right] = [amountsByDenom(a), amountsByDenom(b)];
  const denoms = new Set([...left.keys(), ...right.keys()]);
  return [...denoms]
    .map((denom) => ({ denom, amount: join(left.get(denom) ?? 0n, right.get(denom) ?? 0n) }))
    .filter(({ amount }) => amount !== 0n)
    .sort(byDenom);
}

/** What nearly all sets are: one denomination. */
function combineOne(
  x: Coin | undefined,
  y: Coin | undefined,
  join: (x: bigint, y: bigint) => bigint,
): readonly Coin[] {
  const denom = (x ?? y)?.denom;
  const amount = join(x?.amount ?? 0n, y?.amount ?? 0n);
  return denom === undefined || amount === 0n ? [] : [{ denom, amount }];
}

/** Amounts of the registry stay below 2^63 [D-GEN-20]. */
export const AMOUNT_LIMIT = 1n << 63n;

/**
 * [D-GEN-20] A coin list of a registry message as a set: sorted, whatever its order. Undefined when a
 * denomination is malformed or stands twice, or an amount is zero, negative or 2^63 and more.
 */
export function denomAmounts(coins: readonly Coin[]): readonly Coin[] | undefined {
  const sorted = sortCoins(coins);
  const small = sorted.every(({ amount }) => amount < AMOUNT_LIMIT);
  return small && isValidCoins(sorted) ? sorted : undefined;
}
