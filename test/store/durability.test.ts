import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import { decodeChanges, encodeChanges } from "../../src/store/change-log.js";
import { type MultiStore, StoreFault } from "../../src/store/contract.js";
import { type Database, openDatabase } from "../../src/store/database.js";
import { type MultiStoreOptions, openMultiStore } from "../../src/store/multistore.js";
import { toHex } from "../support/vectors.js";
import { writeVersion } from "./crash-writes.js";

const stores = ["bank", "empty", "td"];
const frequentDumps = { versions: 5, writes: 1_000_000 };

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "vpr-store-"));
});
afterEach(() => rm(path, { recursive: true }));

const open = (options: Partial<MultiStoreOptions> = {}) =>
  openMultiStore({ path, stores, ...options });

async function commitVersions(state: MultiStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const branch = state.branch();
    writeVersion(branch, state.version + 1n);
    state.stage(branch, state.version);
    await state.commit(new Map([["height", Uint8Array.of(Number(state.version))]]));
  }
}

/** Changes the closed database behind the state's back. */
async function tamper(change: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(path);
  await change(database);
  await database.close();
}

/** Rewrites the first value whose key starts so. */
async function rewrite(start: string, change: (value: Uint8Array) => Uint8Array | undefined) {
  await tamper(async (database) => {
    for await (const [key, value] of database.entries({ gte: start, lt: `${start}~` })) {
      await database.write([{ key, value: change(value) }]);
      return;
    }
    assert.fail(`no entry ${start}`);
  });
}

async function refusedWith(pattern: RegExp, options: Partial<MultiStoreOptions> = {}) {
  const failure: unknown = await open(options).then(
    (state) => state.close().then(() => "it opened"),
    (error: unknown) => error,
  );
  assert.instanceOf(failure, StoreFault);
  assert.match(failure.message, pattern);
}

const flip = (at: number) => (value: Uint8Array) => {
  const flipped = value.slice();
  const index = at < 0 ? value.length + at : at;
  flipped[index] = (flipped[index] ?? 0) ^ 0x10;
  return flipped;
};
const cutShort = (value: Uint8Array) => value.slice(0, -3);

describe("state on disk", () => {
  it("is there again after closing: versions, hashes, entries, extras", async () => {
    const state = await open({ initialVersion: 40n });
    await commitVersions(state, 12);
    const kept = [...state.store("bank").iterate()];
    const hashes = [45n, 51n].map((version) => state.info(version));
    await state.close();
    const again = await open();
    assert.equal(again.version, 51n);
    assert.deepEqual([...again.store("bank").iterate()], kept);
    assert.deepEqual(
      [45n, 51n].map((version) => again.info(version)),
      hashes,
    );
    assert.deepEqual(again.extra("height"), Uint8Array.of(50));
    await commitVersions(again, 1);
    assert.equal(again.version, 52n);
    await again.close();
  });

  it("comes back from a dump as it does from the change logs alone", async () => {
    const replayed = await openMultiStore({ stores });
    await commitVersions(replayed, 33);
    for (let round = 0; round < 3; round += 1) {
      const state = await open({ dump: frequentDumps, retain: 4 });
      await commitVersions(state, 11);
      await state.dumped();
      await state.close();
    }
    await tamper(async (database) => {
      const marks = await keysOf(database, "dumped/");
      assert.isNotEmpty(marks, "a dump was made");
      const records = await keysOf(database, "dump/");
      const unmarked = records.filter(
        (key) => !marks.includes(key.replace("dump/", "dumped/").slice(0, -9)),
      );
      assert.isEmpty(unmarked, "records of superseded dumps are gone");
      const first = await keysOf(database, "log/");
      // With its first log gone, only a dump can bring the state back.
      await database.write([{ key: first[0] ?? "", value: undefined }]);
    });
    const state = await open({ retain: 4 });
    assert.equal(toHex(state.appHash), toHex(replayed.appHash));
    for (const version of [30n, 31n, 32n, 33n]) {
      assert.deepEqual(state.info(version)?.appHash, replayed.info(version)?.appHash);
      const entries = [...(state.at(version)?.store("td").iterate() ?? [])];
      assert.deepEqual(entries, [...(replayed.at(version)?.store("td").iterate() ?? [])]);
    }
    assert.isUndefined(state.at(29n));
    await state.close();
  });

  it("does not mind a dump that was cut off", async () => {
    const state = await open({ dump: frequentDumps });
    await commitVersions(state, 3);
    await state.close();
    const stray = "dump/0000000000000003/00000000";
    await tamper((database) => database.write([{ key: stray, value: Uint8Array.of(1) }]));
    await (await open()).close();
    await tamper(async (database) => assert.isUndefined(database.get(stray)));
  });

  it("is refused by a second opener, with the folder's name", async () => {
    const state = await open();
    await refusedWith(new RegExp(`database ${path} is in use`));
    await state.close();
  });

  it("is refused when a newer program wrote it", async () => {
    await (await open()).close();
    await rewrite("format", () => new TextEncoder().encode("3"));
    await refusedWith(/has format 3, this program knows 2/);
  });

  it("is refused when it is something else", async () => {
    await tamper((database) => database.write([{ key: "hello", value: Uint8Array.of(1) }]));
    await refusedWith(/something other than chain state/);
  });

  it("is refused when other stores are asked for", async () => {
    const state = await open();
    await commitVersions(state, 1);
    await state.close();
    await refusedWith(/no fresh, a store td/, { stores: ["bank", "empty", "fresh"] });
    const upgrade = { added: ["fresh"], deleted: ["td"] };
    const upgraded = await open({ stores: ["bank", "empty", "fresh"], upgrade });
    assert.deepEqual([...upgraded.store("fresh").iterate()], []);
    await upgraded.close();
    await (await open()).close();
  });

  it("ignores an upgrade that was committed before", async () => {
    const state = await open();
    await commitVersions(state, 2);
    await state.close();
    const upgrade = { renamed: [["td", "deposit"] as const] };
    const renamed = await open({ stores: ["bank", "deposit", "empty"], upgrade });
    renamed.stage(renamed.branch());
    await renamed.commit();
    const { appHash } = renamed;
    await renamed.close();
    const again = await open({ stores: ["bank", "deposit", "empty"], upgrade });
    assert.equal(toHex(again.appHash), toHex(appHash));
    assert.isNotEmpty([...again.store("deposit").iterate()]);
    await again.close();
  });
});

describe("lost versions are found:", () => {
  it("a database that is an older copy of itself", async () => {
    const state = await open();
    await commitVersions(state, 5);
    await state.close();
    const copy = await mkdtemp(join(tmpdir(), "vpr-copy-"));
    await cp(path, copy, { recursive: true });
    const later = await open();
    await commitVersions(later, 4);
    await later.close();
    const witness = await readFile(join(path, "committed"));
    await rm(path, { recursive: true });
    await cp(copy, path, { recursive: true });
    await rm(copy, { recursive: true });
    await (await open()).close();
    await writeFile(join(path, "committed"), witness);
    await refusedWith(/has lost versions 6 to 9/);
  });

  it("a database without its beginning, of which nothing is touched", async () => {
    const state = await open();
    await commitVersions(state, 3);
    await state.close();
    await rm(join(path, "CURRENT"));
    const before = (await readdir(path)).sort();
    await refusedWith(/has lost its file CURRENT/);
    assert.deepEqual((await readdir(path)).sort(), before);
  });

  it("a witness that is damaged", async () => {
    await (await open()).close();
    await writeFile(join(path, "committed"), Uint8Array.of(1, 2, 3));
    await refusedWith(/file .*committed is cut short/);
  });
});

describe("damaged state is refused by name:", () => {
  // The dump of version 10 is the one to start from when three versions are to be read.
  beforeEach(async () => {
    const state = await open({ dump: frequentDumps, retain: 3 });
    for (const count of [5, 5, 2]) {
      await commitVersions(state, count);
      await state.dumped();
    }
    await state.close();
  });

  it.each([
    [
      "a flipped byte in a change log",
      "log/000000000000000c",
      flip(40),
      /change log of version 12/,
    ],
    ["a change log cut short", "log/000000000000000c", cutShort, /change log of version 12/],
    [
      "a missing change log",
      "log/000000000000000b",
      () => undefined,
      /change log of version 11 .*missing/,
    ],
    ["a flipped byte in the head", "head", flip(2), /the head .*checksum/],
    ["a missing head", "head", () => undefined, /versions .* but no head/],
    [
      "a flipped root in a commit info",
      "info/000000000000000c",
      flip(-12),
      /store td has root .* at version 12/,
    ],
    [
      "another block time in a commit info",
      "info/000000000000000c",
      flip(-1),
      /commit info of version 12 .*checksum/,
    ],
    [
      "a flipped byte in what a version left as head",
      "past/000000000000000c",
      flip(4),
      /the head of version 12 .*checksum/,
    ],
    ["a commit info cut short", "info/000000000000000c", cutShort, /commit info of version 12/],
    [
      "a missing commit info",
      "info/000000000000000b",
      () => undefined,
      /commit info of version 11 .*missing/,
    ],
    [
      "a flipped byte in a dump",
      "dump/000000000000000a",
      flip(30),
      /record 0 of the dump of version 10 .*checksum/,
    ],
    [
      "a missing dump record",
      "dump/000000000000000a",
      () => undefined,
      /record 0 of the dump of version 10 .*missing/,
    ],
    ["a flipped byte in a dump's index", "dumped/000000000000000a", flip(1), /index of dump/],
  ])("%s", async (_, start, change, pattern) => {
    await rewrite(start, change);
    await refusedWith(pattern, { retain: 3 });
  });

  it("a change log that is well formed but says something else", async () => {
    await rewrite("log/000000000000000c", (value) => {
      const changes = decodeChanges("the log", value);
      const forged = { key: Uint8Array.of(1), value: Uint8Array.of(1) };
      return encodeChanges(
        changes.map(({ name, writes }) => ({
          name,
          writes: name === "bank" ? [...writes, forged] : writes,
        })),
      );
    });
    await refusedWith(/store bank has root [0-9a-f]{64} at version 12, not [0-9a-f]{64}/, {
      retain: 3,
    });
  });
});

async function keysOf(database: Database, start: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of database.keys({ gte: start, lt: `${start}~` })) keys.push(key);
  return keys;
}
