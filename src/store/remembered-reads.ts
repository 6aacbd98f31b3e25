import type { Entry, Range, ReadStore } from "./contract.js";
import { keyText } from "./key-text.js";
import type { Write } from "./overlay.js";

/** Values that one store remembers, at most. */
const MOST = 50_000;

/**
 * What was read from a tree of late. To find a key among a million costs twenty steps through
 * memory that is far apart, and a transaction's keys are asked for when it is checked and when its
 * block runs. The owner tells of every write that reaches the tree.
 */
export class RememberedReads implements ReadStore {
  readonly #values = new Map<string, Uint8Array | undefined>();

  constructor(private readonly tree: ReadStore) {}

  get(key: Uint8Array, text = keyText(key)): Uint8Array | undefined {
    const known = this.#values.get(text);
    if (known !== undefined || this.#values.has(text)) return known;
    const value = this.tree.get(key);
    if (this.#values.size >= MOST) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }

  has(key: Uint8Array): boolean {
    return this.get(key) !== undefined;
  }

  iterate(range?: Range): IterableIterator<Entry> {
    return this.tree.iterate(range);
  }

  /** Forgets what these writes have changed. */
  written(writes: readonly Write[]): void {
    if (writes.length > this.#values.size) this.#values.clear();
    else for (const { key } of writes) this.#values.delete(keyText(key));
  }
}
