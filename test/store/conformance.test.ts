import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { prefixEnd } from "../../src/keeper/keys.js";
import { branchInto } from "../../src/store/branch.js";
import type { Entry, Range, ReadStore, WriteStore } from "../../src/store/contract.js";
import { TreeReader } from "../../src/store/iavl/read.js";
import { Forest } from "../../src/store/iavl/tree.js";
import { checkKey, checkWrite } from "../../src/store/key-text.js";
import { memoryStore, memoryStores } from "../../src/store/memory-store.js";
import { toHex } from "../support/vectors.js";

/** A fresh, empty store of each kind. */
const kinds: Record<string, () => WriteStore> = {
  "a memory store": memoryStore,
  "a branch of a memory store": () => branchInto(memoryStores()).store("bank"),
  "a branch with entries below it": () => {
    const below = memoryStores();
    for (let byte = 0; byte < 256; byte += 3) below.store("bank").set(bytes(byte), bytes(1));
    const store = branchInto(below).branch().store("bank");
    for (let byte = 0; byte < 256; byte += 3) store.delete(bytes(byte));
    return store;
  },
  "a merkle tree": () => treeStore("growing"),
  "a merkle tree that is settled": () => treeStore("settled"),
};

/** A tree that takes every write as a version of its own; a settled one has a reader for each. */
function treeStore(kind: "growing" | "settled"): WriteStore {
  const forest = new Forest(1n);
  let root = 0;
  let version = 0n;
  const apply = (key: Uint8Array, value: Uint8Array | undefined) => {
    version += 1n;
    forest.begin(version);
    root = forest.apply(root, key, value);
    if (kind === "settled") reader = readerOf();
  };
  const readerOf = () => new TreeReader(forest.pool, { root: () => root }, kind);
  let reader = readerOf();
  return {
    get: (key) => reader.get(key),
    has: (key) => reader.has(key),
    iterate: (range) => reader.iterate(range),
    peek: (key) => reader.peek(key),
    sizeOf: (range) => reader.sizeOf(range),
    set(key, value) {
      checkWrite(key, value);
      apply(key, value);
    },
    delete(key) {
      checkKey(key);
      apply(key, undefined);
    },
  };
}

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

function listed(store: ReadStore, range?: Range): [string, string][] {
  return [...store.iterate(range)].map(([key, value]) => [toHex(key), toHex(value)]);
}

const key = fc.uint8Array({ minLength: 1, maxLength: 3 }).map((k) => Uint8Array.from(k, fewBytes));
const value = fc.uint8Array({ maxLength: 4 });
const bound = fc.option(
  fc.uint8Array({ maxLength: 3 }).map((k) => Uint8Array.from(k, fewBytes)),
  {
    nil: undefined,
  },
);

/** Keeps keys close together, with the ends of the byte range among them. */
function fewBytes(byte: number): number {
  return [0, 1, 127, 128, 254, 255][byte % 6] ?? 0;
}

const range = fc
  .record({ gte: bound, lt: bound, reverse: fc.boolean() })
  .map(({ gte, lt, reverse }): Range => ({ ...(gte && { gte }), ...(lt && { lt }), reverse }));

type Edit = { readonly key: Uint8Array; readonly value: Uint8Array | undefined };
const edit: fc.Arbitrary<Edit> = fc.record({ key, value: fc.option(value, { nil: undefined }) });

function applyEdit(store: WriteStore, { key, value }: Edit): void {
  if (value === undefined) store.delete(key);
  else store.set(key, value);
}

/** The entries of a model in a range; hex orders as bytes do. */
function expected(model: ReadonlyMap<string, string>, range: Range): [string, string][] {
  const from = range.gte === undefined ? "" : toHex(range.gte);
  const to = range.lt === undefined ? "g" : toHex(range.lt);
  const within = [...model].filter(([k]) => k >= from && k < to);
  within.sort(([a], [b]) => (a < b ? -1 : 1));
  return range.reverse === true ? within.reverse() : within;
}

function applyToModel(model: Map<string, string>, { key, value }: Edit): void {
  if (value === undefined) model.delete(toHex(key));
  else model.set(toHex(key), toHex(value));
}

describe.each(Object.entries(kinds))("%s", (_, make) => {
  it("holds what was written last", () => {
    const store = make();
    store.set(bytes(1), bytes(10));
    store.set(bytes(1), bytes(11));
    store.set(bytes(2), bytes());
    assert.deepEqual(store.get(bytes(1)), bytes(11));
    assert.deepEqual(store.get(bytes(2)), bytes());
    assert.isTrue(store.has(bytes(2)));
    store.delete(bytes(1));
    assert.isUndefined(store.get(bytes(1)));
    assert.isFalse(store.has(bytes(1)));
    assert.deepEqual(listed(store), [["02", ""]]);
  });

  it("refuses an empty key and keeps nothing of it", () => {
    const store = make();
    assert.throws(() => store.set(bytes(), bytes(1)), RangeError);
    assert.throws(() => store.delete(bytes()), RangeError);
    assert.deepEqual(listed(store), []);
  });

  it("finds nothing under a key that it does not hold", () => {
    const store = make();
    store.set(bytes(1, 2), bytes(1));
    for (const absent of [bytes(1), bytes(1, 2, 0), bytes(0), bytes(255), bytes()]) {
      assert.isUndefined(store.get(absent));
      assert.isFalse(store.has(absent));
    }
  });

  it("keeps keys and values too long for a slot", () => {
    const store = make();
    const longKey = new Uint8Array(100_000).fill(9);
    const longValue = new Uint8Array(300_000).fill(8);
    store.set(longKey, longValue);
    store.set(bytes(9), bytes(1));
    assert.equal(store.get(longKey)?.length, 300_000);
    assert.equal([...store.iterate()][1]?.[0].length, 100_000);
    store.delete(longKey);
    assert.deepEqual(listed(store), [["09", "01"]]);
  });

  it("refuses to go on with an iteration after a write", () => {
    const store = make();
    for (const byte of [1, 2, 3]) store.set(bytes(byte), bytes(byte));
    assert.throws(() => {
      for (const [key] of store.iterate()) store.set(Uint8Array.of(...key, 5), bytes(1));
    }, /while iterated/);
  });

  it("does as a plain map does, for any writes and any ranges", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(edit, range), { maxLength: 60 }), (steps) => {
        const store = make();
        const model = new Map<string, string>();
        for (const [step, within] of steps) {
          applyEdit(store, step);
          applyToModel(model, step);
          assert.deepEqual(listed(store, within), expected(model, within));
          const held = store.get(step.key);
          assert.equal(held && toHex(held), model.get(toHex(step.key)));
          // Whoever has these tells the same.
          if (store.peek !== undefined) assert.deepEqual(store.peek(step.key), held);
          if (store.sizeOf !== undefined)
            assert.equal(store.sizeOf(within), expected(model, within).length);
        }
      }),
    );
  });
});

describe("nested branches", () => {
  type Step =
    | { readonly do: "edit"; readonly edit: Edit }
    | { readonly do: "down" | "up" | "drop" };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: edit.map((e): Step => ({ do: "edit", edit: e })) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("down", "up", "drop").map((what): Step => ({ do: what })),
    },
  );

  it("see their own writes over their parents', and hand down all or nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, range), { maxLength: 60 }), (steps) => {
        const base = memoryStores();
        const branches = [branchInto(base).branch()];
        const models = [new Map<string, string>()];
        for (const [what, within] of steps) {
          const branch = branches[branches.length - 1] ?? branches[0];
          const model = models[models.length - 1] ?? new Map();
          if (what.do === "edit") {
            if (branch !== undefined) applyEdit(branch.store("bank"), what.edit);
            applyToModel(model, what.edit);
          } else if (what.do === "down" && branch !== undefined) {
            branches.push(branch.branch());
            models.push(new Map(model));
          } else if (branches.length > 1) {
            if (what.do === "up") branch?.write();
            else branch?.discard();
            branches.pop();
            models.pop();
            if (what.do === "up") models.splice(-1, 1, model);
          }
          const top = branches[branches.length - 1]?.store("bank");
          const held = models[models.length - 1] ?? new Map();
          if (top !== undefined) assert.deepEqual(listed(top, within), expected(held, within));
        }
      }),
    );
  });

  it("list their writes by store and key in byte order, each key once", () => {
    const branch = branchInto(memoryStores());
    for (const name of ["td", "bank"]) {
      for (const byte of [200, 3, 100, 3]) branch.store(name).set(bytes(byte), bytes(byte));
      branch.store(name).delete(bytes(50));
    }
    branch.store("untouched").get(bytes(1));
    const writes = branch.writes();
    assert.deepEqual([...writes.keys()], ["bank", "td"]);
    const keys = writes.get("td")?.map(({ key, value }) => [key[0], value?.[0]]);
    assert.deepEqual(keys, [
      [3, 3],
      [50, undefined],
      [100, 100],
      [200, 200],
    ]);
  });

  it("keep the byte order of keys when many come one at a time", () => {
    const store = memoryStore();
    const seen: string[] = [];
    for (let index = 0; index < 256; index += 1) {
      const next = bytes((index * 73) & 255, index & 255);
      store.set(next, bytes(1));
      seen.push(toHex(next));
      if (index % 7 === 0) {
        const keys = [...store.iterate()].map(([k]: Entry) => toHex(k));
        assert.deepEqual(keys, [...seen].sort());
      }
    }
  });
});

it("a settled tree answers the same, whatever it was asked for before", () => {
  const entries = fc.uniqueArray(key, { minLength: 1, maxLength: 80, selector: toHex });
  const asked = fc.array(fc.tuple(key, range, fc.nat(3)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(entries, asked, (keys, questions) => {
      const forest = new Forest(1n);
      forest.begin(1n);
      const root = keys.reduce((at, each) => forest.apply(at, each, each), 0);
      const settled = new TreeReader(forest.pool, { root: () => root }, "settled");
      const model = new Map(keys.map((each) => [toHex(each), toHex(each)]));
      // Walks that others are begun beside, as those that are merged.
      const begun: [Iterator<Entry>, [string, string][]][] = [];
      for (const [one, within, taken] of questions) {
        assert.equal(settled.has(one), model.has(toHex(one)));
        const found = settled.get(one);
        assert.equal(found && toHex(found), model.get(toHex(one)));
        const walk = settled.iterate(within);
        const left = expected(model, within);
        for (let i = 0; i < taken; i++)
          assert.equal(walk.next().done === true, left[i] === undefined);
        begun.push([walk, left.slice(taken)]);
      }
      for (const [walk, left] of begun) {
        const rest = [...{ [Symbol.iterator]: () => walk }];
        assert.deepEqual(
          rest.map(([k, v]) => [toHex(k), toHex(v)]),
          left,
        );
      }
    }),
  );
});

it("the end of a prefix is the first key behind it", () => {
  assert.deepEqual(prefixEnd(bytes(1, 2)), bytes(1, 3));
  assert.deepEqual(prefixEnd(bytes(1, 255, 255)), bytes(2));
  assert.isUndefined(prefixEnd(bytes(255, 255)));
  assert.isUndefined(prefixEnd(bytes()));
});
