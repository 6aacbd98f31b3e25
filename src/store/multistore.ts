import { Archive, type Head } from "./archive.js";
import { Branch } from "./branch.js";
import type { StoreChanges } from "./change-log.js";
import { commitInfo, type TimedCommitInfo } from "./commit-info.js";
import {
  type CommitInfo,
  MissingStore,
  type MultiStore,
  type ReadStore,
  type StoreBranch,
  StoreFault,
  type StoreProof,
  type StoreReader,
} from "./contract.js";
import { Disk } from "./disk.js";
import type { Strike } from "./fault-points.js";
import { EMPTY_HASH } from "./iavl/node-hash.js";
import { oldestKept, type Pruning, type PruningRule, pruningRule } from "./pruning.js";
import { RememberedReads } from "./remembered-reads.js";
import { Sharing, type StateShare } from "./sharing.js";
import { SnapshotError } from "./snapshot/errors.js";
import type { Manifest } from "./snapshot/manifest.js";
import { Restore, type Restored } from "./snapshot/restore.js";
import { type SnapshotSource, snapshotSource } from "./snapshot/source.js";
import { type ChooseUpgrade, mountStores, type StoreUpgrade } from "./upgrade.js";
import { Versions } from "./versions.js";

/** How a multistore is opened. */
export interface MultiStoreOptions {
  /** Folder of the database; absent: the state lives in memory only. */
  readonly path?: string | undefined;
  /** Names of the stores. Those of an existing database must be the same, or `upgrade` says how. */
  readonly stores: readonly string[];
  /** Version of the first commit ever; 1 unless given. */
  readonly initialVersion?: bigint;
  /** How many versions stay in memory; 100 unless given. Older ones are rebuilt when asked for. */
  readonly retain?: number;
  /** Which versions stay on disk; `default` unless given. */
  readonly pruning?: Pruning;
  /** How stores came and went since the last commit; it takes effect with the next one. */
  readonly upgrade?: StoreUpgrade | ChooseUpgrade;
  /** When the trees are dumped so that opening need not replay every version. */
  readonly dump?: DumpOptions;
  /** For tests: told of each fault point as it is passed. */
  readonly strike?: Strike;
}

/** A dump is due when either is reached since the last one. */
export interface DumpOptions {
  /** Versions; 1,000 unless given. */
  readonly versions?: number;
  /** Writes, if they are also more than there are keys; 10,000 unless given. */
  readonly writes?: number;
}

/** The state of a chain as it was opened. */
export interface OpenMultiStore extends MultiStore {
  /** Number of keys in each store, by name; the staged version's where there is one. */
  keys(): ReadonlyMap<string, number>;
  /** Resolves when nothing is being dumped or pruned. */
  dumped(): Promise<void>;
  /** Removes from disk now what pruning does not keep. */
  prune(): Promise<void>;
  /**
   * Makes an older retained version the last one, for good. Readers and branches taken before are
   * void. StoreFault, and nothing is changed, when the version is not retained or damaged.
   */
  rollback(version: bigint): Promise<void>;
  /** Holds a retained version for a snapshot of it; an older one is rebuilt first. StoreFault. */
  snapshotSource(version: bigint): Promise<SnapshotSource>;
  /**
   * Begins to fill the empty state from a snapshot, whose commit info the caller trusts. What an
   * earlier attempt left is forgotten. SnapshotError for one that this state cannot hold. `judge` reads
   * the whole before it becomes the state, and may throw SnapshotError.
   */
  restore(manifest: Manifest, judge?: (stores: StoreReader) => void): Promise<Restore>;
}

interface Staged {
  readonly info: TimedCommitInfo;
  readonly changes: readonly StoreChanges[];
}

/** Opens or creates the state of a chain. StoreFault when it is in use, damaged or too new. */
export async function openMultiStore(options: MultiStoreOptions): Promise<OpenMultiStore> {
  const { path, retain = 100 } = options;
  if (retain < 1) throw new RangeError("at least one version must be retained");
  const first = options.initialVersion ?? 1n;
  const pruning = pruningRule(options.pruning ?? "default");
  if (path === undefined) {
    const versions = new Versions(first, retain);
    const head: Head = { first, version: 0n, extra: new Map() };
    const pending = mountStores(versions, head, options);
    return new Trees({ versions, head, pending, retain }, pruning, options.strike);
  }
  const archive = await Archive.open(path);
  try {
    const disk = new Disk(archive, { ...options, retain, pruning });
    const { versions, head } = await disk.open(first);
    const pending = mountStores(versions, head, options);
    return new Trees({ versions, head, pending, disk, retain }, pruning, options.strike);
  } catch (error) {
    await archive.close();
    throw error;
  }
}

interface TreesParts {
  readonly versions: Versions;
  readonly head: Head;
  /** Changes already applied to the next version, of stores that were renamed. */
  readonly pending: readonly StoreChanges[];
  readonly disk?: Disk;
  /** Versions in memory. */
  readonly retain: number;
}

class Trees implements OpenMultiStore {
  readonly #disk: Disk | undefined;
  readonly #pruning: PruningRule;
  readonly #strike: Strike;
  readonly #retain: number;
  readonly #stores = new Map<string, RememberedReads>();
  #versions: Versions;
  #head: Head;
  #pending: readonly StoreChanges[];
  #staged: Staged | undefined;
  #committing = false;
  #fault: unknown;
  readonly #sharing: Sharing;

  constructor(parts: TreesParts, pruning: PruningRule, strike?: Strike) {
    this.#versions = parts.versions;
    this.#head = parts.head;
    this.#pending = parts.pending;
    this.#disk = parts.disk;
    this.#retain = parts.retain;
    this.#pruning = pruning;
    this.#strike = strike;
    this.#sharing = new Sharing(parts.versions);
    this.#mount();
  }

  get version(): bigint {
    return this.#head.version;
  }

  get appHash(): Uint8Array {
    return this.info(this.version)?.appHash ?? EMPTY_HASH;
  }

  store(name: string): ReadStore {
    const store = this.#stores.get(name);
    if (store === undefined) throw new MissingStore(name);
    return store;
  }

  branch(): StoreBranch {
    return new Branch(this, undefined, "proved");
  }

  stage(branch: StoreBranch, time?: bigint): CommitInfo {
    this.#refuseFaulty();
    if (this.#staged !== undefined) throw new StoreFault("a staged version awaits its commit");
    if (!(branch instanceof Branch) || branch.parent !== this) {
      throw new StoreFault("only a branch of this very state can be staged");
    }
    try {
      this.#staged = this.#apply(branch, time);
    } catch (error) {
      this.#fault = error;
      throw error;
    }
    branch.discard();
    return this.#staged.info;
  }

  async commit(extra: ReadonlyMap<string, Uint8Array> = new Map()): Promise<void> {
    this.#refuseFaulty();
    const staged = this.#staged;
    if (staged === undefined) throw new StoreFault("nothing is staged");
    if (this.#committing) throw new StoreFault("the staged version is being committed already");
    const head = { first: this.#head.first, version: staged.info.version, extra: new Map(extra) };
    this.#committing = true;
    try {
      await this.#disk?.commit(head, staged.info, staged.changes);
      this.#settle(head, staged);
    } catch (error) {
      this.#fault = error;
      throw error;
    } finally {
      this.#committing = false;
    }
  }

  extra(key: string): Uint8Array | undefined {
    return this.#head.extra.get(key);
  }

  keys(): ReadonlyMap<string, number> {
    return this.#versions.sizes;
  }

  get earliest(): bigint {
    const { first, version } = this.#head;
    const kept = oldestKept(this.#pruning, version);
    const held = this.#disk?.floor ?? this.#versions.oldest ?? first;
    if (held > kept) return held;
    return kept;
  }

  at(version: bigint): StoreReader | undefined {
    return this.#treesAt(version)?.at(version);
  }

  async load(version: bigint): Promise<StoreReader | undefined> {
    const known = this.at(version);
    if (known !== undefined || !this.#retains(version)) return known;
    try {
      return (await this.#disk?.history.load(version))?.at(version);
    } catch (error) {
      // Pruned while it was being rebuilt.
      if (!this.#retains(version)) return undefined;
      throw error;
    }
  }

  prove(version: bigint, store: string, key: Uint8Array): StoreProof | undefined {
    return this.#treesAt(version)?.prove(version, store, key);
  }

  info(version: bigint): TimedCommitInfo | undefined {
    if (!this.#retains(version)) return undefined;
    return this.#versions.saved(version)?.info ?? this.#disk?.info(version);
  }

  share(): StateShare {
    return this.#sharing.open();
  }

  async dumped(): Promise<void> {
    await this.#disk?.upkeep.idle();
  }

  async prune(): Promise<void> {
    this.#refuseFaulty();
    await this.#disk?.upkeep.prune(this.version);
  }

  async rollback(version: bigint): Promise<void> {
    this.#refuseFaulty();
    if (this.#staged !== undefined) throw new StoreFault("a staged version awaits its commit");
    if (this.#disk === undefined) throw new StoreFault("state in memory cannot be rolled back");
    if (version === this.version) return;
    if (!this.#retains(version)) {
      const range = `${this.earliest} to ${this.version}`;
      throw new StoreFault(`version ${version} is not retained, ${range} are`);
    }
    const past = await this.#disk.headFor(version);
    this.#sharing.suspend();
    try {
      const { versions, head } = await this.#disk.rollback(past);
      this.#become({ versions, head });
    } catch (error) {
      this.#fault = error;
      throw error;
    }
  }

  begin(first: bigint): void {
    this.#refuseFaulty();
    if (this.version !== 0n || this.#staged !== undefined) {
      throw new StoreFault(`the state has versions; it cannot begin at ${first}`);
    }
    if (first < 1n) throw new StoreFault(`no first version ${first}`);
    if (first === this.#head.first) return;
    const head = { first, version: 0n, extra: new Map() };
    const opened = this.#disk?.begin(first) ?? {
      head,
      versions: new Versions(first, this.#retain),
    };
    for (const name of this.#versions.names) opened.versions.mount(name);
    this.#become(opened);
  }

  async snapshotSource(version: bigint): Promise<SnapshotSource> {
    if (version === this.version) return snapshotSource(this.#versions, this.#head);
    const past = this.#retains(version) ? await this.#disk?.headFor(version) : undefined;
    const versions = this.#treesAt(version);
    if (past === undefined || versions === undefined) {
      throw new StoreFault(`version ${version} is not retained`);
    }
    return snapshotSource(versions, past);
  }

  async restore(manifest: Manifest, judge?: (stores: StoreReader) => void): Promise<Restore> {
    this.#refuseFaulty();
    if (this.version !== 0n || this.#staged !== undefined) {
      throw new StoreFault("only an empty state can be restored");
    }
    requireSameStores(manifest, this.#versions.names);
    await this.#disk?.beginRestore();
    this.#strike?.("restore: offered");
    const restore = new Restore(manifest, {
      retain: this.#disk?.inMemory ?? this.#retain,
      keep: async (at, index, chunk) => this.#disk?.keepChunk(at, index, chunk),
      judge,
      adopt: (restored) => this.#adopt(restored),
      strike: this.#strike,
    });
    await restore.finishStores();
    return restore;
  }

  async close(): Promise<void> {
    this.#fault ??= new StoreFault("the state is closed");
    this.#sharing.close();
    await this.#disk?.close();
  }

  async #adopt(restored: Restored): Promise<void> {
    this.#refuseFaulty();
    try {
      await this.#disk?.adopt(restored);
      this.#become(restored);
    } catch (error) {
      this.#fault = error;
      throw error;
    }
    this.#strike?.("restore: done");
  }

  #become({ versions, head }: Pick<TreesParts, "versions" | "head">): void {
    this.#versions = versions;
    this.#head = head;
    this.#pending = [];
    this.#mount();
    this.#sharing.replace(versions);
  }

  #mount(): void {
    this.#stores.clear();
    for (const name of this.#versions.names) {
      this.#stores.set(name, new RememberedReads(this.#versions.live(name)));
    }
  }

  #retains(version: bigint): boolean {
    return version >= this.earliest && version <= this.version;
  }

  /** The trees that hold a retained version, those of the newest or rebuilt ones. */
  #treesAt(version: bigint): Versions | undefined {
    if (!this.#retains(version)) return undefined;
    if (this.#versions.saved(version) !== undefined) return this.#versions;
    return this.#disk?.history.at(version);
  }

  #apply(branch: Branch, time: bigint | undefined): Staged {
    const { first, version: last } = this.#head;
    const version = last === 0n ? first : last + 1n;
    const writes = branch.writes();
    const changes = this.#versions.names.map((name) => {
      const before = this.#pending.find((change) => change.name === name)?.writes ?? [];
      const own = writes.get(name) ?? [];
      this.#versions.apply(version, name, own);
      this.#stores.get(name)?.written(own);
      return { name, writes: before.length === 0 ? own : [...before, ...own] };
    });
    const info = commitInfo(version, this.#versions.hashes(), time);
    this.#strike?.("commit: trees changed");
    return { info, changes };
  }

  #settle(head: Head, { info, changes }: Staged): void {
    this.#versions.save(info);
    this.#sharing.saved(info.version);
    this.#head = head;
    this.#staged = undefined;
    this.#pending = [];
    this.#strike?.("commit: settled");
    const writes = changes.reduce((sum, change) => sum + change.writes.length, 0);
    this.#disk?.upkeep.committed(info.version, writes);
  }

  #refuseFaulty(): void {
    this.#fault ??= this.#disk?.upkeep.fault;
    if (this.#fault === undefined) return;
    throw new StoreFault(`the state takes no more versions: ${this.#fault}`, {
      cause: this.#fault,
    });
  }
}

function requireSameStores({ stores }: Manifest, names: readonly string[]): void {
  const same = stores.length === names.length && stores.every(({ name }, at) => name === names[at]);
  if (!same) throw new SnapshotError("the snapshot has other stores than this program");
}
