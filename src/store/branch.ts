import type { StoreBranch, StoreReader, StoreWriter, WriteStore } from "./contract.js";
import { Overlay, type Write } from "./overlay.js";

/** Uncommitted writes over named stores. */
export class Branch implements StoreBranch {
  /** What this branch stands on. */
  readonly parent: StoreReader;
  readonly #target: StoreWriter | undefined;
  readonly #kind: "proved" | "plain";
  readonly #stores = new Map<string, Overlay>();

  /**
   * `target` receives the writes; without one, only a stage can take them. A proved store refuses
   * empty values, which no proof can hold.
   */
  constructor(parent: StoreReader, target?: StoreWriter, kind: "proved" | "plain" = "plain") {
    this.parent = parent;
    this.#target = target;
    this.#kind = kind;
  }

  store(name: string): WriteStore {
    const known = this.#stores.get(name);
    if (known !== undefined) return known;
    const fresh = new Overlay(this.parent.store(name), this.#kind === "proved" ? 1 : 0);
    this.#stores.set(name, fresh);
    return fresh;
  }

  branch(): StoreBranch {
    return new Branch(this, this, this.#kind);
  }

  write(): void {
    const target = this.#target;
    if (target === undefined) throw new Error("a branch over read-only state cannot be written");
    for (const [name, overlay] of this.#stores) {
      if (overlay.size > 0) overlay.writeTo(target.store(name));
    }
  }

  discard(): void {
    for (const overlay of this.#stores.values()) overlay.discard();
  }

  /** Writes by store name, names and keys in ascending byte order; untouched stores are left out. */
  writes(): ReadonlyMap<string, readonly Write[]> {
    const touched = [...this.#stores].filter(([, overlay]) => overlay.size > 0);
    touched.sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(touched.map(([name, overlay]) => [name, overlay.writes()]));
  }
}

/** A branch over state that it cannot write into. */
export function branchOver(state: StoreReader): Branch {
  return new Branch(state);
}

/** A branch that writes into `state`. */
export function branchInto(state: StoreWriter): Branch {
  return new Branch(state, state);
}
