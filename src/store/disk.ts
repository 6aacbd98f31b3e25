import type { Archive, DumpIndex, Head } from "./archive.js";
import type { StoreChanges } from "./change-log.js";
import type { TimedCommitInfo } from "./commit-info.js";
import { StoreFault } from "./contract.js";
import type { Strike } from "./fault-points.js";
import { History } from "./history.js";
import { type Loaded, loadVersions } from "./loading.js";
import type { PruningRule } from "./pruning.js";
import type { Restored } from "./snapshot/restore.js";
import { Upkeep } from "./upkeep.js";
import { Versions } from "./versions.js";

interface DiskOptions {
  readonly retain: number;
  readonly pruning: PruningRule;
  readonly dump?: { readonly versions?: number; readonly writes?: number };
  readonly strike?: Strike;
}

interface Opened {
  readonly head: Head;
  readonly versions: Versions;
}

interface Parts {
  readonly upkeep: Upkeep;
  readonly history: History;
}

/** The archive of a multistore with what works on it: upkeep beside the commits, and history. */
export class Disk {
  readonly #archive: Archive;
  readonly #options: DiskOptions;
  #parts: Parts | undefined;

  constructor(archive: Archive, options: DiskOptions) {
    this.#archive = archive;
    this.#options = options;
  }

  get upkeep(): Upkeep {
    return this.#opened().upkeep;
  }

  get history(): History {
    return this.#opened().history;
  }

  /** Oldest version that can be rebuilt. */
  get floor(): bigint {
    return this.upkeep.floor;
  }

  /** Loads the last version; `initial` is the first version of an archive that has none yet. */
  async open(initial: bigint): Promise<Opened> {
    const { strike } = this.#options;
    const loaded = await loadVersions(this.#archive, initial, this.inMemory, strike);
    const { head, versions } = loaded;
    if (head.version > 0n) await this.#archive.attest(head.version);
    const dumps = (await this.#archive.dumps()).toReversed();
    this.#attach({ ...loaded, dumps, floor: this.#archive.floor() });
    return { head, versions };
  }

  /** Versions that stay in memory. */
  get inMemory(): number {
    const { pruning, retain } = this.#options;
    return Math.min(retain, (pruning.keepRecent ?? retain) + 1);
  }

  /** Counts versions from another first one; only before any was committed. */
  begin(first: bigint): Opened {
    const head = { first, version: 0n, extra: new Map() };
    const opened = { head, versions: new Versions(first, this.inMemory) };
    this.#attach({ ...opened, since: { versions: 0, writes: 0 }, dumps: [], floor: undefined });
    return opened;
  }

  /** Forgets what an earlier restore has left. */
  async beginRestore(): Promise<void> {
    await this.#archive.sweepDumps();
  }

  /** Keeps a chunk of a restore. */
  keepChunk(version: bigint, index: number, chunk: Uint8Array): Promise<void> {
    return this.#archive.writeDumpRecord(version, index, chunk);
  }

  /** Makes a restored version the last and only one. */
  async adopt({ head, manifest, versions, dump }: Restored): Promise<void> {
    const { version } = head;
    await this.#stop();
    await this.#archive.adopt(head, manifest.info, dump);
    this.#options.strike?.("restore: batch written");
    await this.#archive.attest(version);
    const since = { versions: 0, writes: 0 };
    this.#attach({ head, versions, since, dumps: [dump], floor: version });
  }

  #attach(loaded: Loaded & { dumps: readonly DumpIndex[]; floor: bigint | undefined }): void {
    const { head, versions, since, dumps, floor } = loaded;
    const { pruning, dump = {}, strike } = this.#options;
    const { first } = head;
    const options = { dump, retain: this.inMemory, first, pruning, since, dumps, floor, strike };
    const upkeep = new Upkeep(this.#archive, versions, options);
    this.#parts = { upkeep, history: new History(this.#archive, first) };
  }

  commit(head: Head, info: TimedCommitInfo, changes: readonly StoreChanges[]): Promise<void> {
    return this.#archive.commit(head, info, changes, this.#options.strike);
  }

  /** Commit info of a retained version. */
  info(version: bigint): TimedCommitInfo {
    const info = this.#archive.info(version);
    this.#archive.checkInfo(version);
    return info;
  }

  /** The head of an older version that could be opened; StoreFault if it could not. */
  async headFor(version: bigint): Promise<Head> {
    const head = this.#archive.pastHead(version);
    if (head === undefined) throw new StoreFault(`version ${version} has kept no head`);
    await this.history.load(version);
    return head;
  }

  /** Makes the version of `head` the last one and opens it: one move, and the rest is sweeping. */
  async rollback(head: Head): Promise<Opened> {
    const { strike } = this.#options;
    const { version } = head;
    await this.#stop();
    strike?.("rollback: checked");
    const newer = (await this.#archive.dumps()).filter((dump) => dump.version > version);
    await this.#archive.moveHead(head, newer);
    strike?.("rollback: head moved");
    await this.#archive.sweepAfter(version, () => {
      strike?.("rollback: batch written");
      return true;
    });
    strike?.("rollback: done");
    return this.open(head.first);
  }

  async close(): Promise<void> {
    await this.#stop();
    try {
      await this.#archive.attest(this.#archive.head()?.version ?? 0n);
    } finally {
      await this.#archive.close();
    }
  }

  async #stop(): Promise<void> {
    await this.#parts?.upkeep.stop();
    await this.#parts?.history.stop();
  }

  #opened(): Parts {
    if (this.#parts === undefined) throw new StoreFault("the archive is not open yet");
    return this.#parts;
  }
}
