import { StoreFault } from "../contract.js";
import { keyText } from "../key-text.js";
import { Measures } from "./measures.js";
import type { StoredBytes } from "./stored-bytes.js";

/*
 * A node is fourteen words: height and hashed mark, number of leaves, version, left child (a leaf:
 * its value), right child, key, and eight words of hash. Nodes are named by number; 0 is no node.
 */
export const CHUNK_LOG2 = 14;
export const CHUNK_NODES = 2 ** CHUNK_LOG2;
export const NODE_MASK = CHUNK_NODES - 1;
export const STRIDE = 14;
export const SHAPE = 0;
export const SIZE = 1;
export const VERSION = 2;
export const LEFT = 3;
export const RIGHT = 4;
export const KEY = 5;
export const HASH_BYTES = 24;
export const HASHED = 0x100;
export const HASH_LENGTH = 32;

/** Nodes that lie next to each other. */
export interface NodeChunk {
  readonly buffer: SharedArrayBuffer;
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * Tree nodes as they can be read, in this thread or in another one than that which makes them.
 * Versions are counted from the multistore's first one.
 */
export class StoredNodes {
  protected readonly chunks: NodeChunk[] = [];
  /** What walks found out about subtrees, as long as these nodes are read. */
  readonly measures = new Measures();

  constructor(
    /** Keys and values. */
    readonly bytes: StoredBytes,
  ) {}

  /** The chunks from one on, to be read in another thread. */
  buffers(from = 0): readonly SharedArrayBuffer[] {
    return this.chunks.slice(from).map(({ buffer }) => buffer);
  }

  /** Number of chunks. */
  get extent(): number {
    return this.chunks.length;
  }

  /** Takes the next chunk. */
  adopt(buffer: SharedArrayBuffer): void {
    this.chunks.push({ buffer, words: new Uint32Array(buffer), bytes: new Uint8Array(buffer) });
  }

  height(id: number): number {
    return this.word(id, SHAPE) & 0xff;
  }

  size(id: number): number {
    return id === 0 ? 0 : this.word(id, SIZE);
  }

  version(id: number): number {
    return this.word(id, VERSION);
  }

  left(id: number): number {
    return this.word(id, LEFT);
  }

  right(id: number): number {
    return this.word(id, RIGHT);
  }

  /** Reference of the key: a leaf's own, an inner node's smallest key on the right. */
  key(id: number): number {
    return this.word(id, KEY);
  }

  /** Reference of a leaf's value. */
  value(id: number): number {
    return this.word(id, LEFT);
  }

  /** Height of the left side over the right. */
  lean(id: number): number {
    return this.height(this.left(id)) - this.height(this.right(id));
  }

  isHashed(id: number): boolean {
    return (this.word(id, SHAPE) & HASHED) !== 0;
  }

  /** A copy of a node's hash. */
  hash(id: number): Uint8Array {
    const start = (id & NODE_MASK) * STRIDE * 4 + HASH_BYTES;
    return this.chunk(id).bytes.slice(start, start + HASH_LENGTH);
  }

  /** A node's hash, one character a byte. */
  hashText(id: number): string {
    const start = (id & NODE_MASK) * STRIDE * 4 + HASH_BYTES;
    return keyText(this.chunk(id).bytes, start, start + HASH_LENGTH);
  }

  /** Copies a node's hash to `target` at `offset`. */
  copyHash(id: number, target: Uint8Array, offset: number): void {
    const { bytes } = this.chunk(id);
    const start = (id & NODE_MASK) * STRIDE * 4 + HASH_BYTES;
    for (let index = 0; index < HASH_LENGTH; index += 1) {
      target[offset + index] = bytes[start + index] ?? 0;
    }
  }

  protected word(id: number, field: number): number {
    return this.chunk(id).words[(id & NODE_MASK) * STRIDE + field] ?? 0;
  }

  protected chunk(id: number): NodeChunk {
    const chunk = this.chunks[id >>> CHUNK_LOG2];
    if (chunk === undefined) throw new StoreFault("a tree node lies outside its pool");
    return chunk;
  }
}
