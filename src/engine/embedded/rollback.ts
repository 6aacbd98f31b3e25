import type { SealedBlock } from "./blocks.js";
import { ChainStore } from "./chain-store.js";
import type { ChainState } from "./state.js";

/** The engine of a node that does not run, one block back. */
export interface EngineRollback {
  /** The block that is the last one afterwards, and the app hash after it. */
  readonly height: bigint;
  readonly appHash: Uint8Array;
  /** Moves the engine there; `hard` removes the block above, else it is run again at the next start. */
  apply(hard: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Prepares what `cometbft rollback` does: the state of the last block is given up; where a block was
 * saved but not run, that block. Throws an Error when there is no block to go back to.
 */
export async function prepareRollback(path: string): Promise<EngineRollback> {
  const store = await ChainStore.open(path);
  try {
    const { state, undone } = await stateBefore(store);
    return {
      height: state.height,
      appHash: state.appHash,
      apply: (hard) => store.moveBack(state, hard ? undone : undefined),
      close: () => store.close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The state to go back to, and the block above it. */
async function stateBefore(store: ChainStore): Promise<{ state: ChainState; undone: SealedBlock }> {
  const last = store.state();
  const undone = last && store.block(store.height);
  if (last === undefined || undone === undefined) throw new Error("the engine has no block");
  if (store.height > last.height) return { state: last, undone };
  const height = last.height - 1n;
  const block = store.block(height);
  if (height < last.initialHeight || block === undefined) {
    throw new Error(`there is no block before ${last.height} to go back to`);
  }
  const { appHash, lastResultsHash } = undone.header;
  const state = {
    ...last,
    height,
    time: block.header.time,
    lastBlockId: block.id,
    lastValidators: await store.validatorsAt(height),
    validators: await store.validatorsAt(height + 1n),
    nextValidators: await store.validatorsAt(height + 2n),
    params: await store.paramsAt(height + 1n),
    appHash,
    lastResultsHash,
  };
  return { state, undone };
}
