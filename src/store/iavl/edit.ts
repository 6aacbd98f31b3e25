import type { NodePool } from "./node-pool.js";
import { findLeaf } from "./read.js";

/** The tree under `root` with `key` set to `value`; in place where it is already being built. */
export function setKey(pool: NodePool, root: number, key: Uint8Array, value: Uint8Array): number {
  if (root === 0) return pool.leaf(pool.bytes.put(key), pool.bytes.put(value));
  return insert(pool, root, key, value);
}

/** The tree under `root` without `key`; the same root if the key is absent. */
export function removeKey(pool: NodePool, root: number, key: Uint8Array): number {
  if (findLeaf(pool, root, key) === 0) return root;
  const removal = { pool, key, risen: 0 };
  const rest = remove(removal, root);
  if (removal.risen !== 0) pool.bytes.release(removal.risen);
  return rest;
}

function insert(pool: NodePool, id: number, key: Uint8Array, value: Uint8Array): number {
  const order = pool.bytes.compare(key, pool.key(id));
  if (pool.height(id) === 0) return insertAtLeaf(pool, id, order, key, value);
  const node = pool.editable(id);
  const child = order < 0 ? pool.left(node) : pool.right(node);
  const size = pool.size(child);
  const next = insert(pool, child, key, value);
  if (order < 0) pool.setLeft(node, next);
  else pool.setRight(node, next);
  // A key that was there leaves every size and height as it was.
  return pool.size(next) === size ? node : balance(pool, node);
}

function insertAtLeaf(
  pool: NodePool,
  id: number,
  order: number,
  key: Uint8Array,
  value: Uint8Array,
): number {
  if (order === 0) return replaceLeaf(pool, id, value);
  const leaf = pool.leaf(pool.bytes.put(key), pool.bytes.put(value));
  if (order < 0) return pool.inner(pool.bytes.retain(pool.key(id)), leaf, id);
  return pool.inner(pool.bytes.retain(pool.key(leaf)), id, leaf);
}

function replaceLeaf(pool: NodePool, id: number, value: Uint8Array): number {
  const stored = pool.bytes.put(value);
  if (pool.version(id) === pool.current) {
    pool.setValue(id, stored);
    return id;
  }
  const leaf = pool.leaf(pool.bytes.retain(pool.key(id)), stored);
  pool.drop(id);
  return leaf;
}

interface Removal {
  readonly pool: NodePool;
  readonly key: Uint8Array;
  /** A held key on its way up to the ancestor whose right side has lost its smallest key. */
  risen: number;
}

function remove(removal: Removal, id: number): number {
  const { pool, key } = removal;
  if (pool.height(id) === 0) {
    pool.drop(id);
    return 0;
  }
  const goesLeft = pool.bytes.compare(key, pool.key(id)) < 0;
  return goesLeft ? removeLeft(removal, id) : removeRight(removal, id);
}

function removeLeft(removal: Removal, id: number): number {
  const { pool } = removal;
  const rest = remove(removal, pool.left(id));
  if (rest !== 0) {
    const node = pool.editable(id);
    pool.setLeft(node, rest);
    return balance(pool, node);
  }
  removal.risen = pool.bytes.retain(pool.key(id));
  const right = pool.right(id);
  pool.drop(id);
  return right;
}

function removeRight(removal: Removal, id: number): number {
  const { pool } = removal;
  const rest = remove(removal, pool.right(id));
  if (rest === 0) {
    const left = pool.left(id);
    pool.drop(id);
    return left;
  }
  const node = pool.editable(id);
  pool.setRight(node, rest);
  if (removal.risen !== 0) {
    pool.setKey(node, removal.risen);
    removal.risen = 0;
  }
  return balance(pool, node);
}

/** Measures an editable node anew and rotates it where one side is two higher than the other. */
function balance(pool: NodePool, node: number): number {
  pool.resize(node);
  const lean = pool.lean(node);
  if (lean > 1) {
    const left = pool.left(node);
    if (pool.lean(left) < 0) pool.setLeft(node, rotateLeft(pool, pool.editable(left)));
    return rotateRight(pool, node);
  }
  if (lean < -1) {
    const right = pool.right(node);
    if (pool.lean(right) > 0) pool.setRight(node, rotateRight(pool, pool.editable(right)));
    return rotateLeft(pool, node);
  }
  return node;
}

function rotateRight(pool: NodePool, node: number): number {
  const top = pool.editable(pool.left(node));
  pool.setLeft(node, pool.right(top));
  pool.setRight(top, node);
  pool.resize(node);
  pool.resize(top);
  return top;
}

function rotateLeft(pool: NodePool, node: number): number {
  const top = pool.editable(pool.right(node));
  pool.setRight(node, pool.left(top));
  pool.setLeft(top, node);
  pool.resize(node);
  pool.resize(top);
  return top;
}
