import { ResponseFinalizeBlock, TxResult } from "../../gen/tendermint/abci.js";
import { Commit, ConsensusParams } from "../../gen/tendermint/types.js";
import { StoreFault } from "../../store/contract.js";
import { type Database, openDatabase, type Put } from "../../store/database.js";
import { openBlock, type SealedBlock } from "./blocks.js";
import { txHash } from "./bytes.js";
import { blockEntries, txEntries } from "./event-index.js";
import {
  type ChainState,
  decodeState,
  decodeValidators,
  encodeState,
  encodeValidators,
} from "./state.js";
import { after, fromSortable, keys, sortable } from "./store-keys.js";
import type { Validator } from "./validators.js";

/**
 * Blocks, their results, the state after the last one and the indexes, in one database. A block is
 * durable before it runs, its results before the application commits; the state and the indexes
 * follow, and are made again from the results when a kill came between.
 */
export class ChainStore {
  private constructor(readonly db: Database) {}

  static async open(path: string): Promise<ChainStore> {
    return new ChainStore(await openDatabase(path));
  }

  close(): Promise<void> {
    return this.db.close();
  }

  /** Height of the newest block, which may be one above that of the state; 0 without any. */
  get height(): bigint {
    const value = this.db.get(keys.lastBlock);
    return value === undefined ? 0n : fromSortable(Buffer.from(value).toString("latin1"));
  }

  /** Durable when it resolves. */
  async saveBlock(block: SealedBlock, seenCommit: Commit): Promise<void> {
    const { height } = block.header;
    await this.db.write([
      { key: keys.block(height), value: block.bytes },
      { key: keys.seenCommit(height), value: Commit.encode(seenCommit) },
      { key: keys.heightOf(block.id.hash), value: text(sortable(height)) },
      { key: keys.lastBlock, value: text(sortable(height)) },
    ]);
  }

  block(height: bigint): SealedBlock | undefined {
    const value = this.db.get(keys.block(height));
    return value === undefined ? undefined : openBlock(value);
  }

  heightOf(blockHash: Uint8Array): bigint | undefined {
    const value = this.db.get(keys.heightOf(blockHash));
    return value === undefined ? undefined : fromSortable(Buffer.from(value).toString("latin1"));
  }

  /** This node's own commit of a block; the canonical one stands in the next block. */
  seenCommit(height: bigint): Commit | undefined {
    const value = this.db.get(keys.seenCommit(height));
    return value === undefined ? undefined : Commit.decode(value);
  }

  /** Durable when it resolves. */
  async saveResults(height: bigint, results: ResponseFinalizeBlock): Promise<void> {
    const value = ResponseFinalizeBlock.encode(results);
    await this.db.write([{ key: keys.results(height), value }]);
  }

  results(height: bigint): ResponseFinalizeBlock | undefined {
    const value = this.db.get(keys.results(height));
    return value === undefined ? undefined : ResponseFinalizeBlock.decode(value);
  }

  /** The state before the first block. */
  async saveGenesisState(state: ChainState): Promise<void> {
    const next = state.height + 1n;
    await this.db.write([
      { key: keys.validators(next), value: encodeValidators(state.validators) },
      { key: keys.params(next), value: ConsensusParams.encode(state.params) },
      { key: keys.state, value: encodeState(state) },
    ]);
  }

  /** The state after `block`, and the indexes of its transactions and events. */
  async saveState(
    state: ChainState,
    block: SealedBlock,
    results: ResponseFinalizeBlock,
  ): Promise<void> {
    const puts: Put[] = [...txPuts(block, results), ...blockEntries(block, results)];
    if (results.validatorUpdates.length > 0) {
      const value = encodeValidators(state.nextValidators);
      puts.push({ key: keys.validators(state.height + 2n), value });
    }
    if (results.consensusParamUpdates !== undefined) {
      const value = ConsensusParams.encode(state.params);
      puts.push({ key: keys.params(state.height + 1n), value });
    }
    puts.push({ key: keys.state, value: encodeState(state) });
    // Not forced to disk: recovery makes it again from block and results.
    await this.db.write(puts, false);
  }

  state(): ChainState | undefined {
    const value = this.db.get(keys.state);
    return value === undefined ? undefined : decodeState(value);
  }

  /** The signers of the block at `height`. */
  async validatorsAt(height: bigint): Promise<readonly Validator[]> {
    return decodeValidators(await this.newest("validators/", keys.validators(height)));
  }

  /** The parameters of the block at `height`. */
  async paramsAt(height: bigint): Promise<ConsensusParams> {
    return ConsensusParams.decode(await this.newest("params/", keys.params(height)));
  }

  tx(hash: Uint8Array): TxResult | undefined {
    const value = this.db.get(keys.tx(hash));
    return value === undefined ? undefined : TxResult.decode(value);
  }

  private async newest(prefix: string, upTo: string): Promise<Uint8Array> {
    const range = { gte: prefix, lt: after(upTo), reverse: true, limit: 1 };
    for await (const [, value] of this.db.entries(range)) return value;
    throw new StoreFault(`nothing is stored under ${prefix}`);
  }
}

function* txPuts(block: SealedBlock, results: ResponseFinalizeBlock): Iterable<Put> {
  const { height } = block.header;
  for (const [index, tx] of block.txs.entries()) {
    const result = results.txResults[index];
    if (result === undefined) throw new StoreFault(`block ${height} has no result ${index}`);
    const hash = txHash(tx);
    yield {
      key: keys.tx(hash),
      value: TxResult.encode(TxResult.create({ height, index, tx, result })),
    };
    yield* txEntries({ height, index, hash, result });
  }
}

function text(value: string): Uint8Array {
  return Buffer.from(value, "latin1");
}
