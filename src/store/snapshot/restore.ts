import { hash as digest } from "node:crypto";
import type { DumpIndex, Head } from "../archive.js";
import type { StoreReader } from "../contract.js";
import type { Strike } from "../fault-points.js";
import { TreeLoader } from "../iavl/dump.js";
import { Versions } from "../versions.js";
import { readingForeign, SnapshotError } from "./errors.js";
import { leavesOf, MAX_CHUNK_BYTES, type Manifest, type SnapshotStore } from "./manifest.js";

/** A chunk whose hash is not the one that the manifest has: another copy of it may be right. */
export class ChunkError extends SnapshotError {}

/** A whole state that was rebuilt and compared with its commit info. */
export interface Restored {
  readonly head: Head;
  readonly manifest: Manifest;
  readonly versions: Versions;
  /** The chunks as the dump of the version. */
  readonly dump: DumpIndex;
}

/** What a restore needs of the state that it fills. */
export interface RestoreParts {
  /** Versions to keep in memory afterwards. */
  readonly retain: number;
  /** Keeps a checked chunk as a record of the dump of a version that does not count yet. */
  keep(version: bigint, index: number, chunk: Uint8Array): Promise<void>;
  /** Throws SnapshotError where the whole, read before it becomes the state, contradicts what came along. */
  readonly judge?: ((stores: StoreReader) => void) | undefined;
  /** Makes the whole the state of the chain. */
  adopt(restored: Restored): Promise<void>;
  readonly strike: Strike;
}

/**
 * Rebuilds the trees of a snapshot chunk by chunk, in their order. Nothing becomes the state before
 * the last chunk: the root of each store is compared with the manifest's, whose own hash of all
 * stores the caller has compared with one that it trusts.
 */
export class Restore {
  readonly #manifest: Manifest;
  readonly #parts: RestoreParts;
  readonly #versions: Versions;
  #store = 0;
  #loader: TreeLoader;
  #inStore = 0;
  #next = 0;
  #done = false;

  constructor(manifest: Manifest, parts: RestoreParts) {
    this.#manifest = manifest;
    this.#parts = parts;
    this.#versions = new Versions(manifest.first, parts.retain);
    this.#loader = this.#begin();
  }

  /** Index of the chunk that must come next. */
  get next(): number {
    return this.#next;
  }

  /** Whether the snapshot is the state now. */
  get done(): boolean {
    return this.#done;
  }

  /**
   * Takes the next chunk. ChunkError when its bytes are not those of the manifest: nothing has
   * changed then. SnapshotError when the snapshot is bad: the restore is over.
   */
  async add(chunk: Uint8Array): Promise<void> {
    const { info } = this.#manifest;
    const wanted = this.#expected()?.chunks[this.#inStore];
    if (wanted === undefined) throw new SnapshotError("the snapshot has no more chunks");
    const hash = digest("sha256", chunk, "buffer");
    if (chunk.length > MAX_CHUNK_BYTES || Buffer.compare(hash, wanted) !== 0) {
      throw new ChunkError(`chunk ${this.#next} does not match its hash`);
    }
    this.#parts.strike?.("restore: chunk checked");
    readingForeign(() => this.#loader.add(`chunk ${this.#next} of the snapshot`, chunk));
    for (const root of this.#loader.roots()) this.#versions.forest.hasher.root(root);
    await this.#parts.keep(info.version, this.#next, chunk);
    this.#parts.strike?.("restore: chunk written");
    this.#next += 1;
    this.#inStore += 1;
    await this.finishStores();
  }

  /** Ends every store that has all its chunks, and the whole after the last. */
  async finishStores(): Promise<void> {
    for (
      let store = this.#expected();
      store?.chunks.length === this.#inStore;
      store = this.#expected()
    ) {
      this.#finishStore(store);
      this.#store += 1;
      this.#inStore = 0;
      this.#loader = this.#begin();
    }
    if (this.#expected() !== undefined || this.#done) return;
    const { first, info, extra, stores } = this.#manifest;
    this.#versions.save(info);
    this.#parts.strike?.("restore: trees built");
    this.#parts.judge?.({ store: (name) => this.#versions.live(name) });
    const records = stores.map(({ name, chunks }) => ({ name, records: chunks.length }));
    await this.#parts.adopt({
      head: { first, version: info.version, extra },
      manifest: this.#manifest,
      versions: this.#versions,
      dump: { version: info.version, writes: 0, stores: records },
    });
    this.#done = true;
  }

  #expected(): SnapshotStore | undefined {
    return this.#manifest.stores[this.#store];
  }

  #begin(): TreeLoader {
    const { first, info } = this.#manifest;
    const bounds = {
      leaves: leavesOf(this.#expected()?.root ?? new Uint8Array()),
      version: Number(info.version - first),
    };
    return new TreeLoader(this.#versions.forest.pool, bounds);
  }

  #finishStore({ name }: SnapshotStore): void {
    const root = readingForeign(() => this.#loader.finish(`store ${name} of the snapshot`));
    const found = this.#versions.forest.hasher.root(root);
    const wanted = this.#manifest.info.stores[this.#store]?.hash ?? new Uint8Array();
    if (Buffer.compare(found, wanted) !== 0) {
      throw new SnapshotError(`store ${name} of the snapshot has another root than it says`);
    }
    this.#versions.mount(name, root);
  }
}
