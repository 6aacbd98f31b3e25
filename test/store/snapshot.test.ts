import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import type { MultiStore } from "../../src/store/contract.js";
import { type MultiStoreOptions, openMultiStore } from "../../src/store/multistore.js";
import { SnapshotError } from "../../src/store/snapshot/errors.js";
import { readChunk, type Snapshot, snapshotOf } from "../../src/store/snapshot/folder.js";
import { decodeManifest, encodeManifest } from "../../src/store/snapshot/manifest.js";
import { ChunkError } from "../../src/store/snapshot/restore.js";
import { type ShelfOptions, SnapshotShelf } from "../../src/store/snapshot/shelf.js";
import { toHex } from "../support/vectors.js";
import { writeVersion } from "./crash-writes.js";
import { Random } from "./random.js";

const stores = ["bank", "empty", "td"];

let path: string;
const folder = () => join(path, "snapshots");
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "vpr-snapshot-"));
});
afterEach(() => rm(path, { recursive: true }));

const open = (name: string, options: Partial<MultiStoreOptions> = {}) =>
  openMultiStore({ path: join(path, name), stores, ...options });

const shelfOf = (store: ShelfOptions["store"], options: Partial<ShelfOptions> = {}) =>
  SnapshotShelf.open({
    folder: folder(),
    store,
    interval: 0,
    keepRecent: 2,
    tell: () => undefined,
    ...options,
  });

async function commitVersions(state: MultiStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const branch = state.branch();
    const version = state.version === 0n ? state.earliest : state.version + 1n;
    writeVersion(branch, version);
    // Values that make several chunks.
    if (version % 7n === 0n) branch.store("td").set(Uint8Array.of(9, Number(version)), LARGE);
    state.stage(branch, version * 1_000n);
    await state.commit(new Map([["height", Uint8Array.of(Number(version))]]));
  }
}

const LARGE = new Uint8Array(300_000).fill(7);

/** Every chunk of a snapshot. */
const chunksOf = (snapshot: Snapshot) =>
  Array.from({ length: snapshot.chunks }, (_, index) => readChunk(folder(), snapshot, index));

async function restoreInto(
  target: Awaited<ReturnType<typeof open>>,
  snapshot: Snapshot,
  chunks: readonly Uint8Array[],
): Promise<void> {
  const restore = await target.restore(decodeManifest(snapshot.metadata));
  for (const chunk of chunks) await restore.add(chunk);
  assert.isTrue(restore.done);
}

async function refusal(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => assert.fail("it was not refused"),
    (error: unknown) => error,
  );
}

describe("a state restored from a snapshot", () => {
  it.each([
    ["at its first version", 1n, 1],
    ["after some versions", 1n, 33],
    ["of a chain that begins later", 1_000n, 20],
  ])("%s goes on with the same hashes as the one it was taken of", async (_, first, count) => {
    const origin = await open("origin", { initialVersion: first });
    await commitVersions(origin, count);
    const shelf = await shelfOf(origin);
    const snapshot = await shelf.take(origin.version);
    let copy = await open("copy");
    await restoreInto(copy, snapshot, chunksOf(snapshot));
    const same = () => {
      assert.equal(copy.version, origin.version);
      assert.equal(toHex(copy.appHash), toHex(origin.appHash));
      assert.deepEqual(copy.extra("height"), origin.extra("height"));
      assert.deepEqual(copy.info(copy.version), origin.info(origin.version));
    };
    same();
    assert.equal(copy.earliest, snapshot.height);
    assert.equal(copy.at(snapshot.height - 1n), undefined);
    await copy.close();
    copy = await open("copy");
    same();
    await commitVersions(origin, 12);
    await commitVersions(copy, 12);
    same();
    const older = await copy.load(snapshot.height);
    assert.isDefined(older);
    assert.isDefined(copy.prove(snapshot.height, "bank", Uint8Array.of(2, 1, 1)));
    await copy.rollback(snapshot.height);
    assert.equal(copy.version, snapshot.height);
    await origin.close();
    await copy.close();
  });

  it("may live in memory alone", async () => {
    const origin = await openMultiStore({ stores });
    await commitVersions(origin, 9);
    const snapshot = await (await shelfOf(origin)).take(9n);
    const copy = await openMultiStore({ stores });
    await restoreInto(copy, snapshot, chunksOf(snapshot));
    await commitVersions(origin, 3);
    await commitVersions(copy, 3);
    assert.equal(toHex(copy.appHash), toHex(origin.appHash));
  });

  it("of an older version is that version, whatever came after", async () => {
    const origin = await open("origin", { retain: 3, dump: { versions: 4, writes: 1_000_000 } });
    await commitVersions(origin, 20);
    const wanted = toHex(origin.info(11n)?.appHash ?? new Uint8Array());
    const snapshot = await (await shelfOf(origin)).take(11n);
    const copy = await open("copy");
    await restoreInto(copy, snapshot, chunksOf(snapshot));
    assert.equal(toHex(copy.appHash), wanted);
    await origin.close();
    await copy.close();
  });
});

describe("taking snapshots", () => {
  it("takes one every so many versions beside the commits and keeps the newest", async () => {
    const origin = await open("origin");
    const shelf = await shelfOf(origin, { interval: 4, keepRecent: 2 });
    for (let count = 0; count < 17; count += 1) {
      await commitVersions(origin, 1);
      shelf.committed(origin.version);
      // One that takes longer than four versions would let the next one be skipped.
      await shelf.idle();
    }
    await shelf.stop();
    const heights = shelf.list().map(({ height }) => height);
    assert.deepEqual(heights, [16n, 12n]);
    assert.sameMembers(await readdir(folder()), ["12", "16"]);
    const again = await shelfOf(origin);
    assert.deepEqual(
      again.list().map(({ hash }) => toHex(hash)),
      shelf.list().map(({ hash }) => toHex(hash)),
    );
    await origin.close();
  });

  it("holds its version while later ones are committed", async () => {
    const origin = await open("origin", { retain: 1 });
    await commitVersions(origin, 14);
    const hash = toHex(origin.appHash);
    const shelf = await shelfOf(origin);
    const taking = shelf.take(14n);
    await commitVersions(origin, 10);
    const snapshot = await taking;
    const copy = await open("copy");
    await restoreInto(copy, snapshot, chunksOf(snapshot));
    assert.equal(toHex(copy.appHash), hash);
    await origin.close();
    await copy.close();
  });

  it("holds its version when another one who held it too is done", async () => {
    const origin = await open("origin", { retain: 1 });
    await commitVersions(origin, 14);
    const chunksNow = (source: Awaited<ReturnType<typeof origin.snapshotSource>>) =>
      source.stores.flatMap(({ chunks }) => [...chunks()].map(toHex));
    const source = await origin.snapshotSource(14n);
    const other = await origin.snapshotSource(14n);
    const before = chunksNow(source);
    other.release();
    other.release();
    await commitVersions(origin, 10);
    assert.deepEqual(chunksNow(source), before);
    source.release();
    await origin.close();
  });

  it("sweeps what was cut off, and tells of a damaged one instead of offering it", async () => {
    const origin = await open("origin");
    await commitVersions(origin, 8);
    const shelf = await shelfOf(origin);
    const snapshot = await shelf.take(8n);
    await cp(join(folder(), "8"), join(folder(), "7"), { recursive: true });
    await cp(join(folder(), "8"), join(folder(), "6"), { recursive: true });
    await rm(join(folder(), "6", "1", "metadata"));
    const told: string[] = [];
    const tell: ShelfOptions["tell"] = (_, __, facts) => told.push(JSON.stringify(facts));
    const again = await shelfOf(origin, { tell });
    assert.deepEqual(
      again.list().map(({ height }) => height),
      [8n],
    );
    assert.match(told.join(), /snapshots\/7/);
    assert.sameMembers(await readdir(folder()), ["7", "8"]);
    await writeFile(join(folder(), "8", "1", "0"), "other bytes");
    assert.equal(again.chunk(8n, 1, 0), undefined);
    assert.match(told.join(), /snapshots\/8\/1\/0/);
    assert.isDefined(again.chunk(8n, 1, 1));
    assert.equal(again.chunk(8n, 1, snapshot.chunks), undefined);
    assert.equal(again.chunk(8n, 2, 0), undefined);
    await origin.close();
  });
});

describe("a snapshot that must not be used", () => {
  async function taken() {
    const origin = await open("origin");
    await commitVersions(origin, 15);
    const snapshot = await (await shelfOf(origin)).take(15n);
    await origin.close();
    return { snapshot, chunks: chunksOf(snapshot) };
  }

  it("is refused for each byte of its metadata that is changed, or goes unused", async () => {
    const { snapshot, chunks } = await taken();
    const seed = 11;
    const random = new Random(seed);
    const wanted = toHex(snapshot.manifest.info.appHash);
    for (let count = 0; count < 400; count += 1) {
      const bytes = Buffer.from(snapshot.metadata);
      const cut = random.below(4) === 0;
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + random.below(255));
      const mutated = cut ? bytes.subarray(0, at) : bytes;
      try {
        const { manifest } = snapshotOf(mutated);
        if (toHex(manifest.info.appHash) !== wanted) continue;
        const copy = await openMultiStore({ stores });
        const restore = await copy.restore(manifest);
        for (const chunk of chunks) await restore.add(chunk);
        // Only what no hash covers can be different.
        assert.equal(toHex(copy.appHash), wanted, `seed ${seed}, try ${count}`);
      } catch (error) {
        assert.instanceOf(error, SnapshotError, `seed ${seed}, try ${count}: ${error}`);
      }
    }
  });

  it("is refused for a chunk that is changed, cut or exchanged, and takes the right one then", async () => {
    const { snapshot, chunks } = await taken();
    const random = new Random(12);
    const copy = await open("copy");
    const restore = await copy.restore(snapshot.manifest);
    for (const chunk of chunks) {
      const changed = Buffer.from(chunk);
      const at = random.below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ 1;
      for (const bad of [
        changed,
        chunk.subarray(1),
        new Uint8Array(),
        new Uint8Array(17_000_000),
      ]) {
        assert.instanceOf(await refusal(() => restore.add(bad)), ChunkError);
      }
      await restore.add(chunk);
    }
    assert.isTrue(restore.done);
    await copy.close();
  });

  it("is refused when chunks that match its own hashes make other trees", async () => {
    const { snapshot, chunks } = await taken();
    const random = new Random(13);
    for (let count = 0; count < 300; count += 1) {
      const at = random.below(chunks.length);
      const changed = reseal(Buffer.from(chunks[at] ?? []), random);
      const hash = sha256(changed);
      let index = 0;
      const lists = snapshot.manifest.stores.map((store) => ({
        ...store,
        chunks: store.chunks.map((own) => (index++ === at ? hash : own)),
      }));
      const metadata = encodeManifest({ ...snapshot.manifest, stores: lists });
      const copy = await openMultiStore({ stores });
      const restore = await copy.restore(decodeManifest(metadata));
      const error = await refusal(async () => {
        for (const [place, chunk] of chunks.entries()) {
          await restore.add(place === at ? changed : chunk);
        }
      });
      assert.instanceOf(error, SnapshotError, `try ${count}`);
      assert.equal(copy.version, 0n);
    }
  });

  it("leaves an empty database when it is refused or given up, and another one can be restored", async () => {
    const { snapshot, chunks } = await taken();
    let copy = await open("copy");
    const restore = await copy.restore(snapshot.manifest);
    for (const chunk of chunks.slice(0, -1)) await restore.add(chunk);
    assert.equal(copy.version, 0n);
    await copy.close();
    copy = await open("copy");
    assert.equal(copy.version, 0n);
    await commitVersions(copy, 3);
    await copy.close();
    await rm(join(path, "copy"), { recursive: true });
    copy = await open("copy");
    await (await copy.restore(snapshot.manifest)).add(chunks[0] ?? new Uint8Array());
    await restoreInto(copy, snapshot, chunks);
    assert.equal(copy.version, 15n);
    await copy.close();
    copy = await open("copy");
    assert.equal(toHex(copy.appHash), toHex(snapshot.manifest.info.appHash));
    await copy.close();
  });

  it("is refused by a state that has versions, and by one with other stores", async () => {
    const { snapshot } = await taken();
    const used = await open("used");
    await commitVersions(used, 1);
    await refusal(() => used.restore(snapshot.manifest));
    assert.equal(used.version, 1n);
    await used.close();
    const other = await openMultiStore({ stores: ["bank"] });
    assert.instanceOf(await refusal(() => other.restore(snapshot.manifest)), SnapshotError);
  });
});

/** Changes a byte of a sealed record and seals it anew. */
function reseal(record: Buffer, random: Random): Buffer {
  const body = record.subarray(0, record.length - 8);
  const at = random.below(Math.min(body.length, 4_000));
  body[at] = (body[at] ?? 0) ^ (1 + random.below(255));
  return Buffer.concat([body, sha256(body).subarray(0, 8)]);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
