import { assert, describe, it } from "vitest";
import { CommitmentProof } from "../../src/gen/cosmos/ics23/v1.js";
import { commitInfo } from "../../src/store/commit-info.js";
import type { MultiStore } from "../../src/store/contract.js";
import { proveKey } from "../../src/store/iavl/proof.js";
import { Forest } from "../../src/store/iavl/tree.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { storeOp } from "../../src/store/proof.js";
import { Versions } from "../../src/store/versions.js";
import { fromHex, OWN_VECTORS, toHex, vector } from "../support/vectors.js";
import { opsVerify, verifies } from "./proof-checks.js";

type Op = readonly string[];

interface TreeVersion {
  version: number;
  ops: Op[];
  hash: string;
}

interface Proof {
  sequence: string;
  version: number;
  root: string;
  key: string;
  value: string | null;
  proof: string;
  ops?: Op[];
}

interface Refused {
  name: string;
  root: string;
  key: string;
  value: string | null;
  proof: string;
}

interface Query {
  sequence: string;
  request_height: string;
  height: string;
  store: string;
  key: string;
  value: string | null;
  app_hash: string;
  ops: [type: string, key: string, data: string][];
  verifies: "" | "value" | "absence";
}

interface Commit {
  version: number;
  txs: { kept: boolean; writes: Op[] }[];
  stores: Record<string, string>;
}

const trees = vector("iavl") as {
  random: { id: number; initial_version: number; versions: TreeVersion[] }[];
  proofs: Proof[];
  proofs_refused: Refused[];
};
const stores = vector("multistore") as {
  sequences: {
    name: string;
    initial_version: number;
    stores: [name: string, type: string][];
    commits: Commit[];
  }[];
  folding: { name: string; commits: Commit[] }[];
  queries: Query[];
  simple_merkle: {
    n: number;
    stores: [string, string][];
    app_hash: string;
    proof_of?: string;
    op?: [string, string, string];
  }[];
};

/** A sequence replayed, with the root of every version. */
function replayed({ sequence, ops }: Proof): { forest: Forest; roots: Map<number, number> } {
  const id = Number(/^random (\d+)$/.exec(sequence)?.[1] ?? -1);
  const random = trees.random.find((each) => each.id === id);
  const versions = random?.versions ?? [{ version: 1, ops: ops ?? [] }];
  const forest = new Forest(BigInt(random?.initial_version || 1));
  const roots = new Map<number, number>();
  let root = 0;
  for (const { version, ops: writes } of versions) {
    forest.begin(BigInt(version));
    for (const [kind, key = "", value = ""] of writes) {
      root = forest.apply(root, fromHex(key), kind === "s" ? fromHex(value) : undefined);
    }
    forest.hasher.root(root);
    roots.set(version, root);
  }
  return { forest, roots };
}

const bytesOf = (hex: string | null) => (hex === null ? undefined : fromHex(hex));

describe("proofs of keys against the reference", () => {
  const cases = trees.proofs.map((proof, index) => [index, proof.sequence, proof] as const);

  it.each(cases)("number %i, of %s, is the recorded one and verifies", (_, __, proof) => {
    const { forest, roots } = replayed(proof);
    const key = fromHex(proof.key);
    const made = CommitmentProof.encode(proveKey(forest, roots.get(proof.version) ?? 0, key));
    assert.equal(toHex(made), proof.proof);
    const claim = { root: fromHex(proof.root), key, value: bytesOf(proof.value) };
    assert.isTrue(verifies(made, claim));
  });

  it.each(trees.proofs_refused.map((proof, index) => [index, proof.name, proof] as const))(
    "refused number %i does not verify: %s",
    (_, __, { root, key, value, proof }) => {
      const claim = { root: fromHex(root), key: fromHex(key), value: bytesOf(value) };
      assert.isFalse(verifies(fromHex(proof), claim));
    },
  );
});

describe("proofs of stores against the reference", () => {
  const named = stores.sequences.filter(({ name }) =>
    stores.queries.some(({ sequence }) => sequence === name),
  );

  it.each(named.map((sequence) => [sequence.name, sequence] as const))(
    "answers the recorded proofs of sequence %s at every height",
    async (_, sequence) => {
      const names = sequence.stores.filter(([, type]) => type === "iavl").map(([name]) => name);
      const initialVersion = BigInt(sequence.initial_version || 1);
      const state = await openMultiStore({ stores: names, initialVersion });
      for (const commit of sequence.commits) await run(state, commit, names);
      const queries = stores.queries.filter((query) => query.sequence === sequence.name);
      for (const query of queries) {
        // Height 0 is the store layer's for the version before the newest; ours has no such number.
        const proof = state.prove(BigInt(query.height), query.store, fromHex(query.key));
        const ops = proof?.ops.map((op) => [op.type, toHex(op.key), toHex(op.data)]);
        assert.deepEqual(ops, query.ops);
        assert.equal(proof?.value === undefined ? null : toHex(proof.value), query.value);
        assert.equal(
          toHex(state.info(BigInt(query.height))?.appHash ?? new Uint8Array()),
          query.app_hash,
        );
        const claim = {
          root: fromHex(query.app_hash),
          key: fromHex(query.key),
          value: bytesOf(query.value),
        };
        assert.equal(opsVerify(proof?.ops ?? [], query.store, claim), query.verifies !== "");
      }
      assert.isNotEmpty(queries);
    },
  );

  it.runIf(OWN_VECTORS)("answers the recorded proofs of trees that took an empty value", () => {
    const queries = stores.queries.filter(({ sequence }) => sequence === "empty value");
    assert.lengthOf(queries, 2);
    for (const { store, key, value, app_hash, ops, verifies: how } of queries) {
      const versions = withEmptyValue(app_hash);
      const proof = versions.prove(1n, store, fromHex(key));
      assert.deepEqual(
        proof?.ops.map((op) => [op.type, toHex(op.key), toHex(op.data)]),
        ops,
      );
      const claim = { root: fromHex(app_hash), key: fromHex(key), value: bytesOf(value) };
      assert.equal(opsVerify(proof?.ops ?? [], store, claim), how !== "");
    }
  });

  const withOp = stores.simple_merkle.flatMap((row) => (row.op ? [[row.n, row] as const] : []));
  it.each(withOp)("proves a store of %i as recorded", (_, row) => {
    const sorted = row.stores.map(([name, hash]) => ({ name, hash: fromHex(hash) }));
    sorted.sort((a, b) => (a.name < b.name ? -1 : 1));
    const op = storeOp(sorted, row.proof_of ?? "");
    assert.deepEqual([op.type, toHex(op.key), toHex(op.data)], row.op);
  });
});

async function run(state: MultiStore, commit: Commit, names: readonly string[]): Promise<void> {
  const block = state.branch();
  for (const { kept, writes } of commit.txs) {
    if (!kept) continue;
    for (const [kind, store = "", key = "", value = ""] of writes) {
      if (!names.includes(store)) continue;
      if (kind === "s") block.store(store).set(fromHex(key), fromHex(value));
      else block.store(store).delete(fromHex(key));
    }
  }
  state.stage(block);
  await state.commit();
}

/** The stores of the queries next to an empty value; which they are, the app hash says. */
function withEmptyValue(appHash: string): Versions {
  const versions = new Versions(1n, 1);
  for (const name of ["acc", "bank"]) versions.mount(name);
  versions.apply(1n, "bank", [
    { key: fromHex("61"), value: new Uint8Array() },
    { key: fromHex("62"), value: fromHex("78") },
  ]);
  const info = commitInfo(1n, versions.hashes(), undefined);
  versions.save(info);
  assert.equal(toHex(info.appHash), appHash);
  return versions;
}
