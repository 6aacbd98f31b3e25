import {
  CommitmentProof,
  ExistenceProof,
  HashOp,
  InnerOp,
  LeafOp,
  LengthOp,
} from "../../gen/cosmos/ics23/v1.js";
import { LeafWalk } from "./leaf-walk.js";
import type { NodePool } from "./node-pool.js";
import type { Forest } from "./tree.js";

const HASH_LENGTH = 32;

/**
 * ICS-23 proof that `key` is in the tree under `root` with its value, or, with its neighbours, that
 * it is not. One of an empty tree holds the key alone and verifies nowhere, as the reference's.
 */
export function proveKey(forest: Forest, root: number, key: Uint8Array): CommitmentProof {
  forest.hasher.root(root);
  const { pool } = forest;
  const next = new LeafWalk(pool, root, { gte: key }).next();
  if (next !== 0 && pool.bytes.compare(key, pool.key(next)) === 0) {
    return CommitmentProof.create({ exist: proveLeaf(forest, root, next) });
  }
  const previous = new LeafWalk(pool, root, { lt: key, reverse: true }).next();
  const left = previous === 0 ? undefined : proveLeaf(forest, root, previous);
  const right = next === 0 ? undefined : proveLeaf(forest, root, next);
  return CommitmentProof.create({ nonexist: { key, left, right } });
}

function proveLeaf(forest: Forest, root: number, leaf: number): ExistenceProof {
  const { pool } = forest;
  const key = pool.bytes.read(pool.key(leaf));
  const path: InnerOp[] = [];
  for (let id = root; id !== leaf; ) {
    const goesLeft = pool.bytes.compare(key, pool.key(id)) < 0;
    path.push(innerOp(forest, id, goesLeft));
    id = goesLeft ? pool.left(id) : pool.right(id);
  }
  const value = pool.bytes.read(pool.value(leaf));
  return ExistenceProof.create({ key, value, leaf: leafOp(forest, leaf), path: path.reverse() });
}

function leafOp(forest: Forest, leaf: number): LeafOp {
  return LeafOp.create({
    hash: HashOp.SHA256,
    prehashValue: HashOp.SHA256,
    length: LengthOp.VAR_PROTO,
    prefix: forest.hasher.numbers(leaf),
  });
}

// What is hashed of an inner node, parted around the child that the path comes from.
function innerOp(forest: Forest, id: number, fromLeft: boolean): InnerOp {
  const { pool, hasher } = forest;
  const numbers = hasher.numbers(id);
  const other = Uint8Array.of(HASH_LENGTH, ...pool.hash(otherChild(pool, id, fromLeft)));
  const prefix = fromLeft
    ? Uint8Array.of(...numbers, HASH_LENGTH)
    : Uint8Array.of(...numbers, ...other, HASH_LENGTH);
  return InnerOp.create(
    fromLeft ? { hash: HashOp.SHA256, prefix, suffix: other } : { hash: HashOp.SHA256, prefix },
  );
}

function otherChild(pool: NodePool, id: number, fromLeft: boolean): number {
  return fromLeft ? pool.right(id) : pool.left(id);
}
