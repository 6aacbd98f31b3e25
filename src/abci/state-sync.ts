import {
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  type RequestApplySnapshotChunk,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  ResponseApplySnapshotChunk,
  type ResponseListSnapshots,
  type ResponseLoadSnapshotChunk,
  type ResponseOfferSnapshot,
} from "../gen/tendermint/abci.js";
import { freeGas } from "../keeper/gas.js";
import type { StoreReader } from "../store/contract.js";
import type { OpenMultiStore } from "../store/multistore.js";
import { SnapshotError } from "../store/snapshot/errors.js";
import { type Snapshot, snapshotOf } from "../store/snapshot/folder.js";
import { SNAPSHOT_FORMAT } from "../store/snapshot/manifest.js";
import { ChunkError, type Restore } from "../store/snapshot/restore.js";
import type { SnapshotShelf } from "../store/snapshot/shelf.js";
import type { BlockHead } from "./blocks.js";
import { compose } from "./compose.js";
import { decodeHead, HEAD_KEY } from "./head.js";
import type { Logger } from "./logger.js";
import type { Release } from "./release.js";
import { readSettings, SETTINGS_STORE } from "./settings.js";

/** The store of a chain, which may also be filled from a snapshot. */
export type RestorableStore = Pick<OpenMultiStore, "version" | "restore">;

interface Parts {
  readonly store: RestorableStore;
  /** Undefined: this node has no snapshots. */
  readonly shelf: SnapshotShelf | undefined;
  readonly logger: Logger;
  /** The modules that read a snapshot; those of this release when left out. */
  readonly release?: Release | undefined;
  /** Called when a snapshot has become the state. */
  readonly restored: () => void;
}

/** The most snapshots that peers are told of, as Cosmos SDK does. */
const MOST_LISTED = 10;

/**
 * The part of the application that state sync asks: hands snapshots out, and takes one in. What a
 * peer sent is refused with the result that says who is to blame; only a failing disk throws.
 */
export class StateSync {
  #restore: Restore | undefined;

  constructor(private readonly parts: Parts) {}

  list(): ResponseListSnapshots {
    const snapshots = this.parts.shelf?.list().slice(0, MOST_LISTED) ?? [];
    return {
      snapshots: snapshots.map(({ height, format, chunks, hash, metadata }) => {
        return { height, format, chunks, hash, metadata };
      }),
    };
  }

  /** An empty chunk where there is none, as CometBFT expects. */
  load({ height, format, chunk }: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk {
    return { chunk: this.parts.shelf?.chunk(height, format, chunk) ?? new Uint8Array(0) };
  }

  /** Accepts only a snapshot whose commit info has the trusted app hash. */
  async offer({ snapshot, appHash }: RequestOfferSnapshot): Promise<ResponseOfferSnapshot> {
    const { store, logger } = this.parts;
    this.#restore = undefined;
    if (store.version !== 0n) {
      logger.error("a snapshot is refused: this node has blocks already", {
        height: store.version,
      });
      return { result: Offered.ABORT };
    }
    if (snapshot === undefined) return { result: Offered.REJECT };
    if (snapshot.format !== SNAPSHOT_FORMAT) return { result: Offered.REJECT_FORMAT };
    const { height, chunks } = snapshot;
    let found: Snapshot;
    let head: BlockHead;
    try {
      found = snapshotOf(snapshot.metadata);
      head = consistentHead(found, snapshot, appHash);
    } catch (error) {
      return { result: this.#refused(error, { height }, Offered.REJECT_SENDER) };
    }
    try {
      this.#restore = await store.restore(found.manifest, (stores) => this.#judge(stores, head));
    } catch (error) {
      return { result: this.#refused(error, { height }, Offered.REJECT) };
    }
    logger.info("restoring a snapshot", { height, chunks });
    return { result: Offered.ACCEPT };
  }

  async apply(request: RequestApplySnapshotChunk): Promise<ResponseApplySnapshotChunk> {
    const { index, chunk, sender } = request;
    const restore = this.#restore;
    if (restore === undefined) {
      this.parts.logger.error("a chunk came, but no snapshot is being restored", { index });
      return answer(Applied.ABORT);
    }
    if (index !== restore.next) {
      this.#restore = undefined;
      return answer(Applied.RETRY_SNAPSHOT);
    }
    try {
      await restore.add(chunk);
    } catch (error) {
      if (error instanceof ChunkError) {
        this.#refused(error, { index, sender }, Applied.RETRY);
        return answer(Applied.RETRY, [index], senders(sender));
      }
      this.#restore = undefined;
      return answer(this.#refused(error, { index, sender }, Applied.REJECT_SNAPSHOT));
    }
    if (restore.done) {
      this.#restore = undefined;
      this.parts.restored();
    }
    return answer(Applied.ACCEPT);
  }

  /** No hash covers the time that comes along, but the next block counts from it. */
  #judge(stores: StoreReader, { height, time }: BlockHead): void {
    const known = rememberedTime(stores, height, this.parts.release);
    if (known !== undefined && known !== time) {
      throw new SnapshotError(`block ${height} was at another time than the metadata says`);
    }
  }

  #refused<R>(error: unknown, facts: object, result: R): R {
    if (!(error instanceof SnapshotError)) throw error;
    this.parts.logger.warn("a snapshot of a peer is refused", { ...facts, reason: error.message });
    return result;
  }
}

/** The head that comes along. SnapshotError where a snapshot is not what its sender says, or not of the trusted chain. */
function consistentHead(
  found: Snapshot,
  told: { readonly height: bigint; readonly chunks: number; readonly hash: Uint8Array },
  trusted: Uint8Array,
): BlockHead {
  const { info, extra } = found.manifest;
  if (Buffer.compare(found.hash, told.hash) !== 0) throw new SnapshotError("another hash");
  if (found.height !== told.height || found.chunks !== told.chunks || found.chunks === 0) {
    throw new SnapshotError(`metadata of height ${found.height} with ${found.chunks} chunks`);
  }
  if (Buffer.compare(info.appHash, trusted) !== 0) throw new SnapshotError("another app hash");
  const bytes = extra.get(HEAD_KEY);
  const head = bytes && decodeHead(bytes);
  if (extra.size !== 1 || head?.height !== found.height || head.time !== info.time) {
    throw new SnapshotError("metadata without the head of its block");
  }
  return head;
}

/** Nanoseconds since the Unix epoch at which a block was, where that state remembers it. */
function rememberedTime(
  stores: StoreReader,
  height: bigint,
  release: Release | undefined,
): bigint | undefined {
  const chain = readSettings(stores.store(SETTINGS_STORE));
  if (chain === undefined) return undefined;
  const { timeOf } = compose(chain, release);
  return timeOf({ stores, chain, height, blockTime: 0n, gas: freeGas }, height);
}

function senders(sender: string): readonly string[] {
  return sender === "" ? [] : [sender];
}

function answer(
  result: ResponseApplySnapshotChunk["result"],
  refetchChunks: readonly number[] = [],
  rejectSenders: readonly string[] = [],
): ResponseApplySnapshotChunk {
  return ResponseApplySnapshotChunk.create({ result, refetchChunks, rejectSenders });
}
