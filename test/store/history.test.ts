import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import { StoreFault, type StoreReader } from "../../src/store/contract.js";
import { openDatabase } from "../../src/store/database.js";
import {
  type MultiStoreOptions,
  type OpenMultiStore,
  openMultiStore,
} from "../../src/store/multistore.js";
import { toHex } from "../support/vectors.js";
import { writeVersion } from "./crash-writes.js";
import { opsVerify } from "./proof-checks.js";
import { Random } from "./random.js";

const stores = ["bank", "empty", "td"];
const dump = { versions: 7, writes: 1_000_000 };
const utf8 = new TextEncoder();

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "vpr-history-"));
});
afterEach(() => rm(path, { recursive: true }));

const open = (options: Partial<MultiStoreOptions> = {}) =>
  openMultiStore({ path, stores, retain: 5, dump, ...options });

/** What each version held, from a state that never forgets. */
class Model {
  readonly hashes: string[] = [];
  readonly contents: string[][] = [];

  static async of(versions: number): Promise<Model> {
    const model = new Model();
    const state = await openMultiStore({ stores, retain: versions + 1 });
    for (let version = 1; version <= versions; version += 1) {
      await commitOne(state);
      model.hashes[version] = toHex(state.appHash);
      model.contents[version] = contentOf(state);
    }
    return model;
  }
}

async function commitOne(state: OpenMultiStore): Promise<void> {
  const branch = state.branch();
  writeVersion(branch, state.version + 1n);
  state.stage(branch, (state.version + 1n) * 1_000_000_000n);
  await state.commit(new Map([["height", utf8.encode(String(state.version + 1n))]]));
  // As long as blocks are far apart, upkeep is done before the next one.
  await state.dumped();
}

async function commitTo(state: OpenMultiStore, version: bigint): Promise<void> {
  while (state.version < version) await commitOne(state);
}

function contentOf(state: StoreReader): string[] {
  return ["bank", "td"].flatMap((name) =>
    [...state.store(name).iterate()].map(([key, value]) => `${name} ${toHex(key)}=${toHex(value)}`),
  );
}

/** Versions that have an entry in a space of the database. */
async function versionsIn(space: string): Promise<bigint[]> {
  const database = await openDatabase(path);
  const found = new Set<bigint>();
  for await (const key of database.keys({ gte: `${space}/`, lt: `${space}0` })) {
    found.add(BigInt(`0x${key.split("/")[1]}`));
  }
  await database.close();
  return [...found];
}

async function assertVersion(state: OpenMultiStore, version: bigint, model: Model): Promise<void> {
  const at = await state.load(version);
  if (at === undefined) assert.fail(`version ${version} is not there`);
  assert.deepEqual(contentOf(at), model.contents[Number(version)]);
  const info = state.info(version);
  assert.equal(info && toHex(info.appHash), model.hashes[Number(version)]);
  assert.equal(info?.time, version * 1_000_000_000n);
  const [entry] = at.store("td").iterate();
  for (const key of [entry?.[0] ?? Uint8Array.of(1), Uint8Array.of(2, 0)]) {
    const proof = state.prove(version, "td", key);
    const root = info?.appHash ?? new Uint8Array();
    assert.isTrue(opsVerify(proof?.ops ?? [], "td", { root, key, value: proof?.value }));
  }
}

describe("older versions", () => {
  it("are rebuilt with their values, hashes and proofs, in any order, also after reopening", async () => {
    const model = await Model.of(60);
    let state = await open({ pruning: "nothing" });
    await commitTo(state, 40n);
    const random = new Random(7);
    for (let round = 0; round < 2; round += 1) {
      for (let tried = 0; tried < 40; tried += 1) {
        await assertVersion(state, BigInt(1 + random.below(Number(state.version))), model);
      }
      for (const version of [1n, 2n, 3n, 39n, 38n, 20n, 21n]) {
        await assertVersion(state, version, model);
      }
      await state.close();
      state = await open({ pruning: "nothing" });
      await commitTo(state, 60n);
    }
    assert.equal(state.earliest, 1n);
    assert.isUndefined(await state.load(0n));
    assert.isUndefined(await state.load(61n));
    assert.isUndefined(state.prove(61n, "td", Uint8Array.of(1)));
    await state.close();
  });

  it("are read by several at once while versions are committed", async () => {
    const model = await Model.of(50);
    const state = await open({ pruning: "nothing" });
    await commitTo(state, 30n);
    const committing = commitTo(state, 50n);
    await Promise.all([3n, 17n, 9n, 3n, 25n, 1n].map((each) => assertVersion(state, each, model)));
    await committing;
    assert.equal(toHex(state.appHash), model.hashes[50]);
    await state.close();
  });

  it("are not read from memory until they were loaded", async () => {
    const state = await open({ pruning: "nothing" });
    await commitTo(state, 20n);
    assert.isUndefined(state.at(4n));
    await state.load(4n);
    assert.isDefined(state.at(4n));
    assert.isUndefined(state.at(3n));
    await state.close();
  });

  it("are refused by name when what they are rebuilt from is damaged, and the newest go on", async () => {
    const state = await open({ pruning: "nothing" });
    await commitTo(state, 30n);
    await state.close();
    const database = await openDatabase(path);
    await database.write([{ key: `log/${"4".padStart(16, "0")}`, value: undefined }]);
    await database.close();
    const again = await open({ pruning: "nothing" });
    assert.match(await failureOf(again.load(4n)), /change log of version 4 .*missing/);
    assert.match(await failureOf(again.load(5n)), /change log of version 4 .*missing/);
    await commitTo(again, 32n);
    assert.isDefined(await again.load(3n));
    await again.close();
  });
});

describe("pruning", () => {
  it("keeps the recent versions and removes what older ones were made of", async () => {
    const model = await Model.of(60);
    const pruning = { keepRecent: 12, interval: 10 };
    const state = await open({ pruning });
    await commitTo(state, 60n);
    assert.equal(state.earliest, 48n);
    assert.isUndefined(await state.load(47n));
    assert.isUndefined(state.info(47n));
    for (const version of [48n, 52n, 60n]) await assertVersion(state, version, model);
    await state.close();
    const logs = await versionsIn("log");
    assert.isAbove(Number(logs[0]), 30, "the oldest logs are gone");
    assert.isAtMost(Number(logs[0]), 48);
    for (const space of ["info", "past", "dump", "dumped"]) {
      assert.isAtLeast(Number((await versionsIn(space))[0]), Number(logs[0]) - 1, space);
    }
  });

  it("keeps everything when it is told to remove nothing, two versions when everything", async () => {
    const state = await open({ pruning: "nothing" });
    await commitTo(state, 25n);
    await state.prune();
    assert.equal(state.earliest, 1n);
    await state.close();
    assert.lengthOf(await versionsIn("log"), 25);
    const pruned = await open({ pruning: "everything" });
    assert.equal(pruned.earliest, 23n);
    await pruned.prune();
    await pruned.close();
    assert.deepEqual(await versionsIn("log"), [24n, 25n]);
    assert.deepEqual(await versionsIn("dump"), [23n]);
    const again = await open({ pruning: "nothing", retain: 100 });
    assert.equal(again.earliest, 23n, "what is gone does not come back with another option");
    assert.isUndefined(await again.load(22n));
    assert.isDefined(await again.load(23n));
    await again.close();
  });

  it("refuses the numbers that the SDK refuses", async () => {
    for (const pruning of [
      { keepRecent: 1, interval: 10 },
      { keepRecent: 2, interval: 9 },
      { keepRecent: 2.5, interval: 10 },
    ]) {
      const failure: unknown = await open({ pruning }).catch((error: unknown) => error);
      assert.instanceOf(failure, RangeError);
    }
    assert.equal((await (await open({ pruning: "default" })).load(1n)) ?? "none", "none");
  });

  it("keeps few of the dumps that only shorten a replay", async () => {
    const state = await open({ pruning: "nothing" });
    await commitTo(state, 60n);
    await state.close();
    assert.isAtMost((await versionsIn("dumped")).length, 2);
  });
});

describe("rolling back", () => {
  it("makes an older version the last one, from which the same versions follow again", async () => {
    const model = await Model.of(45);
    for (const target of [38n, 21n, 1n]) {
      const state = await open({ pruning: "nothing" });
      await commitTo(state, 40n);
      await state.rollback(target);
      assert.equal(state.version, target);
      assert.equal(toHex(state.appHash), model.hashes[Number(target)]);
      assert.deepEqual(state.extra("height"), utf8.encode(String(target)));
      assert.deepEqual(contentOf(state), model.contents[Number(target)]);
      assert.isUndefined(await state.load(target + 1n));
      await state.close();
      assert.equal((await versionsIn("log")).at(-1), target);
      const again = await open({ pruning: "nothing" });
      assert.equal(again.version, target);
      await commitTo(again, 40n);
      assert.equal(toHex(again.appHash), model.hashes[40]);
      await again.close();
    }
  });

  it("works on pruned state down to its oldest version", async () => {
    const model = await Model.of(40);
    const state = await open({ pruning: { keepRecent: 10, interval: 10 } });
    await commitTo(state, 40n);
    assert.match(await failureOf(state.rollback(29n)), /version 29 is not retained, 30 to 40 are/);
    await state.rollback(30n);
    assert.equal(toHex(state.appHash), model.hashes[30]);
    await commitTo(state, 33n);
    assert.equal(toHex(state.appHash), model.hashes[33]);
    await state.close();
  });

  it("refuses versions that are not there, a staged state, and state in memory", async () => {
    const state = await open();
    await commitTo(state, 3n);
    for (const version of [0n, 4n]) {
      assert.match(await failureOf(state.rollback(version)), /is not retained/);
    }
    await state.rollback(3n);
    state.stage(state.branch());
    assert.match(await failureOf(state.rollback(2n)), /awaits its commit/);
    await state.commit();
    assert.equal(state.version, 4n);
    await state.close();
    const memory = await openMultiStore({ stores });
    await commitTo(memory, 2n);
    assert.match(await failureOf(memory.rollback(1n)), /in memory/);
  });
});

async function failureOf(pending: Promise<unknown>): Promise<string> {
  const failure: unknown = await pending.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
  assert.instanceOf(failure, StoreFault);
  return failure.message;
}
