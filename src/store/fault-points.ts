/** Places in the work of the multistore: each is passed in the course of what its first word names. */
export const STORE_POINTS = [
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

/** Places in the work of snapshots, and of a restore from one. */
export const SNAPSHOT_POINTS = [
  "snapshot: begun",
  "snapshot: chunk written",
  "snapshot: chunks written",
  "snapshot: metadata written",
  "snapshot: old metadata gone",
  "snapshot: old one removed",
  "restore: offered",
  "restore: chunk checked",
  "restore: chunk written",
  "restore: trees built",
  "restore: batch written",
  "restore: done",
] as const;

/** Places in the application, whichever engine drives it. */
export const APP_POINTS = [
  "init chain: begun",
  "init chain: state made",
  "finalize: begun",
  "finalize: run",
  "finalize: staged",
  "app commit: begun",
  "app commit: stored",
  "app commit: done",
] as const;

/** Places in the embedded engine, around its own files. */
export const ENGINE_POINTS = [
  "engine: genesis state saved",
  "engine: block saved",
  "engine: block run",
  "engine: results saved",
  "engine: app committed",
  "engine: state saved",
] as const;

/** Where a test may strike. */
export const FAULT_POINTS = [
  ...STORE_POINTS,
  ...SNAPSHOT_POINTS,
  ...APP_POINTS,
  ...ENGINE_POINTS,
] as const;

/** One of these places. */
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Told of every fault point as it is passed; absent outside tests. */
export type Strike = ((point: FaultPoint) => void) | undefined;
