import type { Archive } from "./archive.js";
import { dumpTree } from "./iavl/dump.js";
import type { Versions } from "./versions.js";

const RECORD_BYTES = 256 * 1024;

interface DumperOptions {
  readonly versions?: number;
  readonly writes?: number;
  readonly retain: number;
  readonly since: { versions: number; writes: number };
}

/** Dumps the trees beside the commits, from a version that is pinned meanwhile. */
export class Dumper {
  readonly #archive: Archive;
  readonly #versions: Versions;
  readonly #options: DumperOptions;
  #since: { versions: number; writes: number };
  #running: Promise<void> | undefined;
  #stopped = false;
  /** Why dumping failed, if it did. */
  fault: unknown;

  constructor(archive: Archive, versions: Versions, options: DumperOptions) {
    this.#archive = archive;
    this.#versions = versions;
    this.#options = options;
    this.#since = options.since;
  }

  /** Told of every commit; starts a dump when one is due. */
  committed(version: bigint, writes: number): void {
    this.#since.versions += 1;
    this.#since.writes += writes;
    if (this.#running !== undefined || this.#stopped || !this.#isDue()) return;
    this.#since = { versions: 0, writes: 0 };
    this.#versions.pin(version);
    this.#running = this.#dump(version)
      .catch((error: unknown) => {
        this.fault = error;
      })
      .finally(() => {
        this.#versions.unpin(version);
        this.#running = undefined;
      });
  }

  /** Resolves when no dump is running. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Ends a running dump at its next record; what it wrote is swept at the next opening. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  #isDue(): boolean {
    const { versions = 1000, writes = 10_000 } = this.#options;
    if (this.#since.versions >= versions) return true;
    return this.#since.writes >= Math.max(writes, this.#versions.keys);
  }

  async #dump(version: bigint): Promise<void> {
    const stores: { name: string; records: number }[] = [];
    let index = 0;
    for (const [name, root] of this.#versions.saved(version)?.roots ?? []) {
      const start = index;
      for (const record of dumpTree(this.#versions.forest.pool, root, RECORD_BYTES)) {
        if (this.#stopped) return;
        await this.#archive.writeDumpRecord(version, index, record);
        index += 1;
      }
      stores.push({ name, records: index - start });
    }
    await this.#archive.markDump({ version, stores });
    await this.#archive.sweepDumps(await this.#superseded(version));
  }

  /** Dumps older than the one from which every retained version can be replayed. */
  async #superseded(newest: bigint): Promise<readonly bigint[]> {
    const readable = newest - BigInt(this.#options.retain) + 1n;
    const dumps = (await this.#archive.dumps()).map(({ version }) => version);
    const needed = dumps.find((version) => version <= readable);
    return needed === undefined ? [] : dumps.filter((version) => version < needed);
  }
}
