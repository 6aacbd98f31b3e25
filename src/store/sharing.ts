import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { StateFeed, StateUpdate } from "./shared-update.js";
import { SharedWords } from "./shared-words.js";
import type { Versions } from "./versions.js";

/** A state shared with one other thread. */
export interface StateShare {
  /** To be given to the thread, its port transferred. */
  readonly feed: StateFeed;
  /** Takes the state back. To be called when the thread has ended, however it ended. */
  close(): void;
}

interface Reader {
  readonly port: MessagePort;
  readonly words: SharedWords;
  /** Chunks that it knows. */
  nodes: number;
  bytes: number;
}

/**
 * Tells other threads of committed versions. They read the same memory: what a version needs is not
 * freed while one of them reads it.
 */
export class Sharing {
  readonly #readers = new Set<Reader>();
  #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
    versions.guard((version) => this.#retire(version));
  }

  /** Shares the state with one more thread. */
  open(): StateShare {
    const { port1, port2 } = new MessageChannel();
    const words = SharedWords.make();
    const reader = { port: port1, words, nodes: 0, bytes: 0 };
    port1.unref();
    this.#readers.add(reader);
    this.#send(reader, this.#everything());
    return {
      feed: { port: port2, words: words.buffer },
      close: () => {
        this.#readers.delete(reader);
        words.allowNothing();
        port1.close();
      },
    };
  }

  /** Tells of a version that was saved. */
  saved(version: bigint): void {
    const long = this.#versions.forest.pool.bytes.takeLongChanges();
    const news = { anew: false, oldest: this.#oldest, versions: this.#shared([version]), long };
    for (const reader of this.#readers) this.#send(reader, news);
  }

  /** Lets nobody begin to read until other trees take the place of these. */
  suspend(): void {
    for (const { words } of this.#readers) words.allowNothing();
  }

  /** Other trees take the place of those that were shared. */
  replace(versions: Versions): void {
    this.#versions = versions;
    versions.guard((version) => this.#retire(version));
    for (const reader of this.#readers) {
      reader.nodes = 0;
      reader.bytes = 0;
      this.#send(reader, this.#everything());
    }
  }

  /** Ends all sharing. */
  close(): void {
    for (const { port, words } of this.#readers) {
      words.allowNothing();
      port.close();
    }
    this.#readers.clear();
  }

  get #oldest(): bigint {
    return this.#versions.oldest ?? 0n;
  }

  #everything(): Omit<StateUpdate, "nodes" | "bytes"> {
    const { oldest, newest, forest } = this.#versions;
    const known: bigint[] = [];
    for (let at = oldest ?? 1n; at <= (newest ?? 0n); at += 1n) known.push(at);
    const long = forest.pool.bytes.longOnes();
    return { anew: true, oldest: this.#oldest, versions: this.#shared(known), long };
  }

  #shared(versions: readonly bigint[]): StateUpdate["versions"] {
    return versions.flatMap((version) => {
      const saved = this.#versions.saved(version);
      return saved === undefined ? [] : [{ version, time: saved.info.time, roots: saved.roots }];
    });
  }

  #send(reader: Reader, news: Omit<StateUpdate, "nodes" | "bytes">): void {
    const { pool } = this.#versions.forest;
    const nodes = pool.buffers(reader.nodes);
    const bytes = pool.bytes.buffers(reader.bytes);
    reader.nodes += nodes.length;
    reader.bytes += bytes.length;
    reader.port.postMessage({ ...news, nodes, bytes } satisfies StateUpdate);
    reader.words.countSent();
    reader.words.allowFrom(this.#oldest);
  }

  /** Whether nobody reads a version, the oldest one; from now on nobody will. */
  #retire(version: bigint): boolean {
    let free = true;
    for (const { words } of this.#readers) {
      words.allowFrom(version + 1n);
      if (words.isRead(version)) free = false;
    }
    return free;
  }
}
