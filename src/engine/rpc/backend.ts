import type {
  RequestQuery,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseQuery,
  TxResult,
} from "../../gen/tendermint/abci.js";
import type { Commit, ConsensusParams } from "../../gen/tendermint/types.js";
import type { SealedBlock } from "../embedded/blocks.js";
import type { Validator } from "../embedded/validators.js";
import type { Query } from "../query/parse.js";

/** What the RPC methods ask of an engine. Heights are checked by the methods. */
export interface RpcBackend {
  readonly node: NodeFacts;
  /** The genesis document as it is printed. */
  readonly genesis: object;
  readonly chain: ChainView;
  readonly mempool: MempoolView;
  info(): Promise<ResponseInfo>;
  query(request: RequestQuery): Promise<ResponseQuery>;
  /** CheckTx alone; the mempool and its sequences stay as they are. */
  checkTx(tx: Uint8Array): Promise<ResponseCheckTx>;
  /** Resolves when the first block is committed. */
  started(): Promise<void>;
}

/** Who this node is. */
export interface NodeFacts {
  /** Lower-case hex. */
  readonly id: string;
  readonly moniker: string;
  readonly chainId: string;
  /** `0.38.…` */
  readonly version: string;
  /** `tcp://host:port` */
  readonly rpcAddress: string;
  readonly validator: { readonly address: Uint8Array; readonly publicKey: Uint8Array };
}

/** The committed chain. Heights outside it have nothing. */
export interface ChainView {
  /** The first block that is kept, and the last that is committed; 0 before the first. */
  readonly base: bigint;
  readonly height: bigint;
  /** After the last block. */
  readonly appHash: Uint8Array;
  block(height: bigint): SealedBlock | undefined;
  heightOf(blockHash: Uint8Array): bigint | undefined;
  /** The commit of a block; canonical when the next block holds it. */
  commit(height: bigint): { readonly commit: Commit; readonly canonical: boolean } | undefined;
  results(height: bigint): ResponseFinalizeBlock | undefined;
  validatorsAt(height: bigint): Promise<readonly Validator[]>;
  paramsAt(height: bigint): Promise<ConsensusParams>;
  tx(hash: Uint8Array): TxResult | undefined;
  /** Transactions that a query finds, in the order of the chain. */
  searchTxs(query: Query): Promise<Found<TxPosition>>;
  /** Heights that a query finds, ascending. */
  searchBlocks(query: Query): Promise<Found<bigint>>;
}

/** What a search found, of which only some is looked at. */
export interface Found<T> {
  readonly count: number;
  /** Those from `start` up to `end`, in order. */
  slice(start: number, end: number): readonly T[];
}

/** Where a transaction is: its block and its index there. */
export interface TxPosition {
  readonly height: bigint;
  readonly index: number;
}

/** Transactions that wait. */
export interface MempoolView {
  readonly size: number;
  readonly bytes: number;
  list(limit: number): readonly Uint8Array[];
  /** Checks a transaction and lets it wait. Rejects with what the mempool cannot take. */
  add(tx: Uint8Array): Promise<ResponseCheckTx>;
  /** As `add`, without waiting for the check. Throws on what the mempool cannot take. */
  addLater(tx: Uint8Array): void;
  /** As `add`, and waits for the block. `found` is undefined when the check refuses. */
  addAndWait(
    tx: Uint8Array,
  ): Promise<{ readonly check: ResponseCheckTx; readonly found: TxResult | undefined }>;
}
