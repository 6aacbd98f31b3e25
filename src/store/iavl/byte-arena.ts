import { StoreFault } from "../contract.js";

/*
 * Byte strings in large chunks instead of a million small arrays: the garbage collector sees a
 * handful of objects. A slot is [u32 length][u32 holders][bytes], rounded up to its size class;
 * freed slots of a class form a list through their first word. A reference is the slot's place in
 * units of 8 bytes; references with the top bit set number byte strings too long for a chunk.
 */
const CHUNK_UNITS_LOG2 = 17;
const CHUNK_UNITS = 2 ** CHUNK_UNITS_LOG2;
const UNIT_MASK = CHUNK_UNITS - 1;
const HEADER = 8;
const LARGEST_SLOT_UNITS = 8192;
const EXACT_CLASSES = 64;
const OVERSIZE = 0x8000_0000;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

interface Oversize {
  readonly bytes: Uint8Array;
  holders: number;
}

/** Counted byte strings, named by 32-bit references; 0 names nothing. */
export class ByteArena {
  readonly #chunks: Chunk[] = [];
  // The list heads by size class; 0 ends a list, so the first unit of the first chunk stays unused.
  readonly #free = new Uint32Array(EXACT_CLASSES + 64);
  readonly #oversize: (Oversize | undefined)[] = [];
  #next = 0;
  #end = 0;

  /** Stores a copy of `bytes` with one holder. */
  put(bytes: Uint8Array): number {
    const units = (bytes.length + HEADER + 7) >>> 3;
    if (units > LARGEST_SLOT_UNITS) return this.#putOversize(bytes);
    const ref = this.#take(units);
    const chunk = this.#chunk(ref);
    const at = ref & UNIT_MASK;
    chunk.words[at * 2] = bytes.length;
    chunk.words[at * 2 + 1] = 1;
    chunk.bytes.set(bytes, at * 8 + HEADER);
    return ref;
  }

  /** Adds a holder. */
  retain(ref: number): number {
    if (ref >= OVERSIZE) {
      this.#large(ref).holders += 1;
    } else {
      const { words } = this.#chunk(ref);
      const at = (ref & UNIT_MASK) * 2 + 1;
      words[at] = (words[at] ?? 0) + 1;
    }
    return ref;
  }

  /** Takes a holder away; the last one frees the slot. */
  release(ref: number): void {
    if (ref >= OVERSIZE) {
      const large = this.#large(ref);
      large.holders -= 1;
      if (large.holders === 0) this.#oversize[ref - OVERSIZE] = undefined;
      return;
    }
    const { words } = this.#chunk(ref);
    const at = (ref & UNIT_MASK) * 2;
    const holders = words[at + 1] ?? 0;
    if (holders === 0) throw new StoreFault("a byte string is released twice");
    words[at + 1] = holders - 1;
    if (holders > 1) return;
    const size = sizeClass(((words[at] ?? 0) + HEADER + 7) >>> 3);
    words[at] = this.#free[size] ?? 0;
    this.#free[size] = ref;
  }

  length(ref: number): number {
    if (ref >= OVERSIZE) return this.#large(ref).bytes.length;
    return this.#chunk(ref).words[(ref & UNIT_MASK) * 2] ?? 0;
  }

  /** A view that holds until the slot is released. */
  view(ref: number): Uint8Array {
    if (ref >= OVERSIZE) return this.#large(ref).bytes;
    const { bytes, words } = this.#chunk(ref);
    const at = ref & UNIT_MASK;
    const start = at * 8 + HEADER;
    return bytes.subarray(start, start + (words[at * 2] ?? 0));
  }

  /** A copy of its own. */
  read(ref: number): Uint8Array {
    return new Uint8Array(this.view(ref));
  }

  /** Byte order of `key` against the stored bytes: negative, zero or positive. */
  compare(key: Uint8Array, ref: number): number {
    if (ref >= OVERSIZE) return Buffer.compare(key, this.#large(ref).bytes);
    const { bytes, words } = this.#chunk(ref);
    const at = ref & UNIT_MASK;
    const length = words[at * 2] ?? 0;
    const start = at * 8 + HEADER;
    const shared = Math.min(key.length, length);
    for (let index = 0; index < shared; index += 1) {
      const order = (key[index] ?? 0) - (bytes[start + index] ?? 0);
      if (order !== 0) return order;
    }
    return key.length - length;
  }

  #chunk(ref: number): Chunk {
    const chunk = this.#chunks[ref >>> CHUNK_UNITS_LOG2];
    if (chunk === undefined) throw new StoreFault("a byte string lies outside its arena");
    return chunk;
  }

  #large(ref: number): Oversize {
    const large = this.#oversize[ref - OVERSIZE];
    if (large === undefined) throw new StoreFault("a long byte string was released");
    return large;
  }

  #take(units: number): number {
    const size = sizeClass(units);
    const freed = this.#free[size] ?? 0;
    if (freed === 0) return this.#extend(classUnits(size));
    this.#free[size] = this.#chunk(freed).words[(freed & UNIT_MASK) * 2] ?? 0;
    return freed;
  }

  #extend(units: number): number {
    if (this.#next + units > this.#end) this.#grow();
    const ref = this.#next;
    this.#next += units;
    return ref;
  }

  #grow(): void {
    const first = this.#chunks.length * CHUNK_UNITS;
    if (first >= OVERSIZE) throw new StoreFault("the tree holds more bytes than it can address");
    const buffer = new ArrayBuffer(CHUNK_UNITS * 8);
    this.#chunks.push({ bytes: new Uint8Array(buffer), words: new Uint32Array(buffer) });
    this.#next = first === 0 ? 1 : first;
    this.#end = first + CHUNK_UNITS;
  }

  #putOversize(bytes: Uint8Array): number {
    const hole = this.#oversize.indexOf(undefined);
    const index = hole < 0 ? this.#oversize.length : hole;
    this.#oversize[index] = { bytes: bytes.slice(), holders: 1 };
    return OVERSIZE + index;
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
