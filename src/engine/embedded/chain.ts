import type { Application } from "../../abci/application.js";
import type { ResponseFinalizeBlock } from "../../gen/tendermint/abci.js";
import type { Strike } from "../../store/fault-points.js";
import type { AppGate } from "./app-gate.js";
import type { SealedBlock } from "./blocks.js";
import type { ChainStore } from "./chain-store.js";
import { finalize, stateAfter } from "./execute.js";
import type { NodeKey } from "./keys.js";
import type { Mempool } from "./mempool.js";
import { blockBounds, propose } from "./propose.js";
import { type ChainState, nextHeight } from "./state.js";
import { ceilMs, clock, plusMs } from "./time.js";
import { requireOwn } from "./validators.js";
import { signCommit } from "./votes.js";

/** A block that was committed, for those who listen. */
export interface CommittedBlock {
  readonly block: SealedBlock;
  readonly results: ResponseFinalizeBlock;
}

/** What a chain stands on, and the state to go on from. */
export interface ChainParts {
  readonly gate: AppGate;
  readonly store: ChainStore;
  readonly mempool: Mempool;
  readonly key: NodeKey;
  readonly state: ChainState;
  /** For tests: told of each fault point as it is passed. */
  readonly strike?: Strike;
}

/**
 * Makes blocks, one after another, and tells of each when it is committed. Every block is proposed and
 * signed by this node's own key; validators whose keys are elsewhere are absent from every commit, for
 * which the application may remove them. Throws where the key is in no set, or leaves it.
 */
export class Chain {
  private current: ChainState;
  private readonly listeners = new Set<(committed: CommittedBlock) => void>();

  constructor(private readonly parts: ChainParts) {
    const { state, key } = parts;
    requireOwn(state.validators, key.address, nextHeight(state));
    this.current = state;
    parts.mempool.bound(blockBounds(parts.state));
  }

  /** The state after the last committed block. */
  get state(): ChainState {
    return this.current;
  }

  /** Whether the genesis lies in the future: the first block waits for its time. */
  get early(): boolean {
    const { height, initialHeight, time } = this.current;
    return height < initialHeight && clock() < time;
  }

  /** Calls `listener` after each commit; the function returned ends that. */
  listen(listener: (committed: CommittedBlock) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Makes and commits one block; resolves with it. Rejects when the node is sick. */
  async makeBlock(): Promise<SealedBlock> {
    const committed = await this.parts.gate.run((app) => this.next(app));
    for (const listener of this.listeners) listener(committed);
    return committed.block;
  }

  private async next(app: Application): Promise<CommittedBlock> {
    const { mempool, key, store, strike } = this.parts;
    const state = this.current;
    requireOwn(state.validators, key.address, nextHeight(state));
    const time = blockTime(state.time);
    const block = propose({ app, mempool, key, state, time });
    await store.saveBlock(block, this.seenCommit(block));
    strike?.("engine: block saved");
    const results = finalize(app, block, state.lastValidators);
    strike?.("engine: block run");
    const after = stateAfter(state, block, results);
    await store.saveResults(block.header.height, results);
    strike?.("engine: results saved");
    await app.commit();
    strike?.("engine: app committed");
    await store.saveState(after, block, results);
    strike?.("engine: state saved");
    mempool.bound(blockBounds(after));
    mempool.update(app, block.txs, results.txResults);
    this.current = after;
    return { block, results };
  }

  /** The commit that `commit` answers until the next block holds the canonical one. */
  private seenCommit({ id, header }: SealedBlock) {
    const { key } = this.parts;
    const { chainId, validators } = this.current;
    const time = later(clock(), plusMs(header.time, 1));
    const precommit = { chainId, height: nextHeight(this.current), blockId: id, time };
    return signCommit(key, validators, precommit);
  }
}

/** [D-GEN-07] Whole milliseconds, later than the block before, and now where that is later. */
function blockTime(last: bigint): bigint {
  return later(clock(), ceilMs(last + 1n));
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
