import { keyText } from "../store/key-text.js";

/** Values whose sums are remembered, at most. */
const MOST = 20_000;

/**
 * Sums of the index entries of values that were asked for before: for whoever compares the same
 * append-only collection again and again. A value that has changed is summed anew.
 */
export class KnownSums {
  readonly #known = new Map<string, { readonly bytes: Uint8Array; readonly sums: Sums }>();

  /** One sum for each index; `make` when they are not known. */
  of(key: Uint8Array, bytes: Uint8Array, make: () => Sums): Sums {
    const text = keyText(key);
    const found = this.#known.get(text);
    if (found !== undefined && Buffer.compare(found.bytes, bytes) === 0) return found.sums;
    const sums = make();
    if (found !== undefined || this.#known.size < MOST) {
      this.#known.set(text, { bytes: bytes.slice(), sums });
    }
    return sums;
  }
}

type Sums = readonly EntrySum[];

/**
 * A sum over entries in whatever order they come: lists of entries with one sum are the same, but for a
 * chance of one in 2^64. It compares millions of entries without keeping or looking up any of them.
 */
export class EntrySum {
  #count = 0;
  #first = 0;
  #second = 0;
  #hash: readonly [number, number] = [0, 0];

  /** Adds the entry that these bytes make, one behind the other. */
  add(...parts: readonly Uint8Array[]): void {
    this.#take(parts);
    this.#keep();
  }

  /** Adds the entries that each of `heads` makes with `tail`; what is there twice counts once. */
  addEach(heads: readonly Uint8Array[], tail: Uint8Array): void {
    const seen: number[] = [];
    for (const head of heads) {
      this.#take([head, tail]);
      const [first, second] = this.#hash;
      const both = first * 0x20_0000 + (second >>> 11);
      if (seen.includes(both)) continue;
      seen.push(both);
      this.#keep();
    }
  }

  /** Adds what another sum has. */
  addSum(other: EntrySum): void {
    this.#count += other.#count;
    this.#first = (this.#first + other.#first) >>> 0;
    this.#second = (this.#second + other.#second) >>> 0;
  }

  equals(other: EntrySum): boolean {
    return (
      this.#count === other.#count && this.#first === other.#first && this.#second === other.#second
    );
  }

  /** Two hashes of 32 bits: FNV-1a and the same with another prime, mixed so that sums differ. */
  #take(parts: readonly Uint8Array[]): void {
    let first = 0x811c9dc5;
    let second = 0x9747b28c;
    for (const part of parts) {
      for (const byte of part) {
        first = Math.imul(first ^ byte, 0x01000193);
        second = Math.imul(second ^ byte, 0x5bd1e995);
      }
    }
    this.#hash = [mixed(first), mixed(second)];
  }

  #keep(): void {
    const [first, second] = this.#hash;
    this.#count += 1;
    this.#first = (this.#first + first) >>> 0;
    this.#second = (this.#second + second) >>> 0;
  }
}

/** The last step of MurmurHash3: every bit of the input reaches every bit. */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
