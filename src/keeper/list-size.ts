import type { RuleId } from "../gen/rules.js";
import { type ErrorKind, ensure } from "./errors.js";

/** Entries of a list when the caller names no size, and at most (D-GEN-13). */
export const LIST_SIZE = { absent: 64, most: 1024 } as const;

/** How many entries a list may hold; 0 is absent, as on the wire. Refuses above the maximum with `kind`. */
export function listSize(size: number, rule: RuleId, kind: ErrorKind): number {
  ensure(size <= LIST_SIZE.most, rule, kind, { response_max_size: size });
  return size === 0 ? LIST_SIZE.absent : size;
}

/** The first `count` values. */
export function take<T>(values: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const value of values) {
    if (taken.length === count) break;
    taken.push(value);
  }
  return taken;
}
