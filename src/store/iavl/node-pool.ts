import { StoreFault } from "../contract.js";
import { ByteArena } from "./byte-arena.js";

/*
 * A node is fourteen words: height and hashed mark, number of leaves, version, left child (a leaf:
 * its value), right child, key, and eight words of hash. Nodes are named by number; 0 is no node.
 */
const CHUNK_LOG2 = 14;
const CHUNK_NODES = 2 ** CHUNK_LOG2;
const NODE_MASK = CHUNK_NODES - 1;
const STRIDE = 14;
const SHAPE = 0;
const SIZE = 1;
const VERSION = 2;
const LEFT = 3;
const RIGHT = 4;
const KEY = 5;
const HASH_BYTES = 24;
const HASHED = 0x100;
const FREED = 0xffff_ffff;
const HASH_LENGTH = 32;

interface Chunk {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * The nodes of all trees of one multistore. Versions are counted from the multistore's first one.
 * Nodes of earlier versions do not change: retained roots can be read while a version is built.
 */
export class NodePool {
  /** Keys and values. */
  readonly bytes = new ByteArena();
  readonly #chunks: Chunk[] = [];
  #used = 1;
  #freed = 0;
  #live = 0;
  #current = 0;
  #orphans: number[] = [];

  /** Version that is being built, counted from the first. */
  get current(): number {
    return this.#current;
  }

  /** Starts building a version; nodes made from now on carry it. */
  begin(version: number): void {
    this.#current = version;
    this.#orphans = [];
  }

  /** Nodes of earlier versions that the version being built does without. */
  takeOrphans(): Uint32Array {
    const orphans = Uint32Array.from(this.#orphans);
    this.#orphans = [];
    return orphans;
  }

  /** Number of nodes in use. */
  get live(): number {
    return this.#live;
  }

  /** A new leaf; takes over one hold on both references. */
  leaf(key: number, value: number, version = this.#current): number {
    const id = this.#take();
    const { words } = this.#chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    words[at + SHAPE] = 0;
    words[at + SIZE] = 1;
    words[at + VERSION] = version;
    words[at + LEFT] = value;
    words[at + RIGHT] = 0;
    words[at + KEY] = key;
    return id;
  }

  /** A new inner node; takes over one hold on the key. */
  inner(key: number, left: number, right: number, version = this.#current): number {
    const id = this.#take();
    const { words } = this.#chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    words[at + VERSION] = version;
    words[at + LEFT] = left;
    words[at + RIGHT] = right;
    words[at + KEY] = key;
    this.measure(id);
    return id;
  }

  /** The inner node itself if it belongs to the version being built, else a copy that does. */
  editable(id: number): number {
    if (this.version(id) === this.#current) return id;
    const copy = this.#take();
    const from = (id & NODE_MASK) * STRIDE;
    const { words } = this.#chunk(copy);
    const at = (copy & NODE_MASK) * STRIDE;
    words[at + SHAPE] = this.height(id);
    const old = this.#chunk(id).words;
    for (let field = SIZE; field <= KEY; field += 1) words[at + field] = old[from + field] ?? 0;
    words[at + VERSION] = this.#current;
    this.bytes.retain(this.key(id));
    this.#orphans.push(id);
    return copy;
  }

  /** Lets go of a node that the version being built does without; its children stay. */
  drop(id: number): void {
    if (this.version(id) === this.#current) this.free(id);
    else this.#orphans.push(id);
  }

  /** Frees a node that no retained version reaches; its children stay. */
  free(id: number): void {
    const { words } = this.#chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    if (words[at + SHAPE] === FREED) throw new StoreFault("a tree node is freed twice");
    if (this.height(id) === 0) this.bytes.release(this.value(id));
    this.bytes.release(this.key(id));
    words[at + SHAPE] = FREED;
    words[at + LEFT] = this.#freed;
    this.#freed = id;
    this.#live -= 1;
  }

  height(id: number): number {
    return this.#word(id, SHAPE) & 0xff;
  }

  size(id: number): number {
    return id === 0 ? 0 : this.#word(id, SIZE);
  }

  version(id: number): number {
    return this.#word(id, VERSION);
  }

  left(id: number): number {
    return this.#word(id, LEFT);
  }

  right(id: number): number {
    return this.#word(id, RIGHT);
  }

  /** Reference of the key: a leaf's own, an inner node's smallest key on the right. */
  key(id: number): number {
    return this.#word(id, KEY);
  }

  /** Reference of a leaf's value. */
  value(id: number): number {
    return this.#word(id, LEFT);
  }

  setLeft(id: number, child: number): void {
    this.#chunk(id).words[(id & NODE_MASK) * STRIDE + LEFT] = child;
  }

  setRight(id: number, child: number): void {
    this.#chunk(id).words[(id & NODE_MASK) * STRIDE + RIGHT] = child;
  }

  /** Takes over one hold on the key and lets go of the one before. */
  setKey(id: number, key: number): void {
    this.bytes.release(this.key(id));
    this.#chunk(id).words[(id & NODE_MASK) * STRIDE + KEY] = key;
  }

  /** Takes over one hold on the value and lets go of the one before. */
  setValue(id: number, value: number): void {
    this.bytes.release(this.value(id));
    this.#chunk(id).words[(id & NODE_MASK) * STRIDE + LEFT] = value;
  }

  /** Height and size anew from the children. */
  measure(id: number): void {
    const left = this.left(id);
    const right = this.right(id);
    const { words } = this.#chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    const leftHeight = this.height(left);
    const rightHeight = this.height(right);
    words[at + SHAPE] = Math.max(leftHeight, rightHeight) + 1;
    words[at + SIZE] = this.size(left) + this.size(right);
  }

  /** Height of the left side over the right. */
  lean(id: number): number {
    return this.height(this.left(id)) - this.height(this.right(id));
  }

  isHashed(id: number): boolean {
    return (this.#word(id, SHAPE) & HASHED) !== 0;
  }

  /** Stores the hash, given as one character per byte. */
  setHash(id: number, hash: string): void {
    const { words, bytes } = this.#chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    const start = at * 4 + HASH_BYTES;
    for (let index = 0; index < HASH_LENGTH; index += 1)
      bytes[start + index] = hash.charCodeAt(index);
    words[at + SHAPE] = (words[at + SHAPE] ?? 0) | HASHED;
  }

  /** A copy of a node's hash. */
  hash(id: number): Uint8Array {
    const start = (id & NODE_MASK) * STRIDE * 4 + HASH_BYTES;
    return this.#chunk(id).bytes.slice(start, start + HASH_LENGTH);
  }

  /** Copies a node's hash to `target` at `offset`. */
  copyHash(id: number, target: Uint8Array, offset: number): void {
    const { bytes } = this.#chunk(id);
    const start = (id & NODE_MASK) * STRIDE * 4 + HASH_BYTES;
    for (let index = 0; index < HASH_LENGTH; index += 1) {
      target[offset + index] = bytes[start + index] ?? 0;
    }
  }

  #word(id: number, field: number): number {
    return this.#chunk(id).words[(id & NODE_MASK) * STRIDE + field] ?? 0;
  }

  #chunk(id: number): Chunk {
    const chunk = this.#chunks[id >>> CHUNK_LOG2];
    if (chunk === undefined) throw new StoreFault("a tree node lies outside its pool");
    return chunk;
  }

  #take(): number {
    this.#live += 1;
    const freed = this.#freed;
    if (freed !== 0) {
      this.#freed = this.#word(freed, LEFT);
      return freed;
    }
    const id = this.#used;
    if (id >>> CHUNK_LOG2 === this.#chunks.length || this.#chunks.length === 0) {
      const buffer = new ArrayBuffer(CHUNK_NODES * STRIDE * 4);
      this.#chunks.push({ words: new Uint32Array(buffer), bytes: new Uint8Array(buffer) });
    }
    this.#used += 1;
    return id;
  }
}
