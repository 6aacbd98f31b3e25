import type { ResponseFinalizeBlock } from "../../gen/tendermint/abci.js";
import type { BlockID } from "../../gen/tendermint/types.js";
import { StoreFault } from "../../store/contract.js";
import type { SealedBlock } from "./blocks.js";
import { equalBytes } from "./bytes.js";
import type { ChainStore } from "./chain-store.js";
import { commitHash, dataHash, resultsHash } from "./hashes.js";
import type { ChainState } from "./state.js";

/** How far back a start looks: what a write-ahead log of LevelDB may hold, and more. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_BLOCKS = 2_000;
/** Results and index entries of a transaction beside its own bytes in the block. */
const WRITTEN_PER_TX_BYTE = 16;

/** What the block after one says of it. */
interface Expected {
  readonly id: BlockID;
  readonly appHash: Uint8Array;
  readonly resultsHash: Uint8Array;
}

/**
 * Looks at the newest blocks before the chain goes on: each must be the one that the next names, with
 * its results; index entries that got lost are made again. Returns the heights whose index was mended.
 * Throws a StoreFault that names what is damaged or missing.
 */
export async function verifyRecent(
  store: ChainStore,
  state: ChainState,
): Promise<readonly bigint[]> {
  const { lastBlockId: id, appHash, lastResultsHash } = state;
  const mended: bigint[] = [];
  let expected: Expected = { id, appHash, resultsHash: lastResultsHash };
  let bytes = 0;
  const lowest = state.height - BigInt(MOST_BLOCKS);
  for (let height = state.height; height >= state.initialHeight; height -= 1n) {
    if (bytes > MOST_BYTES || height <= lowest) break;
    const block = requireBlock(store, height, expected);
    const results = requireResults(store, block, expected);
    if (await store.mendIndex(block, results)) mended.push(height);
    bytes +=
      block.bytes.length + WRITTEN_PER_TX_BYTE * block.txs.reduce((sum, tx) => sum + tx.length, 0);
    const { header } = block;
    expected = {
      id: header.lastBlockId,
      appHash: header.appHash,
      resultsHash: header.lastResultsHash,
    };
  }
  return mended;
}

function requireBlock(store: ChainStore, height: bigint, { id }: Expected): SealedBlock {
  const block = store.block(height);
  if (block === undefined) throw new StoreFault(`block ${height} is not stored`);
  const { header, txs, lastCommit } = block;
  const sound =
    header.height === height &&
    equalBytes(block.id.hash, id.hash) &&
    equalBytes(block.id.partSetHeader.hash, id.partSetHeader.hash) &&
    equalBytes(dataHash(txs), header.dataHash) &&
    equalBytes(commitHash(lastCommit.signatures), header.lastCommitHash);
  if (!sound) throw new StoreFault(`the stored block ${height} is not that of the chain`);
  if (store.seenCommit(height) === undefined) {
    throw new StoreFault(`the commit of block ${height} is not stored`);
  }
  return block;
}

function requireResults(
  store: ChainStore,
  { header, txs }: SealedBlock,
  expected: Expected,
): ResponseFinalizeBlock {
  const results = store.results(header.height);
  if (results === undefined) {
    throw new StoreFault(`the results of block ${header.height} are not stored`);
  }
  const sound =
    results.txResults.length === txs.length &&
    equalBytes(resultsHash(results.txResults), expected.resultsHash) &&
    equalBytes(results.appHash, expected.appHash);
  if (!sound) {
    throw new StoreFault(`the stored results of block ${header.height} are not those of the chain`);
  }
  return results;
}
