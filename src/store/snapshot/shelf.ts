import { hash as digest } from "node:crypto";
import type { Strike } from "../fault-points.js";
import type { OpenMultiStore } from "../multistore.js";
import { SnapshotError } from "./errors.js";
import {
  freshFolder,
  readChunk,
  readSnapshots,
  removeFolder,
  type Snapshot,
  snapshotFolder,
  snapshotOf,
  unlist,
  writeChunk,
  writeMetadata,
} from "./folder.js";
import {
  encodeManifest,
  MAX_CHUNK_BYTES,
  SNAPSHOT_FORMAT,
  type SnapshotStore,
} from "./manifest.js";
import type { SnapshotSource } from "./source.js";

/** Where snapshots are kept, and when they are taken. */
export interface ShelfOptions {
  readonly folder: string;
  readonly store: Pick<OpenMultiStore, "snapshotSource">;
  /** Blocks between two snapshots; 0: none are taken. */
  readonly interval: number;
  /** How many stay; 0: all. */
  readonly keepRecent: number;
  /** Told of what went wrong beside the blocks, and of what was done. */
  readonly tell: (level: "info" | "warn", message: string, facts: object) => void;
  /** Whether the state is somebody else's, who may be writing a snapshot: nothing is swept then. */
  readonly guest?: boolean;
  readonly strike?: Strike;
}

/** The snapshots of a node: taken beside the commits, one at a time, and handed to peers. */
export class SnapshotShelf {
  readonly #options: ShelfOptions;
  #snapshots: readonly Snapshot[];
  #running: Promise<unknown> | undefined;
  #stopped = false;

  private constructor(options: ShelfOptions, snapshots: readonly Snapshot[]) {
    this.#options = options;
    this.#snapshots = snapshots;
  }

  /** Reads what is there; sweeps unfinished snapshots and tells of damaged ones, which are not used. */
  static async open(options: ShelfOptions): Promise<SnapshotShelf> {
    const { whole, damaged, unfinished } = readSnapshots(options.folder);
    for (const reason of damaged) options.tell("warn", "a snapshot is not offered", { reason });
    if (options.guest !== true) for (const path of unfinished) await removeFolder(path);
    return new SnapshotShelf(options, whole);
  }

  get interval(): number {
    return this.#options.interval;
  }

  get keepRecent(): number {
    return this.#options.keepRecent;
  }

  /** Whole snapshots, newest first. */
  list(): readonly Snapshot[] {
    return this.#snapshots;
  }

  /** A snapshot by height and format. */
  find(height: bigint, format: number): Snapshot | undefined {
    return this.#snapshots.find((each) => each.height === height && each.format === format);
  }

  /** A chunk to hand out; undefined, and told, where there is none or it is damaged. */
  chunk(height: bigint, format: number, index: number): Uint8Array | undefined {
    const snapshot = this.find(height, format);
    if (snapshot === undefined || index >= snapshot.chunks) return undefined;
    try {
      return readChunk(this.#options.folder, snapshot, index);
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      this.#options.tell("warn", "a chunk of a snapshot is not handed out", {
        reason: error.message,
      });
      return undefined;
    }
  }

  /** Told of every commit; begins what is due, unless the one before is not done yet. */
  committed(height: bigint): void {
    const { interval, tell } = this.#options;
    if (interval === 0 || height % BigInt(interval) !== 0n || this.#stopped) return;
    if (this.#running !== undefined) {
      tell("warn", "a snapshot is skipped: the one before is not done", { height });
      return;
    }
    this.take(height).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#stopped) tell("warn", "a snapshot failed", { height, reason });
    });
  }

  /**
   * Takes a snapshot of a retained version, and removes those past keeping. Rejects with a StoreFault
   * when it cannot be written, with a SnapshotError when it was stopped or another one is being taken.
   */
  take(height: bigint): Promise<Snapshot> {
    if (this.#running !== undefined) throw new SnapshotError("another snapshot is being taken");
    const taking = this.#take(height).finally(() => {
      this.#running = undefined;
    });
    this.#running = taking.catch(() => undefined);
    return taking;
  }

  /** Removes a snapshot. SnapshotError where there is none. */
  async remove(height: bigint, format: number): Promise<void> {
    if (this.find(height, format) === undefined) throw missing(height, format);
    await this.#remove(height, format);
  }

  /**
   * Keeps a snapshot that came from elsewhere. SnapshotError when it is there already, or when a
   * chunk does not match.
   */
  async add(metadata: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<Snapshot> {
    const snapshot = snapshotOf(metadata);
    const { height, format } = snapshot;
    if (this.find(height, format) !== undefined) {
      throw new SnapshotError(`there is a snapshot of height ${height} and format ${format}`);
    }
    const path = snapshotFolder(this.#options.folder, height, format);
    const hashes = snapshot.manifest.stores.flatMap((store) => store.chunks);
    await freshFolder(path);
    try {
      let index = 0;
      for await (const chunk of chunks) {
        const hash = digest("sha256", chunk, "buffer");
        if (Buffer.compare(hash, hashes[index] ?? new Uint8Array()) !== 0) {
          throw new SnapshotError(`chunk ${index} does not match its hash`);
        }
        await writeChunk(path, index, chunk);
        index += 1;
      }
      if (index < hashes.length) throw new SnapshotError(`chunk ${index} is missing`);
      await writeMetadata(path, metadata);
    } catch (error) {
      await removeFolder(path);
      throw error;
    }
    this.#list(snapshot);
    return snapshot;
  }

  /** Resolves when none is being taken. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Ends what is being taken at its next chunk. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #take(height: bigint): Promise<Snapshot> {
    const { folder, store, strike, tell } = this.#options;
    const source = await store.snapshotSource(height);
    try {
      const path = snapshotFolder(folder, height, SNAPSHOT_FORMAT);
      await freshFolder(path);
      this.#snapshots = this.#snapshots.filter((each) => each.height !== height);
      strike?.("snapshot: begun");
      const stores = await this.#writeChunks(path, source);
      strike?.("snapshot: chunks written");
      const { first, info, extra } = source;
      const metadata = encodeManifest({ first, info, extra, stores });
      const snapshot = snapshotOf(metadata);
      await writeMetadata(path, metadata);
      strike?.("snapshot: metadata written");
      this.#list(snapshot);
      tell("info", "took a snapshot", { height, chunks: snapshot.chunks });
      await this.#removeOld();
      return snapshot;
    } finally {
      source.release();
    }
  }

  async #writeChunks(path: string, source: SnapshotSource): Promise<readonly SnapshotStore[]> {
    const stores: SnapshotStore[] = [];
    let index = 0;
    for (const { name, root, chunks } of source.stores) {
      const hashes: Uint8Array[] = [];
      for (const chunk of chunks()) {
        if (this.#stopped) throw new SnapshotError("the node stops");
        if (chunk.length > MAX_CHUNK_BYTES) {
          throw new SnapshotError(`store ${name} has an entry too large for a chunk`);
        }
        await writeChunk(path, index, chunk);
        this.#options.strike?.("snapshot: chunk written");
        hashes.push(digest("sha256", chunk, "buffer"));
        index += 1;
      }
      stores.push({ name, root, chunks: hashes });
    }
    return stores;
  }

  #list(snapshot: Snapshot): void {
    const others = this.#snapshots.filter(({ height }) => height !== snapshot.height);
    this.#snapshots = [...others, snapshot].sort((a, b) => (a.height < b.height ? 1 : -1));
  }

  async #removeOld(): Promise<void> {
    const { keepRecent } = this.#options;
    if (keepRecent === 0) return;
    for (const { height, format } of this.#snapshots.slice(keepRecent)) {
      await this.#remove(height, format);
    }
  }

  async #remove(height: bigint, format: number): Promise<void> {
    const { folder, strike } = this.#options;
    const path = snapshotFolder(folder, height, format);
    this.#snapshots = this.#snapshots.filter((each) => each.height !== height);
    await unlist(path);
    strike?.("snapshot: old metadata gone");
    await removeFolder(path);
    strike?.("snapshot: old one removed");
  }
}

function missing(height: bigint, format: number): SnapshotError {
  return new SnapshotError(`there is no snapshot of height ${height} and format ${format}`);
}
