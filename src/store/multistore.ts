import { Archive, type Head } from "./archive.js";
import { Branch } from "./branch.js";
import type { StoreChanges } from "./change-log.js";
import { commitInfo, type TimedCommitInfo } from "./commit-info.js";
import {
  type CommitInfo,
  type MultiStore,
  type ReadStore,
  type StoreBranch,
  StoreFault,
  type StoreReader,
} from "./contract.js";
import { Dumper } from "./dumper.js";
import { EMPTY_HASH } from "./iavl/node-hash.js";
import { loadVersions } from "./loading.js";
import { mountStores, type StoreUpgrade } from "./upgrade.js";
import { Versions } from "./versions.js";

/** How a multistore is opened. */
export interface MultiStoreOptions {
  /** Folder of the database; absent: the state lives in memory only. */
  readonly path?: string | undefined;
  /** Names of the stores. Those of an existing database must be the same, or `upgrade` says how. */
  readonly stores: readonly string[];
  /** Version of the first commit ever; 1 unless given. */
  readonly initialVersion?: bigint;
  /** How many versions can be read; 100 unless given. */
  readonly retain?: number;
  /** How stores came and went since the last commit; it takes effect with the next one. */
  readonly upgrade?: StoreUpgrade;
  /** When the trees are dumped so that opening need not replay every version. */
  readonly dump?: DumpOptions;
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
  /** Resolves when no dump is being written. */
  dumped(): Promise<void>;
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
  if (path === undefined) {
    const versions = new Versions(first, retain);
    const head: Head = { first, version: 0n, extra: new Map() };
    return new Trees({ versions, head, pending: mountStores(versions, head, options) });
  }
  const archive = await Archive.open(path);
  try {
    const { head, versions, since } = await loadVersions(archive, first, retain);
    const pending = mountStores(versions, head, options);
    const dumper = new Dumper(archive, versions, { ...options.dump, retain, since });
    return new Trees({ versions, head, pending, archive, dumper });
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
  readonly archive?: Archive;
  readonly dumper?: Dumper;
}

class Trees implements OpenMultiStore {
  readonly #versions: Versions;
  readonly #archive: Archive | undefined;
  readonly #dumper: Dumper | undefined;
  readonly #stores = new Map<string, ReadStore>();
  #head: Head;
  #pending: readonly StoreChanges[];
  #staged: Staged | undefined;
  #committing = false;
  #fault: unknown;

  constructor({ versions, head, pending, archive, dumper }: TreesParts) {
    this.#versions = versions;
    this.#head = head;
    this.#pending = pending;
    this.#archive = archive;
    this.#dumper = dumper;
    for (const name of versions.names) this.#stores.set(name, versions.live(name));
  }

  get version(): bigint {
    return this.#head.version;
  }

  get appHash(): Uint8Array {
    return this.info(this.version)?.appHash ?? EMPTY_HASH;
  }

  store(name: string): ReadStore {
    const store = this.#stores.get(name);
    if (store === undefined) throw new StoreFault(`no store ${name} is mounted`);
    return store;
  }

  branch(): StoreBranch {
    return new Branch(this);
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
      await this.#archive?.commit(head, staged.info, staged.changes);
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

  at(version: bigint): StoreReader | undefined {
    return this.#versions.at(version);
  }

  info(version: bigint): TimedCommitInfo | undefined {
    return this.#versions.saved(version)?.info;
  }

  async dumped(): Promise<void> {
    await this.#dumper?.idle();
  }

  async close(): Promise<void> {
    this.#fault ??= new StoreFault("the state is closed");
    await this.#dumper?.stop();
    await this.#archive?.close();
  }

  #apply(branch: Branch, time: bigint | undefined): Staged {
    const { first, version: last } = this.#head;
    const version = last === 0n ? first : last + 1n;
    const writes = branch.writes();
    const changes = this.#versions.names.map((name) => {
      const before = this.#pending.find((change) => change.name === name)?.writes ?? [];
      const own = writes.get(name) ?? [];
      this.#versions.apply(version, name, own);
      return { name, writes: before.length === 0 ? own : [...before, ...own] };
    });
    return { info: commitInfo(version, this.#versions.hashes(), time), changes };
  }

  #settle(head: Head, { info, changes }: Staged): void {
    this.#versions.save(info);
    this.#head = head;
    this.#staged = undefined;
    this.#pending = [];
    this.#dumper?.committed(
      info.version,
      changes.reduce((sum, { writes }) => sum + writes.length, 0),
    );
  }

  #refuseFaulty(): void {
    this.#fault ??= this.#dumper?.fault;
    if (this.#fault === undefined) return;
    throw new StoreFault(`the state takes no more versions: ${this.#fault}`, {
      cause: this.#fault,
    });
  }
}
