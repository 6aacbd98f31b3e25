import { hash as digest } from "node:crypto";
import type { NodePool } from "./node-pool.js";

/** Hash of the empty tree, and app hash before the first commit: sha256 of nothing. */
export const EMPTY_HASH: Uint8Array = digest("sha256", new Uint8Array(), "buffer");

const HASH_LENGTH = 32;
const PREALLOCATED = 512;
// Room for three numbers, the key's length, and two hashes with their length bytes.
const OVERHEAD = 128;

/** Hashes the nodes of trees whose versions count from `first`. */
export class NodeHasher {
  readonly #pool: NodePool;
  readonly #first: bigint;
  #scratch = Buffer.alloc(PREALLOCATED);
  #views = views(this.#scratch);
  #version = -1;
  #versionBytes: readonly number[] = [];

  constructor(pool: NodePool, first: bigint) {
    this.#pool = pool;
    this.#first = first;
  }

  /** Root hash of a tree; nodes hashed before are not hashed again. */
  root(root: number): Uint8Array {
    if (root === 0) return EMPTY_HASH;
    this.#hash(root);
    return this.#pool.hash(root);
  }

  /** Hashes what is not hashed yet under a root, in steps of so many nodes. */
  *steps(root: number, nodesPerStep: number): Generator<void> {
    const pool = this.#pool;
    const pending = root === 0 ? [] : [root];
    let count = 0;
    for (let id = pending.at(-1); id !== undefined; id = pending.at(-1)) {
      const below =
        pool.height(id) === 0 || pool.isHashed(id) ? [] : [pool.left(id), pool.right(id)];
      const unhashed = below.filter((child) => !pool.isHashed(child));
      pending.push(...unhashed);
      if (unhashed.length > 0) continue;
      this.#hash(id);
      pending.pop();
      count += 1;
      if (count % nodesPerStep === 0) yield;
    }
  }

  /** What a node's hash is taken of; its children must be hashed. */
  preimage(id: number): Uint8Array {
    const end = this.#pool.height(id) === 0 ? this.#leaf(id) : this.#inner(id);
    return new Uint8Array(this.#scratch.subarray(0, end));
  }

  /** Height, size and version of a node as they begin its preimage. */
  numbers(id: number): Uint8Array {
    const pool = this.#pool;
    return new Uint8Array(
      this.#scratch.subarray(0, this.#numbers(id, pool.height(id), pool.size(id))),
    );
  }

  #hash(id: number): void {
    const pool = this.#pool;
    if (pool.isHashed(id)) return;
    const isLeaf = pool.height(id) === 0;
    if (!isLeaf) {
      this.#hash(pool.left(id));
      this.#hash(pool.right(id));
    }
    const end = isLeaf ? this.#leaf(id) : this.#inner(id);
    const preimage = this.#views[end] ?? this.#scratch.subarray(0, end);
    // Text of one character per byte is the cheapest form in which the digest can be had.
    pool.setHash(id, digest("sha256", preimage, "binary"));
  }

  #leaf(id: number): number {
    const { bytes } = this.#pool;
    const key = this.#pool.key(id);
    const length = bytes.length(key);
    if (length + OVERHEAD > this.#scratch.length) this.#enlarge(length + OVERHEAD);
    let at = this.#numbers(id, 0, 1);
    at = this.#uvarint(at, length);
    this.#scratch.set(bytes.view(key), at);
    at += length;
    this.#scratch[at] = HASH_LENGTH;
    const value = digest("sha256", bytes.view(this.#pool.value(id)), "binary");
    return at + 1 + this.#scratch.write(value, at + 1, HASH_LENGTH, "latin1");
  }

  #inner(id: number): number {
    const pool = this.#pool;
    let at = this.#numbers(id, pool.height(id), pool.size(id));
    this.#scratch[at] = HASH_LENGTH;
    pool.copyHash(pool.left(id), this.#scratch, at + 1);
    at += 1 + HASH_LENGTH;
    this.#scratch[at] = HASH_LENGTH;
    pool.copyHash(pool.right(id), this.#scratch, at + 1);
    return at + 1 + HASH_LENGTH;
  }

  // The three numbers are signed varints: twice the value, since none is negative.
  #numbers(id: number, height: number, size: number): number {
    const at = this.#uvarint(this.#uvarint(0, height * 2), size * 2);
    const version = this.#pool.version(id);
    if (version !== this.#version) {
      this.#version = version;
      this.#versionBytes = bigUvarint((this.#first + BigInt(version)) * 2n);
    }
    const bytes = this.#versionBytes;
    for (let index = 0; index < bytes.length; index += 1) {
      this.#scratch[at + index] = bytes[index] ?? 0;
    }
    return at + bytes.length;
  }

  #uvarint(start: number, value: number): number {
    let at = start;
    let rest = value;
    while (rest >= 0x80) {
      this.#scratch[at] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
      at += 1;
    }
    this.#scratch[at] = rest;
    return at + 1;
  }

  #enlarge(size: number): void {
    this.#scratch = Buffer.alloc(size);
    this.#views = views(this.#scratch);
  }
}

// Making a view costs as much as hashing a block, so those of usual lengths are made once.
function views(scratch: Buffer): readonly Buffer[] {
  return Array.from({ length: PREALLOCATED }, (_, length) => scratch.subarray(0, length));
}

function bigUvarint(value: bigint): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
