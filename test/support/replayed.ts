import { createHash } from "node:crypto";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import {
  type BlockSource,
  type ReplayBlock,
  replayBlocks,
  rpcBlocks,
  rpcGenesis,
} from "../../src/engine/embedded/replay.js";
import { openMultiStore } from "../../src/store/multistore.js";

/** What a fresh application makes of the blocks of a node. */
export interface History {
  /** Of the last block. */
  readonly height: number;
  /** After the last block, in upper-case hex. */
  readonly appHash: string;
  /**
   * Hashes of every transaction in a block, in upper-case hex. The node's own index may miss those
   * that it had not written when it was killed.
   */
  readonly transactions: ReadonlySet<string>;
}

/**
 * Replays all blocks of the node whose RPC this is. Throws at the first block that gives another app
 * hash.
 */
export async function replayedHistory(rpc: string): Promise<History> {
  const store = await openMultiStore({ stores: [...STORES] });
  const app = new App({ store, logger: silent, version: "replay" });
  const transactions = new Set<string>();
  const blocks = noting(rpcBlocks(rpc), transactions);
  const last = (await replayBlocks(app, await rpcGenesis(rpc), blocks)).at(-1);
  await store.close();
  const appHash = Buffer.from(last?.appHash ?? [])
    .toString("hex")
    .toUpperCase();
  return { height: Number(last?.height ?? 0), appHash, transactions };
}

async function* noting(blocks: BlockSource, into: Set<string>): AsyncGenerator<ReplayBlock> {
  for await (const block of blocks) {
    for (const tx of block.request.txs) {
      into.add(createHash("sha256").update(tx).digest("hex").toUpperCase());
    }
    yield block;
  }
}
