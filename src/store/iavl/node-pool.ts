import { StoreFault } from "../contract.js";
import { ByteArena } from "./byte-arena.js";
import {
  CHUNK_LOG2,
  CHUNK_NODES,
  HASH_BYTES,
  HASH_LENGTH,
  HASHED,
  KEY,
  LEFT,
  NODE_MASK,
  RIGHT,
  SHAPE,
  SIZE,
  STRIDE,
  StoredNodes,
  VERSION,
} from "./stored-nodes.js";

const FREED = 0xffff_ffff;

/**
 * The nodes of all trees of one multistore. Versions are counted from the multistore's first one.
 * Nodes of earlier versions do not change: retained roots can be read while a version is built.
 */
export class NodePool extends StoredNodes {
  override readonly bytes: ByteArena;
  #used = 1;
  #freed = 0;
  #live = 0;
  #current = 0;
  #orphans: number[] = [];

  constructor() {
    const bytes = new ByteArena();
    super(bytes);
    this.bytes = bytes;
  }

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
    const { words } = this.chunk(id);
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
    const { words } = this.chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    words[at + VERSION] = version;
    words[at + LEFT] = left;
    words[at + RIGHT] = right;
    words[at + KEY] = key;
    this.resize(id);
    return id;
  }

  /** The inner node itself if it belongs to the version being built, else a copy that does. */
  editable(id: number): number {
    if (this.version(id) === this.#current) return id;
    const copy = this.#take();
    const from = (id & NODE_MASK) * STRIDE;
    const { words } = this.chunk(copy);
    const at = (copy & NODE_MASK) * STRIDE;
    words[at + SHAPE] = this.height(id);
    const old = this.chunk(id).words;
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
    const { words } = this.chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    if (words[at + SHAPE] === FREED) throw new StoreFault("a tree node is freed twice");
    if (this.height(id) === 0) this.bytes.release(this.value(id));
    this.bytes.release(this.key(id));
    words[at + SHAPE] = FREED;
    words[at + LEFT] = this.#freed;
    this.#freed = id;
    this.#live -= 1;
  }

  setLeft(id: number, child: number): void {
    this.chunk(id).words[(id & NODE_MASK) * STRIDE + LEFT] = child;
  }

  setRight(id: number, child: number): void {
    this.chunk(id).words[(id & NODE_MASK) * STRIDE + RIGHT] = child;
  }

  /** Takes over one hold on the key and lets go of the one before. */
  setKey(id: number, key: number): void {
    this.bytes.release(this.key(id));
    this.chunk(id).words[(id & NODE_MASK) * STRIDE + KEY] = key;
  }

  /** Takes over one hold on the value and lets go of the one before. */
  setValue(id: number, value: number): void {
    this.bytes.release(this.value(id));
    this.chunk(id).words[(id & NODE_MASK) * STRIDE + LEFT] = value;
  }

  /** Height and size anew from the children. */
  resize(id: number): void {
    const left = this.left(id);
    const right = this.right(id);
    const { words } = this.chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    const leftHeight = this.height(left);
    const rightHeight = this.height(right);
    words[at + SHAPE] = Math.max(leftHeight, rightHeight) + 1;
    words[at + SIZE] = this.size(left) + this.size(right);
  }

  /** Stores the hash, given as one character per byte. */
  setHash(id: number, hash: string): void {
    const { words, bytes } = this.chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    const start = at * 4 + HASH_BYTES;
    for (let index = 0; index < HASH_LENGTH; index += 1)
      bytes[start + index] = hash.charCodeAt(index);
    words[at + SHAPE] = (words[at + SHAPE] ?? 0) | HASHED;
  }

  /** Stores the hash, found in `source` at `from`. */
  copyHashFrom(id: number, source: Uint8Array, from: number): void {
    const { words, bytes } = this.chunk(id);
    const at = (id & NODE_MASK) * STRIDE;
    const start = at * 4 + HASH_BYTES;
    for (let index = 0; index < HASH_LENGTH; index += 1)
      bytes[start + index] = source[from + index] ?? 0;
    words[at + SHAPE] = (words[at + SHAPE] ?? 0) | HASHED;
  }

  #take(): number {
    this.#live += 1;
    const freed = this.#freed;
    if (freed !== 0) {
      this.#freed = this.word(freed, LEFT);
      return freed;
    }
    const id = this.#used;
    if (id >>> CHUNK_LOG2 === this.chunks.length || this.chunks.length === 0) {
      this.adopt(new SharedArrayBuffer(CHUNK_NODES * STRIDE * 4));
    }
    this.#used += 1;
    return id;
  }
}
