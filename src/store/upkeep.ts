import type { Archive, DumpIndex } from "./archive.js";
import type { Strike } from "./fault-points.js";
import { dumpTree } from "./iavl/dump.js";
import { oldestKept, type PruningRule } from "./pruning.js";
import type { Versions } from "./versions.js";

const RECORD_BYTES = 256 * 1024;
/** The most that is replayed between two dumps: so many writes, or versions. */
const FAR = { writes: 10_000, versions: 20_000 };

interface UpkeepOptions {
  readonly dump: { readonly versions?: number; readonly writes?: number };
  /** Versions in memory. */
  readonly retain: number;
  readonly first: bigint;
  readonly pruning: PruningRule;
  readonly since: { versions: number; writes: number };
  /** Marked dumps, oldest first. */
  readonly dumps: readonly DumpIndex[];
  readonly floor: bigint | undefined;
  readonly strike: Strike;
}

/**
 * What is done beside the commits, one thing at a time: dumping the trees from a version that is
 * pinned meanwhile, and removing dumps and logs that nothing needs any more.
 */
export class Upkeep {
  readonly #archive: Archive;
  readonly #versions: Versions;
  readonly #options: UpkeepOptions;
  readonly #strike: Strike;
  #dumps: readonly DumpIndex[];
  #floor: bigint | undefined;
  #since: { versions: number; writes: number };
  /** Writes of all versions. */
  #writes: number;
  #running: Promise<void> | undefined;
  #stopped = false;
  /** Why it failed, if it did. */
  fault: unknown;

  constructor(archive: Archive, versions: Versions, options: UpkeepOptions) {
    this.#archive = archive;
    this.#versions = versions;
    this.#options = options;
    this.#strike = options.strike;
    this.#dumps = options.dumps;
    this.#floor = options.floor;
    this.#since = options.since;
    this.#writes = (options.dumps.at(-1)?.writes ?? 0) + options.since.writes;
  }

  /** Oldest version that the archive can still rebuild. */
  get floor(): bigint {
    return this.#floor ?? this.#options.first;
  }

  /** Told of every commit; starts what is due unless something runs already. */
  committed(version: bigint, writes: number): void {
    this.#since.versions += 1;
    this.#since.writes += writes;
    this.#writes += writes;
    if (this.#running !== undefined || this.#stopped) return;
    const dumps = this.#isDue();
    const prunes = version % this.#options.pruning.interval === 0n;
    if (!dumps && (!prunes || this.#higherFloor(version) === undefined)) return;
    if (dumps) this.#since = { versions: 0, writes: 0 };
    this.#run(version, async () => {
      if (dumps) await this.#dump(version);
      if (dumps) await this.#thin(version);
      if (prunes) await this.#prune(version);
    });
  }

  /** Removes now what pruning does not keep at `last`, with a dump of the oldest version it keeps. */
  async prune(last: bigint): Promise<void> {
    await this.idle();
    if (this.#stopped) return;
    const oldest = oldestKept(this.#options.pruning, last);
    const dumps = oldest > this.floor && this.#versions.saved(oldest) !== undefined;
    this.#run(dumps ? oldest : last, async () => {
      if (dumps && !this.#dumps.some(({ version }) => version === oldest)) await this.#dump(oldest);
      await this.#prune(last);
      // What an earlier run left behind when it was cut off.
      if (this.#floor !== undefined)
        await this.#archive.sweepBelow(this.#floor, () => this.#again());
    });
    await this.idle();
    if (this.fault !== undefined) throw this.fault;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Ends what runs at its next record or batch; what it left is swept later. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  #run(pinned: bigint, work: () => Promise<void>): void {
    this.#versions.pin(pinned);
    this.#running = work()
      .catch((error: unknown) => {
        this.fault = error;
      })
      .finally(() => {
        this.#versions.unpin(pinned);
        this.#running = undefined;
      });
  }

  #again(): boolean {
    this.#strike?.("prune: batch written");
    return !this.#stopped;
  }

  #isDue(): boolean {
    const { versions = 1000, writes = 10_000 } = this.#options.dump;
    if (this.#since.versions >= versions) return true;
    return this.#since.writes >= Math.max(writes, this.#versions.keys);
  }

  async #dump(version: bigint): Promise<void> {
    this.#strike?.("dump: begun");
    const stores: { name: string; records: number }[] = [];
    let index = 0;
    const { pool, hasher } = this.#versions.forest;
    for (const [name, root] of this.#versions.saved(version)?.roots ?? []) {
      const start = index;
      hasher.root(root);
      for (const record of dumpTree(pool, root, RECORD_BYTES, "hashes")) {
        if (this.#stopped) return;
        await this.#archive.writeDumpRecord(version, index, record);
        this.#strike?.("dump: record written");
        index += 1;
      }
      stores.push({ name, records: index - start });
    }
    this.#strike?.("dump: records written");
    const dump = { version, writes: this.#writes, stores };
    await this.#archive.markDump(dump);
    await this.#archive.attest(version);
    this.#strike?.("dump: marked");
    this.#dumps = [...this.#dumps, dump].sort((a, b) => (a.version < b.version ? -1 : 1));
  }

  /** Removes dumps without which no replay becomes long. */
  async #thin(last: bigint): Promise<void> {
    if (this.#stopped) return;
    const dropped = this.#superfluous(last);
    this.#dumps = this.#dumps.filter((dump) => !dropped.includes(dump));
    await this.#archive.unmarkDumps(dropped);
    this.#strike?.("dump: older marks gone");
    await this.#archive.sweepDumps(() => !this.#stopped);
    this.#strike?.("dump: swept");
  }

  #superfluous(last: bigint): readonly DumpIndex[] {
    const { first, retain, pruning } = this.#options;
    const opening = this.#dumps.findLast(({ version }) => version <= last - BigInt(retain) + 1n);
    const writes = Math.max(FAR.writes, this.#versions.keys);
    const versions = BigInt(Math.min(FAR.versions, pruning.keepRecent ?? FAR.versions));
    const dropped: DumpIndex[] = [];
    let before = { version: first, writes: 0 };
    for (const [index, dump] of this.#dumps.entries()) {
      const after = this.#dumps[index + 1];
      if (opening === undefined || after === undefined || dump.version >= opening.version) break;
      const isNear =
        after.version - before.version <= versions && after.writes - before.writes <= writes;
      if (isNear && dump.version !== this.#floor) dropped.push(dump);
      else before = dump;
    }
    return dropped;
  }

  /** The newest dump from which every version that is kept can be rebuilt, if it raises the floor. */
  #higherFloor(last: bigint): bigint | undefined {
    const oldest = oldestKept(this.#options.pruning, last);
    const floor = this.#dumps.findLast(({ version }) => version <= oldest)?.version;
    return floor !== undefined && floor > (this.#floor ?? 0n) ? floor : undefined;
  }

  async #prune(last: bigint): Promise<void> {
    const floor = this.#stopped ? undefined : this.#higherFloor(last);
    if (floor === undefined) return;
    this.#strike?.("prune: begun");
    const below = this.#dumps.filter(({ version }) => version < floor);
    await this.#archive.raiseFloor(floor, below);
    this.#floor = floor;
    this.#dumps = this.#dumps.filter((dump) => !below.includes(dump));
    this.#strike?.("prune: floor raised");
    await this.#archive.sweepBelow(floor, () => this.#again());
    this.#strike?.("prune: done");
  }
}
