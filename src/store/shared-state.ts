import { receiveMessageOnPort } from "node:worker_threads";
import { MissingStore, type StoreReader } from "./contract.js";
import { rememberStores, TreeReader } from "./iavl/read.js";
import { StoredBytes } from "./iavl/stored-bytes.js";
import { StoredNodes } from "./iavl/stored-nodes.js";
import type { SharedVersion, StateFeed, StateUpdate } from "./shared-update.js";
import { SharedWords } from "./shared-words.js";

/** A committed version in the hands of a reader. */
export interface SharedView {
  readonly version: bigint;
  /** Of its block, nanoseconds since the epoch; undefined where it was committed without. */
  readonly time: bigint | undefined;
  readonly stores: StoreReader;
}

/** The state that another thread writes, read in this one from the same memory. */
export class SharedState {
  readonly #feed: StateFeed;
  readonly #words: SharedWords;
  readonly #versions = new Map<bigint, SharedVersion>();
  #nodes = new StoredNodes(new StoredBytes());
  #newest = 0n;
  #received = 0n;

  constructor(feed: StateFeed) {
    this.#feed = feed;
    this.#words = new SharedWords(feed.words);
    // What nobody asks for must not pile up in the port.
    feed.port.on("message", (update: StateUpdate) => this.#take(update));
    feed.port.unref();
  }

  /** The last committed version; 0n before the first. */
  get version(): bigint {
    this.#catchUp();
    return this.#newest;
  }

  /**
   * Lets `use` read a version, 0n for the last one, which is kept as long as it runs. It must not
   * hand on the stores. Undefined, and `use` is not called, where the version is not in memory.
   */
  read<T>(version: bigint, use: (view: SharedView) => T): T | undefined {
    this.#catchUp();
    const known = this.#versions.get(version === 0n ? this.#newest : version);
    if (known === undefined || !this.#words.enter(known.version)) return undefined;
    try {
      return use({ version: known.version, time: known.time, stores: this.#stores(known) });
    } finally {
      this.#words.leave();
    }
  }

  /** Lets go of the memory. */
  close(): void {
    this.#feed.port.close();
    this.#versions.clear();
    this.#nodes = new StoredNodes(new StoredBytes());
  }

  #stores({ version, roots }: SharedVersion): StoreReader {
    return rememberStores((name) => {
      const root = roots.get(name);
      if (root === undefined) throw new MissingStore(name, version);
      return new TreeReader(this.#nodes, { root: () => root }, "settled");
    });
  }

  /** Whoever was told of a commit must not be answered from before it: updates are fetched here. */
  #catchUp(): void {
    const sent = this.#words.sent;
    while (this.#received < sent) {
      const received = receiveMessageOnPort(this.#feed.port);
      if (received === undefined) return;
      this.#take(received.message);
    }
  }

  #take({ anew, oldest, versions, nodes, bytes, long }: StateUpdate): void {
    this.#received += 1n;
    if (anew) {
      this.#versions.clear();
      this.#nodes = new StoredNodes(new StoredBytes());
      this.#newest = 0n;
    }
    for (const buffer of nodes) this.#nodes.adopt(buffer);
    for (const buffer of bytes) this.#nodes.bytes.adopt(buffer);
    for (const change of long) this.#nodes.bytes.adoptLong(change);
    for (const version of versions) {
      this.#versions.set(version.version, version);
      this.#newest = version.version;
    }
    for (const version of this.#versions.keys()) {
      if (version >= oldest) break;
      this.#versions.delete(version);
    }
  }
}
