import type { ConsensusParams } from "../gen/tendermint/types.js";
import type { ChainSettings } from "../keeper/context.js";
import { CONSENSUS_STORE, readConsensusParams } from "../modules/consensus/index.js";
import type { MultiStore } from "../store/contract.js";
import type { Composition } from "./compose.js";
import { type AppState, exportGenesis, forgetHeights } from "./genesis.js";

/** What a chain that goes on from a block starts with. */
export interface Exported {
  readonly appState: AppState;
  /** Of the block, nanoseconds since the epoch. */
  readonly time: bigint;
  readonly consensusParams: ConsensusParams | undefined;
}

/**
 * The state after a block as a genesis; undefined where the block is not retained. `forZeroHeight` pays all
 * rewards first and forgets heights.
 */
export async function exportBlock(
  store: MultiStore,
  chain: { readonly settings: ChainSettings; readonly composition: Composition },
  height: bigint,
  forZeroHeight: boolean,
): Promise<Exported | undefined> {
  const { settings, composition } = chain;
  const stores = await store.load(height);
  const time = store.info(height)?.time;
  if (stores === undefined || time === undefined) return undefined;
  const head = { height, time };
  const fitting = forZeroHeight ? forgetHeights(stores, composition, settings, head) : stores;
  const appState = exportGenesis(fitting, composition, settings, head);
  const consensusParams = readConsensusParams(stores.store(CONSENSUS_STORE));
  return { appState, time, consensusParams };
}
