import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import { SharedState } from "../../src/store/shared-state.js";
import { Sharing } from "../../src/store/sharing.js";
import { Versions } from "../../src/store/versions.js";
import { Random } from "./random.js";
import { digestOf, type ReaderData, type ReaderNote, type ReaderOrder } from "./sharing-reader.js";

const STORES = ["a", "b", "c"] as const;
const SEED = Number(process.env.SEED ?? 20_261_126);
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

type Model = ReadonlyMap<string, Map<string, Uint8Array>>;

const emptyModel = (): Model => new Map(STORES.map((name) => [name, new Map()]));

/** Changes of one version: short and long values, new, changed and removed keys. */
function* changes(random: Random, count: number) {
  for (let n = 0; n < count; n += 1) {
    const name = random.pick(STORES);
    const key = `key ${random.below(400).toString().padStart(4, "0")}`;
    const length = random.below(40) === 0 ? 65_600 + random.below(3_000) : 1 + random.below(120);
    const value =
      random.below(4) === 0 ? undefined : new Uint8Array(length).fill(1 + random.below(255));
    yield { name, key: Buffer.from(key), value };
  }
}

async function commit(state: OpenMultiStore, random: Random, model: Model) {
  const branch = state.branch();
  for (const { name, key, value } of changes(random, 60)) {
    const store = branch.store(name);
    if (value === undefined) store.delete(key);
    else store.set(key, value);
    if (value === undefined) model.get(name)?.delete(key.toString());
    else model.get(name)?.set(key.toString(), value);
  }
  state.stage(branch, state.version * 10n);
  await state.commit();
}

/** The digest that a reader must find, from the model alone. */
function expected(model: Model): string {
  const sorted = (name: string) =>
    [...(model.get(name) ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [Buffer.from(key), value] as const);
  const iterate = (name: string) => sorted(name).values() as IterableIterator<never>;
  const nothing = { get: () => undefined, has: () => false };
  return digestOf({ store: (name) => ({ ...nothing, iterate: () => iterate(name) }) }, STORES);
}

/** A thread that reads; `notes` grows as it tells. */
async function startReader(open: { share(): ReturnType<Sharing["open"]> }) {
  const share = open.share();
  const signals = new SharedArrayBuffer(8);
  const workerData: ReaderData = { feed: share.feed, stores: STORES, signals };
  const worker = new Worker(file("../support/run-ts.mjs"), {
    argv: [file("sharing-reader.ts")],
    workerData,
    transferList: [share.feed.port],
  });
  worker.on("exit", () => share.close());
  const notes: ReaderNote[] = [];
  worker.on("message", (note: ReaderNote) => notes.push(note));
  const until = async (kind: ReaderNote["kind"]) => {
    while (!notes.some((note) => note.kind === kind)) await once(worker, "message");
  };
  const order = (what: ReaderOrder) => worker.postMessage(what);
  const flags = new Int32Array(signals);
  const signal = (at: 0 | 1) => {
    Atomics.store(flags, at, 1);
    Atomics.notify(flags, at);
  };
  return { worker, notes, until, order, signal };
}

it("two threads read what was committed while versions come and go", async () => {
  const random = new Random(SEED);
  const state = await openMultiStore({ stores: [...STORES], retain: 4 });
  const model = emptyModel();
  const digests = new Map<bigint, string>();
  const next = async () => {
    await commit(state, random, model);
    digests.set(state.version, expected(model));
  };
  await next();
  const readers = [await startReader(state), await startReader(state)];
  for (const [n, { order }] of readers.entries()) order({ kind: "roam", seed: SEED + n });
  const enough = (at: number) => readers.every(({ notes }) => notes.length > at);
  for (let blocks = 0; blocks < 150 || !enough(100); blocks += 1) {
    await next();
    await setImmediate();
  }
  for (const { signal } of readers) signal(0);
  for (const { notes, until, worker } of readers) {
    await until("roamed");
    const read = notes.filter(({ kind, digest }) => kind === "read" && digest !== undefined);
    for (const { version, digest } of read) {
      expect(digest, `version ${version}, SEED=${SEED}`).toBe(digests.get(version));
    }
    expect(new Set(read.map(({ version }) => version)).size).toBeGreaterThan(10);
    // Some were asked for too late.
    expect(notes.some(({ kind, digest }) => kind === "read" && digest === undefined)).toBe(true);
    await worker.terminate();
  }
  await state.close();
});

/** Versions that are shared, beside ones that are not: they must need equally many nodes. */
function twins(retain: number) {
  const shared = new Versions(1n, retain);
  const alone = new Versions(1n, retain);
  const sharing = new Sharing(shared);
  const random = [new Random(SEED), new Random(SEED)] as const;
  for (const name of STORES) for (const versions of [shared, alone]) versions.mount(name);
  let version = 0n;
  const next = () => {
    version += 1n;
    for (const [n, versions] of [shared, alone].entries()) {
      for (const { name, key, value } of changes(random[n] ?? random[0], 60)) {
        versions.apply(version, name, [{ key, value }]);
      }
      const stores = versions.hashes();
      versions.save({ version, stores, appHash: new Uint8Array(32), time: version });
    }
    sharing.saved(version);
  };
  const live = () => [shared, alone].map(({ forest }) => forest.pool.live);
  return { shared, sharing, next, live, share: () => sharing.open() };
}

it("a version stays whole while another thread reads it, and goes when it has been read", async () => {
  const { shared, next, live, share } = twins(3);
  next();
  next();
  const reader = await startReader({ share });
  reader.order({ kind: "hold" });
  await reader.until("holding");
  const before = digestOf(shared.at(2n) ?? { store: () => shared.live("none") }, STORES);
  for (let n = 0; n < 40; n += 1) next();
  expect(shared.at(1n)).toBeUndefined();
  expect(shared.at(2n)).toBeDefined();
  reader.signal(1);
  await reader.until("read");
  expect(reader.notes.at(-1)).toEqual({ kind: "read", version: 2n, digest: before });
  next();
  expect(shared.at(2n)).toBeUndefined();
  expect(shared.oldest).toBe(41n);
  const [ours, theirs] = live();
  expect(ours).toBe(theirs);
  await reader.worker.terminate();
});

it("a thread that ends while it reads holds nothing any more", async () => {
  const { shared, next, live, share } = twins(3);
  next();
  const reader = await startReader({ share });
  reader.order({ kind: "hold" });
  await reader.until("holding");
  for (let n = 0; n < 10; n += 1) next();
  expect(shared.at(1n)).toBeDefined();
  const gone = once(reader.worker, "exit");
  await reader.worker.terminate();
  await gone;
  next();
  expect(shared.at(1n)).toBeUndefined();
  const [ours, theirs] = live();
  expect(ours).toBe(theirs);
});

it("a reader knows a commit as soon as it is acknowledged", async () => {
  const random = new Random(SEED);
  const state = await openMultiStore({ stores: [...STORES], retain: 5 });
  const { feed } = state.share();
  const reader = new SharedState(feed);
  const model = emptyModel();
  expect([reader.version, reader.read(0n, () => true)]).toEqual([0n, undefined]);
  for (let block = 1n; block <= 30n; block += 1n) {
    await commit(state, random, model);
    // No turn of the loop has passed in which the message could have come.
    expect(reader.version).toBe(block);
    const seen = reader.read(0n, ({ version, time, stores }) => {
      return [version, time, digestOf(stores, STORES)];
    });
    expect(seen).toEqual([block, (block - 1n) * 10n, expected(model)]);
    if (block > 5n) expect(reader.read(block - 5n, () => true)).toBeUndefined();
    if (block > 5n) expect(reader.read(block - 4n, () => true)).toBe(true);
    expect(reader.read(block + 1n, () => true)).toBeUndefined();
  }
  await state.close();
  expect(reader.read(30n, () => true)).toBeUndefined();
  reader.close();
});

it("a reader that fails within a version lets go of it", () => {
  const { shared, next, share } = twins(2);
  next();
  const reader = new SharedState(share().feed);
  const fail = () =>
    reader.read(1n, () => {
      throw new Error("no");
    });
  expect(fail).toThrow("no");
  next();
  next();
  expect(shared.at(1n)).toBeUndefined();
  reader.close();
});

it("readers follow a rollback", async () => {
  const random = new Random(SEED);
  const path = mkdtempSync(join(tmpdir(), "sharing-"));
  const state = await openMultiStore({ path, stores: [...STORES], retain: 4 });
  const reader = new SharedState(state.share().feed);
  const model = emptyModel();
  const digests: string[] = [expected(model)];
  for (let block = 0; block < 12; block += 1) {
    await commit(state, random, model);
    digests.push(expected(model));
  }
  const look = () =>
    reader.read(0n, ({ version, stores }) => [version, digestOf(stores, STORES)] as const);
  expect(look()).toEqual([12n, digests[12]]);
  await state.rollback(7n);
  expect(look()).toEqual([7n, digests[7]]);
  expect(reader.read(8n, () => true)).toBeUndefined();
  await commit(state, random, emptyModel());
  expect(reader.version).toBe(8n);
  expect(reader.read(7n, ({ stores }) => digestOf(stores, STORES))).toBe(digests[7]);
  expect(reader.read(8n, ({ stores }) => digestOf(stores, STORES))).not.toBe(digests[8]);
  await state.close();
  reader.close();
  rmSync(path, { recursive: true });
});
