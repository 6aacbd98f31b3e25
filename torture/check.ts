import { Random } from "../test/store/random.js";

/** What `--only` chooses by. */
export const PARTS = ["kills", "torn", "fuzz", "proofs", "determinism"] as const;
export type Part = (typeof PARTS)[number];

/** How one check is run. */
export interface Plan {
  readonly seed: number;
  /** How much is tried, in the check's own unit. */
  readonly count: number;
  /** The only case to run; all of them when absent. */
  readonly only?: number | undefined;
  /** An empty folder that is removed afterwards. */
  readonly scratch: string;
}

/** A case that went wrong; its number repeats it. */
export interface Failure {
  readonly case: number;
  readonly what: string;
}

/** What a check found. */
export interface Found {
  /** How much was tried, in the check's unit. */
  readonly tried: number;
  /** What came of it, for the table: `refused 12, recovered 8`. */
  readonly told: string;
  readonly failures: readonly Failure[];
}

/** One torture, by name: `fuzz.transactions`. */
export interface Check {
  readonly part: Part;
  readonly name: string;
  /** What is counted: `transactions`. */
  readonly unit: string;
  /** How many the full run tries. */
  readonly full: number;
  /** How many even the smallest run tries; 1 unless given. */
  readonly least?: number;
  run(plan: Plan): Promise<Found>;
}

/** After so many failures the rest says nothing new. */
const MOST_FAILURES = 5;

/**
 * Runs cases by number, each with numbers of its own that follow from seed and number alone, so that
 * one can be repeated without the others. A case fails by throwing.
 */
export async function eachCase(
  { seed, only }: Plan,
  cases: number,
  run: (random: Random, number: number) => Promise<void> | void,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const [first, end] = only === undefined ? [0, cases] : [only, only + 1];
  for (let number = first; number < end && failures.length < MOST_FAILURES; number += 1) {
    try {
      await run(randomOf(seed, number), number);
    } catch (error) {
      failures.push({ case: number, what: reasonOf(error) });
    }
  }
  return failures;
}

/** The numbers of one case. */
export function randomOf(seed: number, number: number): Random {
  return new Random(Math.imul(seed + 1, 0x9e37_79b1) ^ Math.imul(number + 1, 0x85eb_ca6b));
}

/** Message and stack of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Counts by word, told as `refused 12, recovered 8`. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(word: string, count = 1): void {
    this.#counts.set(word, this.of(word) + count);
  }

  of(word: string): number {
    return this.#counts.get(word) ?? 0;
  }

  /** The most frequent first. */
  told(most = 12): string {
    const sorted = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const rest = sorted.length > most ? [`and ${sorted.length - most} more`] : [];
    return [...sorted.slice(0, most).map(([word, count]) => `${word} ${count}`), ...rest].join(
      ", ",
    );
  }
}

/** Throws unless it holds; `what` is only made for a failure. */
export function must(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Error(what());
}
