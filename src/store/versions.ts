import type { NamedHash } from "./app-hash.js";
import type { StoreChanges } from "./change-log.js";
import type { TimedCommitInfo } from "./commit-info.js";
import {
  MissingStore,
  type ReadStore,
  StoreFault,
  type StoreProof,
  type StoreReader,
} from "./contract.js";
import { postOrder } from "./iavl/dump.js";
import { proveKey } from "./iavl/proof.js";
import { rememberStores, TreeReader } from "./iavl/read.js";
import { Forest } from "./iavl/tree.js";
import type { Write } from "./overlay.js";
import { keyOp, storeOp } from "./proof.js";

type Roots = ReadonlyMap<string, number>;

interface Saved {
  readonly roots: Roots;
  readonly info: TimedCommitInfo;
}

/** The trees of all stores in memory: the version being built and the last few saved ones. */
export class Versions {
  readonly forest: Forest;
  readonly #retain: number;
  readonly #saved = new Map<bigint, Saved>();
  // By version: the nodes that it no longer has, though the version before does.
  readonly #orphans = new Map<bigint, Uint32Array>();
  /** How often each is pinned: a dump and a snapshot may be of the same version. */
  readonly #pinned = new Map<bigint, number>();
  #live = new Map<string, number>();
  #building: bigint | undefined;
  #oldest: bigint | undefined;
  #newest: bigint | undefined;
  #mayGo: (version: bigint) => boolean = () => true;

  constructor(first: bigint, retain: number) {
    this.forest = new Forest(first);
    this.#retain = retain;
  }

  /** Names of the mounted stores, sorted. */
  get names(): readonly string[] {
    return [...this.#live.keys()].sort();
  }

  /** Oldest saved version; undefined before the first. */
  get oldest(): bigint | undefined {
    return this.#oldest;
  }

  /** Newest saved version; undefined before the first. */
  get newest(): bigint | undefined {
    return this.#newest;
  }

  /** `mayGo` is asked before the oldest version is let go of; where it may not, it stays for now. */
  guard(mayGo: (version: bigint) => boolean): void {
    this.#mayGo = mayGo;
  }

  /** Number of keys in all stores. */
  get keys(): number {
    let keys = 0;
    for (const root of this.#live.values()) keys += this.forest.pool.size(root);
    return keys;
  }

  /** Number of keys in each store, by name. */
  get sizes(): ReadonlyMap<string, number> {
    return new Map(this.names.map((name) => [name, this.forest.pool.size(this.#root(name))]));
  }

  /** Mounts a store with a tree; root 0 is an empty one. */
  mount(name: string, root = 0): void {
    this.#live.set(name, root);
  }

  /** Takes a store off from the version being built on. */
  unmount(version: bigint, name: string): void {
    this.#begin(version);
    const { pool } = this.forest;
    for (const id of postOrder(pool, this.#root(name))) pool.drop(id);
    this.#live.delete(name);
  }

  /** Applies writes in their order to a store, as part of building `version`. */
  apply(version: bigint, name: string, writes: readonly Write[]): void {
    this.#begin(version);
    let root = this.#root(name);
    for (const { key, value } of writes) root = this.forest.apply(root, key, value);
    this.#live.set(name, root);
  }

  /** Applies the changes of a version as logged: stores come and go as they say. */
  replay(version: bigint, changes: readonly StoreChanges[]): void {
    for (const _ of this.replaySteps(version, changes, Number.POSITIVE_INFINITY));
  }

  /** The same in steps of about so many writes. */
  *replaySteps(
    version: bigint,
    changes: readonly StoreChanges[],
    writesPerStep: number,
  ): Generator<void> {
    this.#begin(version);
    const named = new Set(changes.map(({ name }) => name));
    for (const name of this.names) if (!named.has(name)) this.unmount(version, name);
    for (const { name, writes } of changes) {
      if (!this.#live.has(name)) this.mount(name);
      for (let from = 0; from < writes.length; from += writesPerStep) {
        this.apply(version, name, writes.slice(from, from + writesPerStep));
        if (writes.length > writesPerStep) yield;
      }
    }
  }

  /** Root hash of every mounted store, sorted by name. */
  hashes(): readonly NamedHash[] {
    return this.#hashed(this.#live);
  }

  /** The same of a saved version. */
  hashesAt(version: bigint): readonly NamedHash[] {
    return this.#hashed(this.#saved.get(version)?.roots ?? new Map());
  }

  /** Hashes what `hashes` will ask for, in steps of so many nodes. */
  *hashSteps(nodesPerStep: number): Generator<void> {
    for (const root of this.#live.values()) yield* this.forest.hasher.steps(root, nodesPerStep);
  }

  /** Keeps what was built as the version of `info`, and lets go of versions past retention. */
  save(info: TimedCommitInfo): void {
    this.#begin(info.version);
    this.#orphans.set(info.version, this.forest.pool.takeOrphans());
    this.#saved.set(info.version, { roots: new Map(this.#live), info });
    this.#oldest ??= info.version;
    this.#newest = info.version;
    this.#building = undefined;
    this.#prune();
  }

  /** A saved version that is still retained. */
  saved(version: bigint): Saved | undefined {
    return this.#saved.get(version);
  }

  /** Keeps a version until it is unpinned as often as it was pinned. */
  pin(version: bigint): void {
    this.#pinned.set(version, (this.#pinned.get(version) ?? 0) + 1);
  }

  unpin(version: bigint): void {
    const others = (this.#pinned.get(version) ?? 0) - 1;
    if (others > 0) this.#pinned.set(version, others);
    else this.#pinned.delete(version);
    this.#prune();
  }

  /** Reads a store as it is now, whatever was built last. */
  live(name: string): ReadStore {
    this.#root(name);
    return new TreeReader(this.forest.pool, { root: () => this.#root(name) });
  }

  /** Reads a saved version for as long as it is retained. */
  at(version: bigint): StoreReader | undefined {
    if (!this.#saved.has(version)) return undefined;
    return rememberStores((name) => this.#savedStore(version, name));
  }

  /** Proves a key of a store, present or absent, at a version that is retained. */
  prove(version: bigint, name: string, key: Uint8Array): StoreProof | undefined {
    const saved = this.#saved.get(version);
    if (saved === undefined) return undefined;
    const root = saved.roots.get(name);
    if (root === undefined) throw new MissingStore(name, version);
    const proof = proveKey(this.forest, root, key);
    const ops = [keyOp(key, proof), storeOp(saved.info.stores, name)];
    return proof.exist === undefined ? { ops } : { value: proof.exist.value, ops };
  }

  #savedStore(version: bigint, name: string): ReadStore {
    const root = this.#saved.get(version)?.roots.get(name);
    if (root === undefined) throw new MissingStore(name, version);
    const source = {
      root: () => {
        if (this.#saved.has(version)) return root;
        throw new StoreFault(`version ${version} is no longer retained`);
      },
    };
    return new TreeReader(this.forest.pool, source, "settled");
  }

  #hashed(roots: Roots): readonly NamedHash[] {
    const sorted = [...roots].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([name, root]) => ({ name, hash: this.forest.hasher.root(root) }));
  }

  #root(name: string): number {
    const root = this.#live.get(name);
    if (root === undefined) throw new MissingStore(name);
    return root;
  }

  #begin(version: bigint): void {
    if (this.#building === version) return;
    if (this.#building !== undefined) throw new StoreFault("another version is being built");
    this.forest.begin(version);
    this.#building = version;
  }

  #prune(): void {
    while (this.#saved.size > this.#retain && this.#oldest !== undefined) {
      if (this.#pinned.has(this.#oldest) || !this.#mayGo(this.#oldest)) return;
      this.#saved.delete(this.#oldest);
      this.#oldest += 1n;
      const orphans = this.#orphans.get(this.#oldest) ?? [];
      for (const id of orphans) this.forest.pool.free(id);
      this.#orphans.delete(this.#oldest);
    }
  }
}
