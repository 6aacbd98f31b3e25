import type { ConsensusParams } from "../gen/tendermint/types.js";

/** What an operator lets the engine forget. */
export interface BlockRetention {
  /** Blocks that the engine keeps at the least; 0: all. */
  readonly minRetainBlocks: number;
  /** Blocks that peers need after restoring the oldest snapshot that is kept; 0: none. */
  readonly snapshotBlocks: number;
}

/**
 * Height below which the engine may remove blocks, 0 for none: as in Cosmos SDK the lowest of what
 * evidence, snapshots and the operator ask for, each where it asks for something.
 */
export function retainHeight(
  height: bigint,
  params: ConsensusParams | undefined,
  { minRetainBlocks, snapshotBlocks }: BlockRetention,
): bigint {
  if (minRetainBlocks === 0 || height <= BigInt(minRetainBlocks)) return 0n;
  const asked = [
    params?.evidence?.maxAgeNumBlocks ?? 0n,
    BigInt(snapshotBlocks),
    BigInt(minRetainBlocks),
  ];
  const most = asked.reduce((a, b) => (a > b ? a : b));
  return height > most ? height - most : 0n;
}
