import type { Entry } from "../store/contract.js";
import { prefixEnd } from "./keys.js";
import type { Walk } from "./space.js";

/** Encoded keys in their order, cut where one is not the next key after the one before. */
export function runsOf(keys: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const runs: Uint8Array[][] = [];
  let last: Uint8Array | undefined;
  for (const key of keys) {
    const run = last !== undefined && isNext(last, key) ? runs.at(-1) : undefined;
    if (run === undefined) runs.push([key]);
    else run.push(key);
    last = key;
  }
  return runs;
}

/** Whether `b` is, as a number of as many bytes, one more than `a`: no key of that length lies between. */
function isNext(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let i = a.length - 1;
  while (i >= 0 && a[i] === 0xff && b[i] === 0) i--;
  if (i < 0 || b[i] !== (a[i] ?? 0) + 1) return false;
  for (i--; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Entries whose encoded keys begin with each of `starts`, which are as long as each other. Those that
 * follow each other are read in one walk.
 */
export function entriesUnder(
  starts: readonly Uint8Array[],
  walk: (bounds: Walk) => Iterable<Entry>,
): Entry[][] {
  const found: Entry[][] = [];
  for (const run of runsOf(starts)) {
    const [gte] = run;
    const lt = prefixEnd(run.at(-1) ?? EMPTY);
    const own: Entry[][] = run.map(() => []);
    let at = 0;
    for (const entry of walk({ ...(gte && { gte }), ...(lt && { lt }) })) {
      while (at < run.length && !beginsWith(entry[0], run[at] ?? EMPTY)) at++;
      own[at]?.push(entry);
    }
    found.push(...own);
  }
  return found;
}

const EMPTY = new Uint8Array(0);

function beginsWith(key: Uint8Array, start: Uint8Array): boolean {
  // The end tells most of them apart.
  for (let i = start.length - 1; i >= 0; i--) if (key[i] !== start[i]) return false;
  return true;
}
