import { setImmediate } from "node:timers/promises";
import type { Archive, DumpIndex } from "./archive.js";
import { StoreFault } from "./contract.js";
import { confirmSaved, loadDump, replayGently } from "./loading.js";
import { Versions } from "./versions.js";

/** Versions behind a loaded one that stay readable with it. */
const WINDOW = 100;
/** Keys in all rebuilt trees together; one tree is always kept, however large. */
const MOST_KEYS = 2_000_000;
const MOST_TREES = 4;

interface Rebuilt {
  readonly versions: Versions;
  /** Versions whose roots were compared with their commit infos. */
  readonly confirmed: Set<bigint>;
  last: bigint;
}

/** Older versions, rebuilt from dumps and change logs; those used last stay in memory. */
export class History {
  readonly #archive: Archive;
  readonly #first: bigint;
  // The one used last comes last.
  #trees: Rebuilt[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(archive: Archive, first: bigint) {
    this.#archive = archive;
    this.#first = first;
  }

  /** The trees that hold a version that was loaded. */
  at(version: bigint): Versions | undefined {
    const found = this.#trees.find(({ confirmed }) => confirmed.has(version));
    return found?.versions.saved(version) && found.versions;
  }

  /** Rebuilds a version that the archive still holds; one after another. */
  load(version: bigint): Promise<Versions> {
    const loading = this.#queue.then(() => this.#load(version));
    this.#queue = loading.catch(() => undefined);
    return loading;
  }

  /** Waits for what is being rebuilt and starts nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#queue;
    this.#trees = [];
  }

  async #pause(): Promise<void> {
    await setImmediate();
    if (this.#stopped) throw new StoreFault("the state is closed");
  }

  async #load(version: bigint): Promise<Versions> {
    await this.#pause();
    const held = this.#trees.find(({ versions }) => versions.saved(version) !== undefined);
    if (held !== undefined) {
      this.#confirm(held, version);
      return held.versions;
    }
    const dump = (await this.#archive.dumps()).find((each) => each.version <= version);
    const near = this.#nearest(version, dump);
    const tree = near ?? (await this.#fresh(dump));
    this.#trees = this.#trees.filter((each) => each !== tree);
    if (tree.last < version) {
      await replayGently(this.#archive, tree.versions, tree.last + 1n, version, () =>
        this.#pause(),
      );
      tree.last = version;
    }
    tree.confirmed.add(version);
    this.#trees.push(tree);
    this.#shrink();
    return tree.versions;
  }

  #confirm(tree: Rebuilt, version: bigint): void {
    if (!tree.confirmed.has(version)) confirmSaved(this.#archive, tree.versions, version);
    tree.confirmed.add(version);
    this.#trees = [...this.#trees.filter((each) => each !== tree), tree];
  }

  /** The rebuilt tree from which the version is reached sooner than from the dump. */
  #nearest(version: bigint, dump: DumpIndex | undefined): Rebuilt | undefined {
    const start = dump?.version ?? 0n;
    return this.#trees
      .filter(({ last }) => last < version && last >= start)
      .reduce<Rebuilt | undefined>(
        (a, b) => (a === undefined || a.last < b.last ? b : a),
        undefined,
      );
  }

  async #fresh(dump: DumpIndex | undefined): Promise<Rebuilt> {
    const versions = new Versions(this.#first, WINDOW);
    const confirmed = new Set<bigint>();
    if (dump === undefined) return { versions, confirmed, last: this.#first - 1n };
    await loadDump(this.#archive, versions, dump, () => this.#pause());
    return { versions, confirmed: confirmed.add(dump.version), last: dump.version };
  }

  #shrink(): void {
    const keys = () => this.#trees.reduce((sum, { versions }) => sum + versions.keys, 0);
    while (this.#trees.length > 1 && (this.#trees.length > MOST_TREES || keys() > MOST_KEYS)) {
      this.#trees.shift();
    }
  }
}
