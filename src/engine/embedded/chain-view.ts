import type { ResponseFinalizeBlock, TxResult } from "../../gen/tendermint/abci.js";
import type { ConsensusParams } from "../../gen/tendermint/types.js";
import type { Query } from "../query/parse.js";
import type { ChainView, Found, TxPosition } from "../rpc/backend.js";
import type { SealedBlock } from "./blocks.js";
import type { Chain } from "./chain.js";
import type { ChainStore } from "./chain-store.js";
import { type IndexKind, placeOf } from "./event-index.js";
import { searchEvents } from "./event-search.js";
import type { Validator } from "./validators.js";

/** The committed chain as the RPC reads it. */
export class StoredChain implements ChainView {
  private searching: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly chain: Chain,
    private readonly store: ChainStore,
  ) {}

  get base(): bigint {
    return this.chain.state.initialHeight;
  }

  get height(): bigint {
    const { height, initialHeight } = this.chain.state;
    return height < initialHeight ? 0n : height;
  }

  get appHash(): Uint8Array {
    return this.chain.state.appHash;
  }

  block(height: bigint): SealedBlock | undefined {
    return this.store.block(height);
  }

  heightOf(blockHash: Uint8Array): bigint | undefined {
    return this.store.heightOf(blockHash);
  }

  commit(height: bigint) {
    const canonical = height < this.height ? this.store.block(height + 1n)?.lastCommit : undefined;
    if (canonical !== undefined) return { commit: canonical, canonical: true };
    const seen = this.store.seenCommit(height);
    return seen === undefined ? undefined : { commit: seen, canonical: false };
  }

  results(height: bigint): ResponseFinalizeBlock | undefined {
    return this.store.results(height);
  }

  validatorsAt(height: bigint): Promise<readonly Validator[]> {
    return this.store.validatorsAt(height);
  }

  paramsAt(height: bigint): Promise<ConsensusParams> {
    return this.store.paramsAt(height);
  }

  tx(hash: Uint8Array): TxResult | undefined {
    return this.store.tx(hash);
  }

  searchTxs(query: Query): Promise<Found<TxPosition>> {
    return this.search("tx-event", query, placeOf);
  }

  searchBlocks(query: Query): Promise<Found<bigint>> {
    return this.search("block-event", query, (position) => placeOf(position).height);
  }

  /** One search after another: together they could fill the memory. */
  private search<T>(
    kind: IndexKind,
    query: Query,
    read: (position: bigint) => T,
  ): Promise<Found<T>> {
    const result = this.searching.then(async () => {
      const positions = await searchEvents(this.store.db, kind, query);
      return found(positions, read);
    });
    this.searching = result.catch(() => undefined);
    return result;
  }
}

function found<T>(positions: BigUint64Array, read: (position: bigint) => T): Found<T> {
  return {
    count: positions.length,
    slice: (start, end) => Array.from(positions.subarray(start, end), read),
  };
}
