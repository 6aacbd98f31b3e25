type Compare = (a: number, b: number) => number;

/** The numbers in an order: runs that are there already are merged, and never taken apart. */
export function sortedBy(given: Uint32Array, compare: Compare): Uint32Array {
  const count = given.length;
  let from = given.slice();
  let to = new Uint32Array(count);
  let runs = runsOf(from, compare);
  while (runs.length > 2) {
    const next = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const [start = 0, middle = count, end = count] = [runs[run], runs[run + 1], runs[run + 2]];
      merge(from, to, { start, middle, end, compare });
      next.push(end);
    }
    [from, to] = [to, from];
    runs = next;
  }
  return from;
}

/** Where ascending runs begin, and where the last one ends. */
function runsOf(given: Uint32Array, compare: Compare): number[] {
  const runs = [0];
  for (let i = 1; i < given.length; i++) {
    if (compare(given[i - 1] ?? 0, given[i] ?? 0) > 0) runs.push(i);
  }
  runs.push(given.length);
  return runs;
}

interface Runs {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
  readonly compare: Compare;
}

function merge(from: Uint32Array, to: Uint32Array, { start, middle, end, compare }: Runs): void {
  let [left, right] = [start, middle];
  for (let at = start; at < end; at++) {
    const [a = 0, b = 0] = [from[left], from[right]];
    const takeLeft = right >= end || (left < middle && compare(a, b) <= 0);
    to[at] = takeLeft ? a : b;
    if (takeLeft) left += 1;
    else right += 1;
  }
}
