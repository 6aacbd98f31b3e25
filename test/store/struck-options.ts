/** How the state is opened that is struck and torn: dumps and pruning come often. */
export const STRUCK = {
  stores: ["bank", "empty", "td"],
  retain: 3,
  dump: { versions: 4, writes: 1_000_000 },
  pruning: { keepRecent: 10, interval: 10 },
} as const;
