import type { Entry, Range, ReadStore, WriteStore } from "./contract.js";
import { checkKey, checkWrite, compareBytes, keyText } from "./key-text.js";
import { SortedTexts } from "./sorted-texts.js";

/** One write: the last of its key; without a value it deletes. */
export interface Write {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

/** Writes held in memory on top of a store that does not see them. */
export class Overlay implements WriteStore {
  readonly #below: ReadStore;
  readonly #writes = new Map<string, Write>();
  readonly #texts = new SortedTexts();
  readonly #shortest: number;
  #changes = 0;

  /** Refuses values of fewer bytes than `shortest`. */
  constructor(below: ReadStore, shortest = 0) {
    this.#below = below;
    this.#shortest = shortest;
  }

  get(key: Uint8Array, text = keyText(key)): Uint8Array | undefined {
    return this.#find(text, key);
  }

  has(key: Uint8Array): boolean {
    return this.#holds(keyText(key), key);
  }

  set(key: Uint8Array, value: Uint8Array): void {
    checkWrite(key, value);
    if (value.length < this.#shortest) throw new RangeError("a stored value must not be empty");
    this.#put(keyText(key), { key, value });
  }

  delete(key: Uint8Array): void {
    checkKey(key);
    this.#put(keyText(key), { key, value: undefined });
  }

  *iterate(range: Range = {}): IterableIterator<Entry> {
    const changes = this.#changes;
    for (const entry of this.#merged(range)) {
      yield entry;
      if (this.#changes !== changes) throw new Error("the store was written to while iterated");
    }
  }

  /** Every write in ascending byte order of the keys. */
  writes(): readonly Write[] {
    return Array.from(this.#texts.between(), (text) => this.#at(text));
  }

  /** Number of keys written. */
  get size(): number {
    return this.#writes.size;
  }

  /** Moves every write into `target`, in ascending byte order unless it is an overlay too. */
  writeTo(target: WriteStore): void {
    if (target instanceof Overlay) {
      for (const [text, write] of this.#writes) target.#put(text, write);
    } else {
      for (const { key, value } of this.writes()) {
        if (value === undefined) target.delete(key);
        else target.set(key, value);
      }
    }
    this.discard();
  }

  /** Forgets every write. */
  discard(): void {
    this.#writes.clear();
    this.#texts.clear();
    this.#changes += 1;
  }

  // The text of a key is made once and handed down through nested overlays.
  #find(text: string, key: Uint8Array): Uint8Array | undefined {
    const write = this.#writes.get(text);
    if (write !== undefined) return write.value;
    const below = this.#below;
    return below instanceof Overlay ? below.#find(text, key) : below.get(key, text);
  }

  #holds(text: string, key: Uint8Array): boolean {
    const write = this.#writes.get(text);
    if (write !== undefined) return write.value !== undefined;
    const below = this.#below;
    return below instanceof Overlay ? below.#holds(text, key) : below.has(key);
  }

  #put(text: string, write: Write): void {
    if (!this.#writes.has(text)) this.#texts.add(text);
    this.#writes.set(text, write);
    this.#changes += 1;
  }

  #at(text: string): Write {
    const write = this.#writes.get(text);
    if (write === undefined) throw new Error("an overlay lists a key that it does not hold");
    return write;
  }

  *#own({ gte, lt, reverse = false }: Range): Generator<Write> {
    const from = gte === undefined ? undefined : keyText(gte);
    const to = lt === undefined ? undefined : keyText(lt);
    const texts = this.#texts;
    const own = reverse ? texts.betweenReversed(from, to) : texts.between(from, to);
    for (const text of own) yield this.#at(text);
  }

  /** Own writes over the entries below; a key of both is told by the own write. */
  *#merged(range: Range): Generator<Entry> {
    const sign = range.reverse === true ? -1 : 1;
    const below = this.#below.iterate(range);
    let under = below.next();
    for (const { key, value } of this.#own(range)) {
      while (under.done !== true) {
        const order = sign * compareBytes(under.value[0], key);
        if (order > 0) break;
        if (order < 0) yield under.value;
        under = below.next();
      }
      if (value !== undefined) yield [key, value];
    }
    for (; under.done !== true; under = below.next()) yield under.value;
  }
}
