/** Which versions stay readable: the names and numbers of the Cosmos SDK. */
export type Pruning = "default" | "nothing" | "everything" | CustomPruning;

/** The last `keepRecent` versions before the newest, removed every `interval` versions. */
export interface CustomPruning {
  /** At least 2. */
  readonly keepRecent: number;
  /** At least 10. */
  readonly interval: number;
}

/** A rule whose option was checked. */
export interface PruningRule {
  /** Versions kept before the newest; undefined: all. */
  readonly keepRecent: number | undefined;
  readonly interval: bigint;
}

/** The rule of an option. RangeError for numbers that the SDK refuses. */
export function pruningRule(option: Pruning): PruningRule {
  if (option === "nothing") return { keepRecent: undefined, interval: 10n };
  if (option === "default") return { keepRecent: 362_880, interval: 10n };
  if (option === "everything") return { keepRecent: 2, interval: 10n };
  const { keepRecent, interval } = option;
  if (!(Number.isSafeInteger(keepRecent) && keepRecent >= 2)) {
    throw new RangeError(`pruning keeps at least 2 recent versions, not ${keepRecent}`);
  }
  if (!(Number.isSafeInteger(interval) && interval >= 10)) {
    throw new RangeError(`the pruning interval is at least 10 versions, not ${interval}`);
  }
  return { keepRecent, interval: BigInt(interval) };
}

/** Oldest version that a rule keeps when `last` is the newest one; it may lie before the first. */
export function oldestKept({ keepRecent }: PruningRule, last: bigint): bigint {
  return keepRecent === undefined ? 0n : last - BigInt(keepRecent);
}
