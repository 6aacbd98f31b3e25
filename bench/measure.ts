import { setImmediate } from "node:timers/promises";

/** A figure of several rounds. */
export interface Figure {
  /** Which benchmark. */
  readonly name: string;
  /** What it is about: accounts, signatures. */
  readonly size: string;
  readonly what: string;
  readonly unit: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** How many were taken. */
  readonly rounds: number;
}

/** Collects the figures of one benchmark. */
export class Figures {
  readonly #samples = new Map<string, { readonly unit: string; readonly values: number[] }>();

  constructor(
    readonly name: string,
    readonly size: string,
  ) {}

  add(what: string, unit: string, value: number): void {
    const known = this.#samples.get(what) ?? { unit, values: [] };
    known.values.push(value);
    this.#samples.set(what, known);
  }

  all(): readonly Figure[] {
    const { name, size } = this;
    return [...this.#samples].map(([what, { unit, values }]) => {
      const sorted = [...values].sort((a, b) => a - b);
      return {
        ...{ name, size, what, unit, rounds: sorted.length },
        median: middle(sorted),
        least: sorted[0] ?? 0,
        most: sorted.at(-1) ?? 0,
      };
    });
  }
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

/** The value below which so many in a hundred lie, or the next higher one. NaN where there are none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Milliseconds of a fixed piece of plain arithmetic. It stands beside every round: where it is slow,
 * the machine was busy with something else and the round's figures are too high.
 */
export function calibrate(): number {
  const start = performance.now();
  let mixed = 1;
  for (let i = 0; i < 5_000_000; i++) mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) + i;
  // The result is used, or the loop might be left out.
  return performance.now() - start + (mixed === 0 ? 1e-9 : 0);
}

/** Megabytes of heap and byte arrays in use, rubbish collected where the process allows it. */
export async function memory(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    // Memory of dropped byte arrays is given back between two turns of the loop.
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
