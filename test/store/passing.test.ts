import { expect, it } from "vitest";
import type { Passing, ReadStore, Span } from "../../src/store/contract.js";
import { Measures } from "../../src/store/iavl/measures.js";
import { TreeReader } from "../../src/store/iavl/read.js";
import { Forest } from "../../src/store/iavl/tree.js";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import { SharedState } from "../../src/store/shared-state.js";
import { Random } from "./random.js";

const SEED = Number(process.env.SEED ?? 20_261_127);
const STORES = ["a"] as const;
/** Places of keys, and what keys measure at most. */
const [PLACES, MOST] = [20_000, 1_000];

/** A key tells its place and what it measures. */
function keyOf(place: number, measure: number): Buffer {
  const key = Buffer.alloc(8);
  key.writeUInt32BE(place);
  key.writeUInt32BE(measure, 4);
  return key;
}

const measureOf = (key: Uint8Array): bigint => BigInt(Buffer.from(key).readUInt32BE(4));
const textOf = (key: Uint8Array): string => Buffer.from(key).toString("hex");
const bound = (place: number): Buffer => keyOf(place, 0);

/** Changes: stretches of keys that measure little, single ones of any measure, and stretches that go. */
function change(random: Random, keys: Map<number, Buffer>): void {
  for (let n = random.below(4); n >= 0; n -= 1) {
    const [from, length] = [random.below(PLACES), random.below(900)];
    const [goes, little] = [random.chance(350), random.below(MOST / 2)];
    for (let place = from; place < from + length; place += 1) {
      const measure = random.chance(3) ? random.below(MOST) : random.below(little + 1);
      if (goes) keys.delete(place);
      else keys.set(place, keyOf(place, measure));
    }
  }
}

const sortedOf = (keys: ReadonlyMap<number, Buffer>): readonly Buffer[] =>
  [...keys.values()].sort(Buffer.compare);

async function commit(state: OpenMultiStore, keys: ReadonlyMap<number, Buffer>): Promise<void> {
  const branch = state.branch();
  const store = branch.store("a");
  const due = new Map([...keys.values()].map((key) => [textOf(key), key]));
  for (const [key] of [...store.iterate()]) {
    if (!due.delete(textOf(key))) store.delete(key);
  }
  for (const key of due.values()) store.set(key, Uint8Array.of(1));
  state.stage(branch, state.version);
  await state.commit();
}

const isWithin = ({ gte, lt }: Span, key: Uint8Array): boolean =>
  (gte === undefined || Buffer.compare(key, gte) >= 0) &&
  (lt === undefined || Buffer.compare(key, lt) < 0);

/** Keys that are given, and how many were measured for that. */
function ask(store: ReadStore, span: Span, most: number) {
  let measured = 0;
  const measure = (key: Uint8Array): bigint => {
    // Beside a range may lie what is no key of the same kind.
    if (!isWithin(span, key)) throw new Error("a key outside of the range was measured");
    measured += 1;
    return measureOf(key);
  };
  const passing: Passing = { name: "measure", measure, most: BigInt(most) };
  const given = [...(store.keysPassing?.(span, passing) ?? [])].map(textOf);
  return { given, measured };
}

it("gives every key that measures enough, in order and of its range, whatever was remembered of other versions", async () => {
  const random = new Random(SEED);
  // Few versions are kept, so that nodes come to lie where others were.
  const state = await openMultiStore({ stores: [...STORES], retain: 3 });
  const share = state.share();
  const shared = new SharedState(share.feed);
  const keys = new Map<number, Buffer>();
  let [left, due] = [0, 0];
  for (let version = 1; version <= 60; version += 1) {
    change(random, keys);
    await commit(state, keys);
    const sorted = sortedOf(keys);
    for (let n = 0; n < 6; n += 1) {
      const from = random.below(PLACES);
      const ends = random.chance(700) ? { lt: bound(from + random.below(PLACES)) } : {};
      const span: Span = { ...ends, ...(random.chance(700) ? { gte: bound(from) } : {}) };
      const most = random.below(MOST);
      const within = sorted.filter((key) => isWithin(span, key));
      const enough = within.filter((key) => measureOf(key) > BigInt(most)).map(textOf);
      const { given } = shared.read(0n, ({ stores }) => ask(stores.store("a"), span, most)) ?? {};
      const told = new Set(given);
      expect(given, `SEED=${SEED}`).toEqual(within.map(textOf).filter((text) => told.has(text)));
      expect(enough.filter((text) => !told.has(text))).toEqual([]);
      due += enough.length;
      left += within.length - (given?.length ?? 0);
    }
  }
  // Both happen often, or nothing was shown.
  expect(Math.min(due, left)).toBeGreaterThan(10_000);
  shared.close();
  share.close();
  await state.close();
});

it("measures what it passes over once, and after a change no more than what lies beside it", async () => {
  const state = await openMultiStore({ stores: [...STORES] });
  const keys = new Map<number, Buffer>();
  for (let place = 0; place < 10_000; place += 1) {
    const key = keyOf(place, place === 9_000 ? 900 : 100);
    keys.set(place, key);
  }
  await commit(state, keys);
  const asked = (most: number) => {
    const store = state.at(state.version)?.store("a");
    if (store === undefined) throw new Error("no store");
    return ask(store, {}, most);
  };
  expect(asked(500).measured).toBeGreaterThan(9_000);
  expect(asked(500).measured).toBe(0);
  // Other bounds use the same measures: all of it is given for the one, next to nothing for the other.
  expect(asked(50)).toMatchObject({ measured: 0, given: { length: 10_000 } });
  expect(asked(1_000)).toMatchObject({ measured: 0 });
  expect(asked(1_000).given.length).toBeLessThan(200);
  const added = keyOf(5_000, 700);
  keys.set(5_000, added);
  await commit(state, keys);
  const { given, measured } = asked(500);
  expect(given).toContain(textOf(added));
  expect(given.length).toBeLessThan(300);
  expect(measured).toBeGreaterThan(0);
  expect(measured).toBeLessThan(300);
  await state.close();
});

it("passes over nothing in a tree that has no hashes yet, which tell its nodes apart", () => {
  const forest = new Forest(1n);
  forest.begin(1n);
  let root = 0;
  const keys = Array.from({ length: 1_000 }, (_, place) => keyOf(place, place < 500 ? 100 : 900));
  for (const key of keys) root = forest.apply(root, key, Uint8Array.of(1));
  const reader = new TreeReader(forest.pool, { root: () => root });
  expect(ask(reader, {}, 500)).toEqual({ given: keys.map(textOf), measured: 0 });
  forest.hasher.root(root);
  const { given, measured } = ask(reader, {}, 500);
  expect(given.length).toBeLessThan(700);
  expect(given.slice(-500)).toEqual(keys.slice(500).map(textOf));
  expect(measured).toBeGreaterThan(900);
});

it("remembers the measures that were made or asked for last, and forgets the others", () => {
  const measures = new Measures(100);
  const [some, others] = [measures.of("some"), measures.of("others")];
  some.set("kept", 1n);
  some.set("left", 2n);
  others.set("left", 3n);
  for (let n = 0; n < 1_000; n += 1) {
    some.set(`${n}`, BigInt(n));
    expect(some.get("kept")).toBe(1n);
  }
  expect(some.get("left")).toBeUndefined();
  expect(some.get("999")).toBe(999n);
  expect(some.get("900")).toBe(900n);
  const held = Array.from({ length: 1_000 }, (_, n) => `${n}`).filter((key) => some.get(key));
  expect(held.length).toBeLessThan(200);
  expect(measures.of("others").get("left")).toBe(3n);
  expect(measures.of("some")).toBe(some);
});
