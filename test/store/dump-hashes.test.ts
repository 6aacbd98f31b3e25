import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, expect, it } from "vitest";
import { dumpKey } from "../../src/store/archive-keys.js";
import { type Database, openDatabase } from "../../src/store/database.js";
import { dumpTree, TreeLoader } from "../../src/store/iavl/dump.js";
import { Forest } from "../../src/store/iavl/tree.js";
import { type MultiStoreOptions, openMultiStore } from "../../src/store/multistore.js";
import { checksum } from "../../src/store/record.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const WHOLE = 1 << 20;

describe("a dump", () => {
  it("with hashes loads to the tree of one without, and nothing is hashed again", () => {
    const { forest, root } = tree(1_000);
    const expected = forest.hasher.root(root);
    for (const hashes of ["hashes", "no hashes"] as const) {
      const again = new Forest(1n);
      const loader = new TreeLoader(again.pool);
      for (const record of dumpTree(forest.pool, root, 4_096, hashes)) loader.add("dump", record);
      const found = loader.finish("dump");
      assert.equal(again.pool.isHashed(found), hashes === "hashes");
      expect(again.hasher.root(found)).toEqual(expected);
      expect([...dumpTree(again.pool, found, WHOLE)]).toEqual([
        ...dumpTree(forest.pool, root, WHOLE),
      ]);
    }
  });

  it("with hashes is refused from someone else", () => {
    const { forest, root } = tree(10);
    forest.hasher.root(root);
    const loader = new TreeLoader(new Forest(1n).pool, { leaves: 10, version: 1 });
    const [record = new Uint8Array()] = dumpTree(forest.pool, root, WHOLE, "hashes");
    expect(() => loader.add("chunk", record)).toThrow(/chunk holds an unknown kind of node/);
  });

  it("keeps byte strings of every length", () => {
    const forest = new Forest(1n);
    forest.begin(1n);
    let root = 0;
    const lengths = [1, 127, 128, 129, 300, 16_383, 16_384, 70_000];
    for (const length of lengths) {
      root = forest.apply(root, bytes("k".repeat(length)), new Uint8Array(length).fill(7));
    }
    const expected = forest.hasher.root(root);
    const again = new Forest(1n);
    const loader = new TreeLoader(again.pool);
    for (const record of dumpTree(forest.pool, root, WHOLE)) loader.add("dump", record);
    expect(again.hasher.root(loader.finish("dump"))).toEqual(expected);
  });
});

describe("a database with a dump", () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "dump-hashes-"));
  });
  afterEach(() => rmSync(path, { recursive: true }));

  it("of format 1, without hashes, is read, and is of this program's format then", async () => {
    const expected = await commitVersions({ keys: 100, retain: 1 });
    await tamper(async (database) => {
      const forest = new Forest(1n);
      const loader = new TreeLoader(forest.pool);
      loader.add("dump", database.get(dumpKey(3n, 0)) ?? new Uint8Array());
      const [record] = dumpTree(forest.pool, loader.finish("dump"), WHOLE);
      await database.write([
        { key: dumpKey(3n, 0), value: record },
        { key: "format", value: bytes("1") },
      ]);
    });
    const state = await openMultiStore({ path, stores: ["bank"], retain: 1 });
    expect(state.appHash).toEqual(expected);
    await state.close();
    await tamper(async (database) => {
      expect(database.get("format")?.toString()).toBe("2");
    });
  });

  it("whose root has another hash is refused although its checksum fits", async () => {
    await commitVersions({ keys: 100, retain: 1 });
    await tamper(async (database) => {
      const record = Uint8Array.from(database.get(dumpKey(3n, 0)) ?? []);
      const end = record.length - 8;
      record[end - 1] = (record[end - 1] ?? 0) ^ 1;
      record.set(checksum(record.subarray(0, end)), end);
      await database.write([{ key: dumpKey(3n, 0), value: record }]);
    });
    await expect(openMultiStore({ path, stores: ["bank"], retain: 1 })).rejects.toThrow(
      /store bank has root .* at version 3/,
    );
  });

  it("behind a long log opens from the dump, every version readable", async () => {
    const expected = await commitVersions({ keys: 30_000, retain: 100 });
    // Only the dump's own version needs no change log any more.
    await tamper((database) => database.write([{ key: dumpKey(3n, 0), value: undefined }]));
    await expect(openMultiStore({ path, stores: ["bank"] })).rejects.toThrow(/record 0 .* missing/);
    rmSync(path, { recursive: true });
    expect(await commitVersions({ keys: 30_000, retain: 100 })).toEqual(expected);
    const state = await openMultiStore({ path, stores: ["bank"] });
    expect(state.appHash).toEqual(expected);
    for (const version of [1n, 2n, 3n]) {
      const stores = await state.load(version);
      expect(stores?.store("bank").get(bytes("changes"))).toEqual(bytes(`${version}`));
      assert.isDefined(state.prove(version, "bank", bytes("changes"))?.value);
    }
    await state.close();
  });

  /** Three versions, the last one dumped; its app hash. */
  async function commitVersions(plan: { keys: number; retain: number }): Promise<Uint8Array> {
    const options: MultiStoreOptions = { path, stores: ["bank"], retain: plan.retain };
    const state = await openMultiStore({ ...options, dump: { versions: 3, writes: 1e9 } });
    for (let version = 1; version <= 3; version += 1) {
      const branch = state.branch();
      const store = branch.store("bank");
      for (let n = 0; version === 1 && n < plan.keys; n += 1) {
        store.set(bytes(`key ${n}`), bytes(`value ${n}`));
      }
      store.set(bytes("changes"), bytes(`${version}`));
      state.stage(branch);
      await state.commit();
    }
    await state.dumped();
    const { appHash } = state;
    await state.close();
    return appHash;
  }

  async function tamper(change: (database: Database) => Promise<void>): Promise<void> {
    const database = await openDatabase(path);
    await change(database);
    await database.close();
  }
});

function tree(keys: number): { readonly forest: Forest; readonly root: number } {
  const forest = new Forest(1n);
  forest.begin(1n);
  let root = 0;
  for (let n = 0; n < keys; n += 1) {
    root = forest.apply(root, bytes(`key ${(n * 7_919) % keys}`), bytes(`value ${n}`));
  }
  return { forest, root };
}
