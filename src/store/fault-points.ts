/** Where a test may strike: each is passed in the course of the work that its first word names. */
export const FAULT_POINTS = [
  "open: strays swept",
  "open: loaded",
  "commit: trees changed",
  "commit: batch made",
  "commit: batch written",
  "commit: settled",
  "dump: begun",
  "dump: record written",
  "dump: records written",
  "dump: marked",
  "dump: older marks gone",
  "dump: swept",
  "prune: begun",
  "prune: floor raised",
  "prune: batch written",
  "prune: done",
  "rollback: checked",
  "rollback: head moved",
  "rollback: batch written",
  "rollback: done",
] as const;

/** One of these places. */
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Told of every fault point as it is passed; absent outside tests. */
export type Strike = ((point: FaultPoint) => void) | undefined;
