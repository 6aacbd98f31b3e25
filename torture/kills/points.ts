import { FAULT_POINTS, type FaultPoint } from "../../src/store/fault-points.js";
import type { Random } from "../../test/store/random.js";

/** Where and when a process kills itself. */
export interface Strike {
  readonly point: FaultPoint;
  /** Which passing of it. */
  readonly nth: number;
}

/** Passed only while a chain starts, in a home without blocks. */
const FIRST = /^(?:init chain|engine: genesis)/;
/** Works that a running node never does by itself: `kills.store` and `kills.restore` strike them. */
const ELSEWHERE = /^(?:rollback|restore)/;
/** Passed once a start. */
const ONCE = /^open/;
/** Passed every few blocks. */
const SELDOM = /^(?:dump|prune|snapshot)/;

const nodePoints = FAULT_POINTS.filter((point) => !ELSEWHERE.test(point));

/** Points of a node's first start. */
export const FIRST_POINTS: readonly FaultPoint[] = nodePoints.filter((point) => FIRST.test(point));

/** Points that every running node passes again and again; a home without blocks has nothing to open. */
export const STEADY_POINTS: readonly FaultPoint[] = nodePoints
  .filter((point) => !FIRST.test(point))
  .toSorted((a, b) => Number(ONCE.test(a)) - Number(ONCE.test(b)));

/** A strike at a point, at one of its next passings. */
export function strikeAt(random: Random, point: FaultPoint): Strike {
  if (ONCE.test(point) || FIRST.test(point)) return { point, nth: 1 };
  return { point, nth: 1 + random.below(SELDOM.test(point) ? 2 : 12) };
}

/** Options of nodes that are struck: a snapshot every few blocks. */
export const STRUCK_NODE = { snapshots: { interval: 7, keepRecent: 2 } } as const;

/** Environment of the process that is to kill itself. */
export function strikeEnv(strike: Strike | undefined): Readonly<Record<string, string>> {
  if (strike === undefined) return { VPR_STRIKE: "", VPR_STRIKE_AT: "1" };
  return { VPR_STRIKE: strike.point, VPR_STRIKE_AT: String(strike.nth) };
}
