import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { Branch } from "../../src/store/branch.js";
import { commitInfo } from "../../src/store/commit-info.js";
import { StoreFault } from "../../src/store/contract.js";
import { postOrder } from "../../src/store/iavl/dump.js";
import { openMultiStore } from "../../src/store/multistore.js";
import type { Write } from "../../src/store/overlay.js";
import { Versions } from "../../src/store/versions.js";
import { toHex } from "../support/vectors.js";

const key = fc.integer({ min: 0, max: 40 }).map((n) => Uint8Array.of(1, n));
const write: fc.Arbitrary<Write> = fc.record({
  key,
  value: fc.option(fc.uint8Array({ maxLength: 90 }), { nil: undefined }),
});
const blocks = fc.array(fc.array(write, { maxLength: 25 }), { minLength: 1, maxLength: 14 });

function save(versions: Versions, version: bigint): void {
  versions.save(commitInfo(version, versions.hashes(), undefined));
}

function content(store: { iterate(): Iterable<readonly [Uint8Array, Uint8Array]> }) {
  return [...store.iterate()].map(([k, v]) => `${toHex(k)}=${toHex(v)}`);
}

/** Nodes that some retained version, or the live one, reaches. */
function reachable(versions: Versions, last: bigint): number {
  const nodes = new Set<number>();
  for (let version = 1n; version <= last; version += 1n) {
    for (const root of versions.saved(version)?.roots.values() ?? []) {
      for (const id of postOrder(versions.forest.pool, root)) nodes.add(id);
    }
  }
  return nodes.size;
}

describe("versions in memory", () => {
  it("read as they were for as long as they are retained, and leave no node behind", () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 4 }), (written, retain) => {
        const versions = new Versions(1n, retain);
        versions.mount("bank");
        const model = new Map<string, string>();
        const history: string[][] = [];
        for (const [index, writes] of written.entries()) {
          const version = BigInt(index + 1);
          versions.apply(version, "bank", writes);
          save(versions, version);
          for (const { key, value } of writes) {
            if (value === undefined) model.delete(toHex(key));
            else model.set(toHex(key), toHex(value));
          }
          history.push([...model].map(([k, v]) => `${k}=${v}`).sort());
          for (const [older, held] of history.entries()) {
            const at = versions.at(BigInt(older + 1));
            if (older < history.length - retain) assert.isUndefined(at);
            else assert.deepEqual(at && content(at.store("bank")), held);
          }
          assert.equal(versions.forest.pool.live, reachable(versions, version));
        }
      }),
    );
  });

  it("give the same hash whatever was retained", () => {
    fc.assert(
      fc.property(blocks, (written) => {
        const [short, long] = [new Versions(1n, 1), new Versions(1n, 100)];
        for (const versions of [short, long]) {
          versions.mount("bank");
          for (const [index, writes] of written.entries()) {
            versions.apply(BigInt(index + 1), "bank", writes);
            save(versions, BigInt(index + 1));
          }
        }
        assert.deepEqual(short.hashes(), long.hashes());
      }),
    );
  });

  it("refuse to be read once they are past retention", () => {
    const versions = new Versions(1n, 1);
    versions.mount("bank");
    versions.apply(1n, "bank", [{ key: Uint8Array.of(1), value: Uint8Array.of(1) }]);
    save(versions, 1n);
    const store = versions.at(1n)?.store("bank");
    assert.equal(store?.get(Uint8Array.of(1))?.[0], 1);
    save(versions, 2n);
    assert.throws(() => store?.get(Uint8Array.of(1)), StoreFault, "version 1 is no longer");
  });

  it("give up every node of a store that is taken off", () => {
    const versions = new Versions(1n, 1);
    versions.mount("old");
    for (let n = 0; n < 50; n += 1) {
      versions.apply(1n, "old", [{ key: Uint8Array.of(n), value: Uint8Array.of(n) }]);
    }
    save(versions, 1n);
    assert.equal(versions.forest.pool.live, 99);
    versions.unmount(2n, "old");
    save(versions, 2n);
    assert.equal(versions.forest.pool.live, 0);
  });
});

describe("staging", () => {
  it("shows the staged version to readers before it is committed", async () => {
    const state = await openMultiStore({ stores: ["bank"] });
    const older = state.branch();
    const branch = state.branch();
    branch.store("bank").set(Uint8Array.of(1), Uint8Array.of(7));
    state.stage(branch);
    assert.equal(state.store("bank").get(Uint8Array.of(1))?.[0], 7);
    assert.equal(older.store("bank").get(Uint8Array.of(1))?.[0], 7);
    assert.instanceOf(branch, Branch);
    assert.equal(branch.writes().size, 0, "the branch is empty again");
    assert.equal(state.version, 0n);
    assert.isUndefined(state.at(1n));
    await state.commit(new Map([["height", Uint8Array.of(1)]]));
    assert.equal(state.version, 1n);
    assert.equal(state.at(1n)?.store("bank").get(Uint8Array.of(1))?.[0], 7);
    assert.deepEqual(state.extra("height"), Uint8Array.of(1));
    assert.isUndefined(state.extra("other"));
  });

  it("refuses a second stage before the commit, and a commit with nothing staged", async () => {
    const state = await openMultiStore({ stores: ["bank"] });
    state.stage(state.branch());
    assert.throws(() => state.stage(state.branch()), StoreFault);
    await state.commit();
    let refused: unknown;
    await state.commit().catch((error: unknown) => {
      refused = error;
    });
    assert.instanceOf(refused, StoreFault);
    assert.equal(state.version, 1n);
  });

  it("refuses branches of branches and of other state, and changes nothing", async () => {
    const state = await openMultiStore({ stores: ["bank"] });
    const other = await openMultiStore({ stores: ["bank"] });
    for (const branch of [state.branch().branch(), other.branch()]) {
      branch.store("bank").set(Uint8Array.of(1), Uint8Array.of(1));
      assert.throws(() => state.stage(branch), StoreFault);
    }
    assert.deepEqual([...state.store("bank").iterate()], []);
    assert.throws(() => state.branch().write(), /read-only/);
  });

  it("names a store that is not mounted", async () => {
    const state = await openMultiStore({ stores: ["bank"] });
    assert.throws(() => state.store("bnak"), StoreFault, "no store bnak is mounted");
    assert.throws(() => state.branch().store("bnak"), StoreFault);
  });

  it("takes no more versions once closed", async () => {
    const state = await openMultiStore({ stores: ["bank"] });
    await state.close();
    assert.throws(() => state.stage(state.branch()), StoreFault, "closed");
  });
});
