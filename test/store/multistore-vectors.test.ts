import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import { appHashOf } from "../../src/store/app-hash.js";
import { commitInfo, decodeCommitInfo, encodeCommitInfo } from "../../src/store/commit-info.js";
import type { MultiStore, StoreBranch } from "../../src/store/contract.js";
import { Forest } from "../../src/store/iavl/tree.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { Versions } from "../../src/store/versions.js";
import { fromHex, toHex, vector } from "../support/vectors.js";
import { TURNED_ROUND } from "./turned-round.js";

type Op = ["s", store: string, key: string, value: string] | ["d", store: string, key: string];

interface Commit {
  version: number;
  txs: { kept: boolean; writes: Op[] }[];
  stores: Record<string, string>;
  time: string;
  commit_info: string;
  app_hash: string;
  upgrade_before?: { added?: string[]; renamed?: [string, string][]; deleted?: string[] };
}

interface Sequence {
  name: string;
  initial_version: number;
  stores: [name: string, type: string][];
  commits: Commit[];
}

interface Vectors {
  sequences: Sequence[];
  ordering: {
    note: string;
    writes: Op[];
    cached_as_listed: string;
    cached_sorted: string;
    direct_sorted: string;
    direct_as_listed: string;
  }[];
  folding: { name: string; commits: Commit[] }[];
  refusals: { name: string; accepted: boolean }[];
  simple_merkle: { n: number; stores: [string, string][]; app_hash: string }[];
}

const vectors = vector("multistore") as Vectors;

/** Nanoseconds of an RFC 3339 time. */
function nanoseconds(time: string): bigint {
  const [, seconds = "", fraction = ""] = /^([^.]+)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** Runs the transactions of a commit as branches of the block's branch. */
function runBlock(block: StoreBranch, commit: Commit, proved: ReadonlySet<string>): void {
  for (const { kept, writes } of commit.txs) {
    const tx = block.branch();
    for (const op of writes) if (proved.has(op[1])) write(tx, op);
    if (kept) tx.write();
    else tx.discard();
  }
}

function write(branch: StoreBranch, op: Op): void {
  const store = branch.store(op[1]);
  if (op[0] === "s") store.set(fromHex(op[2]), fromHex(op[3]));
  else store.delete(fromHex(op[2]));
}

async function commitAndCompare(state: MultiStore, commit: Commit): Promise<void> {
  const block = state.branch();
  runBlock(block, commit, new Set(Object.keys(commit.stores)));
  const time = nanoseconds(commit.time);
  const info = state.stage(block, time);
  assert.equal(info.version, BigInt(commit.version));
  assert.deepEqual(
    Object.fromEntries(info.stores.map(({ name, hash }) => [name, toHex(hash)])),
    commit.stores,
  );
  assert.equal(toHex(info.appHash), commit.app_hash);
  const encoded = encodeCommitInfo(commitInfo(info.version, info.stores, time));
  assert.equal(toHex(encoded), commit.commit_info);
  assert.deepEqual(encodeCommitInfo(decodeCommitInfo("the vector", encoded)), encoded);
  await state.commit();
  assert.equal(toHex(state.appHash), commit.app_hash);
}

describe("the multistore against the reference", () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), "vpr-store-"));
  });
  afterEach(() => rm(path, { recursive: true }));

  const sequences = vectors.sequences.map((sequence) => [sequence.name, sequence] as const);

  it.each(sequences)("commits sequence %s to the recorded app hashes", async (_, sequence) => {
    let stores = sequence.stores.filter(([, type]) => type === "iavl").map(([name]) => name);
    const initialVersion = BigInt(sequence.initial_version || 1);
    let state = await openMultiStore({ path, stores, initialVersion });
    for (const commit of sequence.commits) {
      if (commit.upgrade_before !== undefined) {
        await state.close();
        stores = Object.keys(commit.stores);
        const upgrade = commit.upgrade_before;
        state = await openMultiStore({ path, stores, upgrade });
      }
      await commitAndCompare(state, commit);
    }
    await state.close();
    const reopened = await openMultiStore({ path, stores });
    const last = sequence.commits.at(-1);
    assert.equal(toHex(reopened.appHash), last?.app_hash);
    assert.equal(reopened.version, BigInt(last?.version ?? 0));
    await reopened.close();
  });

  it.each(vectors.ordering.map((row, index) => [index, row] as const))(
    "gives one hash for any order of the same writes, row %i",
    async (_, { writes, ...row }) => {
      const sorted = [...writes].sort((a, b) => (a[2] < b[2] ? -1 : 1));
      assert.equal(await storeHash([writes]), row.cached_as_listed);
      assert.equal(await storeHash([sorted]), row.cached_sorted);
      assert.equal(treeHash(sorted), row.direct_sorted);
      assert.equal(treeHash(writes), row.direct_as_listed);
    },
  );

  const folded = vectors.folding.filter(({ name }) => TURNED_ROUND[name] === undefined);

  it.each(folded.map(({ name, commits }) => [name, commits] as const))(
    "folds the writes of a block: %s",
    async (_, commits) => {
      const state = await openMultiStore({ stores: ["bank"] });
      for (const commit of commits) await commitAndCompare(state, commit);
    },
  );

  it("[D-TX-02] refuses an empty value in a block, though the bare trees take it", async () => {
    const turned = vectors.folding.filter(({ name }) => TURNED_ROUND[name] !== undefined);
    assert.lengthOf(turned, 1);
    const state = await openMultiStore({ stores: ["bank"] });
    const versions = new Versions(1n, 1);
    versions.mount("bank");
    for (const commit of turned.flatMap(({ commits }) => commits)) {
      const writes = commit.txs.flatMap((tx) => tx.writes);
      for (const op of writes) {
        if (op[0] === "s" && op[3] === "") {
          assert.throws(() => write(state.branch(), op), RangeError, "must not be empty");
        }
        const value = op[0] === "s" ? fromHex(op[3]) : undefined;
        versions.apply(BigInt(commit.version), "bank", [{ key: fromHex(op[2]), value }]);
      }
      const info = commitInfo(BigInt(commit.version), versions.hashes(), undefined);
      versions.save(info);
      assert.equal(toHex(info.appHash), commit.app_hash);
    }
    assert.deepEqual([...state.store("bank").iterate()], []);
  });

  it.each(vectors.simple_merkle.map(({ n, ...row }) => [n, row] as const))(
    "combines %i store hashes to the recorded app hash",
    (_, { stores, app_hash }) => {
      const named = stores.map(([name, hash]) => ({ name, hash: fromHex(hash) }));
      named.sort((a, b) => (a.name < b.name ? -1 : 1));
      assert.equal(toHex(appHashOf(named)), app_hash);
    },
  );

  it("accepts and refuses the keys and values that the reference does", async () => {
    const key = fromHex("01");
    const none = new Uint8Array();
    const missing: Uint8Array = JSON.parse("null");
    const tried: Record<string, (branch: StoreBranch) => void> = {
      "set empty key": (branch) => branch.store("bank").set(none, key),
      "set nil value": (branch) => branch.store("bank").set(key, missing),
      "set empty value": (branch) => branch.store("bank").set(key, none),
      "delete absent key": (branch) => branch.store("bank").delete(key),
      "delete empty key": (branch) => branch.store("bank").delete(none),
      "key of 131071 bytes": (branch) => branch.store("bank").set(new Uint8Array(131_071), key),
      "key of 131072 bytes": (branch) => branch.store("bank").set(new Uint8Array(131_072), key),
    };
    assert.sameMembers(
      vectors.refusals.map(({ name }) => name),
      Object.keys(tried),
    );
    for (const { name, accepted } of vectors.refusals) {
      const state = await openMultiStore({ stores: ["bank"] });
      const branch = state.branch();
      const attempt = () => {
        tried[name]?.(branch);
        state.stage(branch);
      };
      if (accepted && TURNED_ROUND[name] === undefined) attempt();
      else assert.throws(attempt, name.startsWith("set nil") ? TypeError : RangeError);
    }
  });
});

/** Root hash of a bare tree after writes in just this order. */
function treeHash(writes: readonly Op[]): string {
  const forest = new Forest(1n);
  forest.begin(1n);
  let root = 0;
  for (const op of writes) {
    root = forest.apply(root, fromHex(op[2]), op[0] === "s" ? fromHex(op[3]) : undefined);
  }
  return toHex(forest.hasher.root(root));
}

/** Root hash of a store after blocks of writes. */
async function storeHash(blocks: readonly Op[][]): Promise<string | undefined> {
  const state = await openMultiStore({ stores: ["bank"] });
  for (const writes of blocks) {
    const branch = state.branch();
    for (const op of writes) write(branch, op);
    state.stage(branch);
    await state.commit();
  }
  const hash = state.info(state.version)?.stores[0]?.hash;
  return hash && toHex(hash);
}
