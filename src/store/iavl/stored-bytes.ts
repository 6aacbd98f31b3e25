import { StoreFault } from "../contract.js";

/*
 * Byte strings in large chunks instead of a million small arrays: the garbage collector sees a
 * handful of objects. A slot is [u32 length][u32 holders][bytes], rounded up to its size class.
 * A reference is the slot's place in units of 8 bytes; references with the top bit set number byte
 * strings too long for a chunk.
 */
const CHUNK_UNITS_LOG2 = 17;
export const CHUNK_UNITS = 2 ** CHUNK_UNITS_LOG2;
export const UNIT_MASK = CHUNK_UNITS - 1;
export const HEADER = 8;
export const LONG = 0x8000_0000;

/** Slots that lie next to each other. */
export interface ByteChunk {
  readonly buffer: SharedArrayBuffer;
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/** The place of a long byte string and its buffer; without one it was let go. */
export type LongBytes = readonly [index: number, buffer: SharedArrayBuffer | undefined];

/** Byte strings as they can be read, in this thread or in another one than that which stores them. */
export class StoredBytes {
  protected readonly chunks: ByteChunk[] = [];
  protected readonly long: (Uint8Array | undefined)[] = [];

  /** Number of chunks. */
  get extent(): number {
    return this.chunks.length;
  }

  /** The chunks from one on, to be read in another thread. */
  buffers(from = 0): readonly SharedArrayBuffer[] {
    return this.chunks.slice(from).map(({ buffer }) => buffer);
  }

  /** Takes the next chunk. */
  adopt(buffer: SharedArrayBuffer): void {
    this.chunks.push({ buffer, bytes: new Uint8Array(buffer), words: new Uint32Array(buffer) });
  }

  /** Takes a long byte string, or forgets the one in its place. */
  adoptLong([index, buffer]: LongBytes): void {
    this.long[index] = buffer && new Uint8Array(buffer);
  }

  length(ref: number): number {
    if (ref >= LONG) return this.longBytes(ref).length;
    return this.chunk(ref).words[(ref & UNIT_MASK) * 2] ?? 0;
  }

  /** A view that holds until the slot is released. */
  view(ref: number): Uint8Array {
    if (ref >= LONG) return this.longBytes(ref);
    const { bytes, words } = this.chunk(ref);
    const at = ref & UNIT_MASK;
    const start = at * 8 + HEADER;
    return bytes.subarray(start, start + (words[at * 2] ?? 0));
  }

  /** A copy of its own. */
  read(ref: number): Uint8Array {
    if (ref >= LONG) return new Uint8Array(this.longBytes(ref));
    const { bytes, words } = this.chunk(ref);
    const at = ref & UNIT_MASK;
    const start = at * 8 + HEADER;
    return bytes.slice(start, start + (words[at * 2] ?? 0));
  }

  /** Byte order of `key` against the stored bytes: negative, zero or positive. */
  compare(key: Uint8Array, ref: number): number {
    if (ref >= LONG) return Buffer.compare(key, this.longBytes(ref));
    const { bytes, words } = this.chunk(ref);
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

  protected chunk(ref: number): ByteChunk {
    const chunk = this.chunks[ref >>> CHUNK_UNITS_LOG2];
    if (chunk === undefined) throw new StoreFault("a byte string lies outside its arena");
    return chunk;
  }

  protected longBytes(ref: number): Uint8Array {
    const bytes = this.long[ref - LONG];
    if (bytes === undefined) throw new StoreFault("a long byte string was released");
    return bytes;
  }
}
