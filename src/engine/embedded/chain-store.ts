import { ResponseFinalizeBlock, TxResult } from "../../gen/tendermint/abci.js";
import { Commit, ConsensusParams } from "../../gen/tendermint/types.js";
import { StoreFault } from "../../store/contract.js";
import { type Database, openDatabase, type Put } from "../../store/database.js";
import { openBlock, type SealedBlock } from "./blocks.js";
import { equalBytes, txHash } from "./bytes.js";
import { blockEntries, txEntries } from "./event-index.js";
import { isSound, seal, unseal } from "./sealed-value.js";
import {
  type ChainState,
  decodeState,
  decodeValidators,
  encodeState,
  encodeValidators,
} from "./state.js";
import { after, fromSortable, keys, sortable, TX_PREFIX } from "./store-keys.js";
import type { Validator } from "./validators.js";

/**
 * Blocks, their results, the state after the last one and the indexes, in one database. A block is
 * durable before it runs, its results before the application commits; the state and the indexes
 * follow, and are made again from the results when a kill came between.
 */
export class ChainStore {
  private constructor(readonly db: Database) {}

  /** StoreFault when the database is in use or damaged: nothing vouches for its records but its files. */
  static async open(path: string): Promise<ChainStore> {
    return new ChainStore(await openDatabase(path, { whole: true }));
  }

  close(): Promise<void> {
    return this.db.close();
  }

  /** Height of the newest block, which may be one above that of the state; 0 without any. */
  get height(): bigint {
    const value = this.read(keys.lastBlock);
    return value === undefined ? 0n : fromSortable(Buffer.from(value).toString("latin1"));
  }

  /** Durable when it resolves. */
  async saveBlock(block: SealedBlock, seenCommit: Commit): Promise<void> {
    const { height } = block.header;
    await this.db.write([
      sealed(keys.block(height), block.bytes),
      sealed(keys.seenCommit(height), Commit.encode(seenCommit)),
      sealed(keys.heightOf(block.id.hash), text(sortable(height))),
      sealed(keys.lastBlock, text(sortable(height))),
    ]);
  }

  block(height: bigint): SealedBlock | undefined {
    const value = this.read(keys.block(height));
    return value === undefined ? undefined : openBlock(value);
  }

  heightOf(blockHash: Uint8Array): bigint | undefined {
    const value = this.read(keys.heightOf(blockHash));
    return value === undefined ? undefined : fromSortable(Buffer.from(value).toString("latin1"));
  }

  /** This node's own commit of a block; the canonical one stands in the next block. */
  seenCommit(height: bigint): Commit | undefined {
    const value = this.read(keys.seenCommit(height));
    return value === undefined ? undefined : Commit.decode(value);
  }

  /** Durable when it resolves. */
  async saveResults(height: bigint, results: ResponseFinalizeBlock): Promise<void> {
    const value = ResponseFinalizeBlock.encode(results);
    await this.db.write([sealed(keys.results(height), value)]);
  }

  results(height: bigint): ResponseFinalizeBlock | undefined {
    const value = this.read(keys.results(height));
    return value === undefined ? undefined : ResponseFinalizeBlock.decode(value);
  }

  /** The state before the first block. */
  async saveGenesisState(state: ChainState): Promise<void> {
    const next = state.height + 1n;
    await this.db.write([
      sealed(keys.validators(next), encodeValidators(state.validators)),
      sealed(keys.params(next), ConsensusParams.encode(state.params)),
      sealed(keys.state, encodeState(state)),
    ]);
  }

  /** What {@link saveGenesisSum} was given last. */
  get genesisSum(): string | undefined {
    const value = this.read(keys.genesisSum);
    return value === undefined ? undefined : Buffer.from(value).toString("latin1");
  }

  /** Keeps the checksum of the genesis file that the chain was started with. */
  async saveGenesisSum(sum: string): Promise<void> {
    await this.db.write([sealed(keys.genesisSum, text(sum))], false);
  }

  /** The state after `block`, and the indexes of its transactions and events. */
  async saveState(
    state: ChainState,
    block: SealedBlock,
    results: ResponseFinalizeBlock,
  ): Promise<void> {
    const puts: Put[] = [...indexPuts(block, results)];
    if (results.validatorUpdates.length > 0) {
      const value = encodeValidators(state.nextValidators);
      puts.push(sealed(keys.validators(state.height + 2n), value));
    }
    if (results.consensusParamUpdates !== undefined) {
      const value = ConsensusParams.encode(state.params);
      puts.push(sealed(keys.params(state.height + 1n), value));
    }
    puts.push(sealed(keys.state, encodeState(state)));
    // Not forced to disk: recovery makes it again from block and results.
    await this.db.write(puts, false);
  }

  /**
   * Makes an earlier state the present one and removes the block above it, if it is given, with its
   * results and index entries: one synced batch.
   */
  async moveBack(state: ChainState, removed: SealedBlock | undefined): Promise<void> {
    const { height } = state;
    const gone = [keys.validators(height + 3n), keys.params(height + 2n)];
    const puts = [sealed(keys.state, encodeState(state))];
    if (removed !== undefined) {
      gone.push(...this.#keysOf(removed));
      puts.push(sealed(keys.lastBlock, text(sortable(height))));
    }
    await this.db.write([...gone.map((key) => ({ key, value: undefined })), ...puts]);
  }

  #keysOf(block: SealedBlock): string[] {
    const { height } = block.header;
    const results = this.results(height);
    const indexed = results === undefined ? [] : [...indexPuts(block, results)];
    const own = [keys.block(height), keys.seenCommit(height), keys.results(height)];
    return [...own, keys.heightOf(block.id.hash), ...indexed.map(({ key }) => key)];
  }

  state(): ChainState | undefined {
    const value = this.read(keys.state);
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
    const value = this.read(keys.tx(hash));
    return value === undefined ? undefined : TxResult.decode(value);
  }

  private async newest(prefix: string, upTo: string): Promise<Uint8Array> {
    const range = { gte: prefix, lt: after(upTo), reverse: true, limit: 1 };
    for await (const [key, value] of this.db.entries(range)) return unseal(key, value);
    throw new StoreFault(`nothing is stored under ${prefix}`);
  }

  /** Makes index entries of a block again that got lost; whether there were any. */
  async mendIndex(block: SealedBlock, results: ResponseFinalizeBlock): Promise<boolean> {
    const { height } = block.header;
    const wanted = new Map([...indexPuts(block, results)].map(({ key, value }) => [key, value]));
    const lost: Put[] = [];
    for (const [key, value] of wanted) {
      const found = this.db.get(key);
      const whole = found !== undefined && value !== undefined && equalBytes(found, value);
      // Equal transactions share the entry by hash: the last of them has it.
      if (!whole && !isOfLaterTx(key, found, height)) lost.push({ key, value });
    }
    if (lost.length > 0) await this.db.write(lost);
    return lost.length > 0;
  }

  /** A sealed value. Throws StoreFault when it is damaged. */
  private read(key: string): Uint8Array | undefined {
    const value = this.db.get(key);
    return value === undefined ? undefined : unseal(key, value);
  }
}

function isOfLaterTx(key: string, found: Uint8Array | undefined, height: bigint): boolean {
  if (found === undefined || !key.startsWith(TX_PREFIX) || !isSound(key, found)) return false;
  return TxResult.decode(unseal(key, found)).height > height;
}

function sealed(key: string, value: Uint8Array): Put {
  return { key, value: seal(key, value) };
}

/** All index entries of a block. */
function* indexPuts(block: SealedBlock, results: ResponseFinalizeBlock): Iterable<Put> {
  yield* txPuts(block, results);
  yield* blockEntries(block, results);
  const { height } = block.header;
  yield sealed(keys.heightOf(block.id.hash), text(sortable(height)));
}

function* txPuts(block: SealedBlock, results: ResponseFinalizeBlock): Iterable<Put> {
  const { height } = block.header;
  for (const [index, tx] of block.txs.entries()) {
    const result = results.txResults[index];
    if (result === undefined) throw new StoreFault(`block ${height} has no result ${index}`);
    const hash = txHash(tx);
    yield sealed(keys.tx(hash), TxResult.encode(TxResult.create({ height, index, tx, result })));
    yield* txEntries({ height, index, hash, result });
  }
}

function text(value: string): Uint8Array {
  return Buffer.from(value, "latin1");
}
