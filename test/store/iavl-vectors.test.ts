import { assert, describe, it } from "vitest";
import { findLeaf } from "../../src/store/iavl/read.js";
import { Forest } from "../../src/store/iavl/tree.js";
import { fromHex, toHex, vector } from "../support/vectors.js";

type SetOp = ["s", key: string, value: string, updated: number];
type RemoveOp = ["r", key: string, removed: number];
type NodeRow = [number, number, number, string, string, string];

interface Version {
  version: number;
  ops: (SetOp | RemoveOp)[];
  hash: string;
  size: number;
  height: number;
  nodes?: NodeRow[];
}

interface Sequence {
  name?: string;
  id?: number;
  initial_version: number;
  versions: Version[];
}

interface Vectors {
  named: Sequence[];
  random: Sequence[];
  refusals: { name: string; accepted: boolean }[];
}

const iavl = vector("iavl") as Vectors;

/** Replays a sequence and compares every version with what is recorded. */
function replay(sequence: Sequence): void {
  const forest = new Forest(BigInt(sequence.initial_version || 1));
  const roots: { root: number; hash: string }[] = [];
  let root = 0;
  for (const version of sequence.versions) {
    forest.begin(BigInt(version.version));
    for (const op of version.ops) root = applied(forest, root, op);
    assert.equal(toHex(forest.hasher.root(root)), version.hash, `version ${version.version}`);
    assert.equal(forest.pool.size(root), version.size);
    assert.equal(root === 0 ? 0 : forest.pool.height(root), version.height);
    if (version.nodes !== undefined) assert.deepEqual(nodeRows(forest, root), version.nodes);
    roots.push({ root, hash: version.hash });
  }
  for (const { root: older, hash } of roots) {
    assert.equal(recomputed(forest, older), hash, "an older version has changed");
  }
}

function applied(forest: Forest, root: number, op: SetOp | RemoveOp): number {
  const key = fromHex(op[1]);
  const present = findLeaf(forest.pool, root, key) !== 0;
  assert.equal(present ? 1 : 0, op[0] === "s" ? op[3] : op[2]);
  return forest.apply(root, key, op[0] === "s" ? fromHex(op[2]) : undefined);
}

function nodeRows(forest: Forest, id: number): NodeRow[] {
  if (id === 0) return [];
  const { pool, hasher } = forest;
  const height = pool.height(id);
  const below = height === 0 ? [] : [pool.left(id), pool.right(id)];
  const row: NodeRow = [
    height,
    pool.size(id),
    Number(forest.first) + pool.version(id),
    toHex(pool.bytes.read(pool.key(id))),
    toHex(hasher.preimage(id)),
    toHex(pool.hash(id)),
  ];
  return [...below.flatMap((child) => nodeRows(forest, child)), row];
}

/** Root hash of an older version, checked to be what its nodes still say. */
function recomputed(forest: Forest, root: number): string {
  if (root === 0) return toHex(forest.hasher.root(0));
  const { createHash } = process.getBuiltinModule("node:crypto");
  for (const row of nodeRows(forest, root)) {
    const hash = createHash("sha256").update(fromHex(row[4])).digest("hex");
    assert.equal(hash, row[5]);
  }
  return toHex(forest.pool.hash(root));
}

describe("the merkle tree against the reference", () => {
  it.each(iavl.named.map((sequence) => [sequence.name, sequence] as const))(
    "gives the recorded hashes and nodes for %s",
    (_, sequence) => replay(sequence),
  );

  it.each(iavl.random.map((sequence) => [sequence.id, sequence] as const))(
    "gives the recorded hashes for random sequence %i",
    (_, sequence) => replay(sequence),
  );

  it("accepts and refuses what the reference does", () => {
    const empty = new Uint8Array();
    const tried: Record<string, (forest: Forest) => number> = {
      "set empty value": (forest) => forest.apply(0, fromHex("01"), empty),
      "set empty key": (forest) => forest.apply(0, empty, fromHex("01")),
      "remove from empty tree": (forest) => forest.apply(0, fromHex("01"), undefined),
    };
    // A missing value cannot be told to a tree, it is a removal; absent versions are the multistore's.
    const elsewhere = ["set nil value", "load absent version"];
    const names = iavl.refusals.map(({ name }) => name).sort();
    assert.deepEqual(names, [...Object.keys(tried), ...elsewhere].sort());
    for (const { name, accepted } of iavl.refusals) {
      const attempt = tried[name];
      if (attempt === undefined) continue;
      const forest = new Forest(1n);
      forest.begin(1n);
      assert.isTrue(accepted);
      assert.equal(attempt(forest) === 0, name === "remove from empty tree");
    }
  });
});
