import { StoreFault } from "../contract.js";
import {
  CHUNK_UNITS,
  HEADER,
  LONG,
  type LongBytes,
  StoredBytes,
  UNIT_MASK,
} from "./stored-bytes.js";

// Freed slots of a size class form a list through their first word.
const LARGEST_SLOT_UNITS = 8192;
const EXACT_CLASSES = 64;
/** So many bytes are copied one by one. */
const FEW = 128;

/** Counted byte strings, named by 32-bit references; 0 names nothing. */
export class ByteArena extends StoredBytes {
  // The list heads by size class; 0 ends a list, so the first unit of the first chunk stays unused.
  readonly #free = new Uint32Array(EXACT_CLASSES + 64);
  readonly #longHolders: number[] = [];
  readonly #longHoles: number[] = [];
  #longChanged = new Set<number>();
  #next = 0;
  #end = 0;

  /** Stores a copy of `bytes` with one holder. */
  put(bytes: Uint8Array): number {
    const units = (bytes.length + HEADER + 7) >>> 3;
    if (units > LARGEST_SLOT_UNITS) return this.#putLong(bytes);
    const ref = this.#take(units);
    const chunk = this.chunk(ref);
    const at = ref & UNIT_MASK;
    chunk.words[at * 2] = bytes.length;
    chunk.words[at * 2 + 1] = 1;
    chunk.bytes.set(bytes, at * 8 + HEADER);
    return ref;
  }

  /** The same for bytes within others, which is cheaper than a view of them where they are few. */
  putFrom(source: Uint8Array, from: number, length: number): number {
    if (length > FEW) return this.put(source.subarray(from, from + length));
    const ref = this.#take((length + HEADER + 7) >>> 3);
    const chunk = this.chunk(ref);
    const at = ref & UNIT_MASK;
    chunk.words[at * 2] = length;
    chunk.words[at * 2 + 1] = 1;
    const { bytes } = chunk;
    const start = at * 8 + HEADER;
    for (let index = 0; index < length; index += 1) {
      bytes[start + index] = source[from + index] ?? 0;
    }
    return ref;
  }

  /** Adds a holder. */
  retain(ref: number): number {
    if (ref >= LONG) {
      this.#longHolders[ref - LONG] = this.#holdersOfLong(ref) + 1;
    } else {
      const { words } = this.chunk(ref);
      const at = (ref & UNIT_MASK) * 2 + 1;
      words[at] = (words[at] ?? 0) + 1;
    }
    return ref;
  }

  /** Takes a holder away; the last one frees the slot. */
  release(ref: number): void {
    if (ref >= LONG) {
      this.#releaseLong(ref);
      return;
    }
    const { words } = this.chunk(ref);
    const at = (ref & UNIT_MASK) * 2;
    const holders = words[at + 1] ?? 0;
    if (holders === 0) throw new StoreFault("a byte string is released twice");
    words[at + 1] = holders - 1;
    if (holders > 1) return;
    const size = sizeClass(((words[at] ?? 0) + HEADER + 7) >>> 3);
    words[at] = this.#free[size] ?? 0;
    this.#free[size] = ref;
  }

  /** All long byte strings. */
  longOnes(): readonly LongBytes[] {
    return this.long.map((_, index) => this.#longAt(index));
  }

  /** The long byte strings that came or went since this was asked last. */
  takeLongChanges(): readonly LongBytes[] {
    const changes = [...this.#longChanged].map((index) => this.#longAt(index));
    this.#longChanged = new Set();
    return changes;
  }

  #longAt(index: number): LongBytes {
    return [index, this.long[index]?.buffer as SharedArrayBuffer | undefined];
  }

  #take(units: number): number {
    const size = sizeClass(units);
    const freed = this.#free[size] ?? 0;
    if (freed === 0) return this.#extend(classUnits(size));
    this.#free[size] = this.chunk(freed).words[(freed & UNIT_MASK) * 2] ?? 0;
    return freed;
  }

  #extend(units: number): number {
    if (this.#next + units > this.#end) this.#grow();
    const ref = this.#next;
    this.#next += units;
    return ref;
  }

  #grow(): void {
    const first = this.chunks.length * CHUNK_UNITS;
    if (first >= LONG) throw new StoreFault("the tree holds more bytes than it can address");
    this.adopt(new SharedArrayBuffer(CHUNK_UNITS * 8));
    this.#next = first === 0 ? 1 : first;
    this.#end = first + CHUNK_UNITS;
  }

  #putLong(bytes: Uint8Array): number {
    const index = this.#longHoles.pop() ?? this.long.length;
    const buffer = new SharedArrayBuffer(bytes.length);
    this.adoptLong([index, buffer]);
    this.longBytes(LONG + index).set(bytes);
    this.#longHolders[index] = 1;
    this.#longChanged.add(index);
    return LONG + index;
  }

  #releaseLong(ref: number): void {
    const index = ref - LONG;
    const holders = this.#holdersOfLong(ref) - 1;
    this.#longHolders[index] = holders;
    if (holders > 0) return;
    this.adoptLong([index, undefined]);
    this.#longHoles.push(index);
    this.#longChanged.add(index);
  }

  #holdersOfLong(ref: number): number {
    const holders = this.#longHolders[ref - LONG] ?? 0;
    if (holders === 0) throw new StoreFault("a long byte string was released");
    return holders;
  }
}

// Up to 64 units each size has its class; above, every doubling is cut into eight.
function sizeClass(units: number): number {
  if (units <= EXACT_CLASSES) return units - 1;
  const log2 = 31 - Math.clz32(units - 1);
  const eighth = (units - 1 - 2 ** log2) >>> (log2 - 3);
  return EXACT_CLASSES + (log2 - 6) * 8 + eighth;
}

function classUnits(size: number): number {
  if (size < EXACT_CLASSES) return size + 1;
  const log2 = ((size - EXACT_CLASSES) >>> 3) + 6;
  return 2 ** log2 + (((size - EXACT_CLASSES) & 7) + 1) * 2 ** (log2 - 3);
}
