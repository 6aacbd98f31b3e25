import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, assert, beforeAll, beforeEach, it } from "vitest";
import { SNAPSHOT_POINTS } from "../../src/store/fault-points.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { readChunk, readSnapshots } from "../../src/store/snapshot/folder.js";
import { SnapshotShelf } from "../../src/store/snapshot/shelf.js";
import { toHex } from "../support/vectors.js";
import { STRUCK } from "./struck-options.js";

const TIMEOUT = 60_000;
const runner = join(import.meta.dirname, "..", "support", "run-ts.mjs");
const worker = join(import.meta.dirname, "..", "support", "struck-snapshots.ts");

let shared: string;
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), "vpr-strike-"));
  path = shared;
  assert.equal((await run("", 1, "take")).code, 0);
}, TIMEOUT);
afterAll(() => rm(shared, { recursive: true }));

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "vpr-strike-"));
});
afterEach(() => rm(path, { recursive: true }));

/** Runs the worker to its end or its strike; what it told. */
async function run(point: string, nth: number, work: "take" | "restore") {
  const child = spawn(process.execPath, [runner, worker, path, point, String(nth), work], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code, signal]: unknown[] = await once(child, "close");
  return { code, signal, told: output.split("\n").filter((line) => line !== "") };
}

const folder = () => join(path, "snapshots");
const openCopy = () => openMultiStore({ ...STRUCK, path: join(path, "copy") });

/** Every listed snapshot is whole, and the state that it was taken of opens. */
async function assertSnapshotsWhole(newestAtLeast: bigint): Promise<void> {
  const store = await openMultiStore({ ...STRUCK, path: join(path, "origin") });
  const damaged: object[] = [];
  const shelf = await SnapshotShelf.open({
    folder: folder(),
    store,
    interval: 0,
    keepRecent: 2,
    tell: (_, __, facts) => damaged.push(facts),
  });
  assert.deepEqual(damaged, []);
  assert.isTrue((shelf.list()[0]?.height ?? 0n) >= newestAtLeast);
  for (const snapshot of shelf.list()) {
    for (let index = 0; index < snapshot.chunks; index += 1) {
      assert.isDefined(shelf.chunk(snapshot.height, snapshot.format, index));
    }
  }
  assert.deepEqual(readSnapshots(folder()).unfinished, []);
  const next = await shelf.take(store.version);
  assert.equal(toHex(next.manifest.info.appHash), toHex(store.appHash));
  await store.close();
}

it.each(SNAPSHOT_POINTS.filter((point) => point.startsWith("snapshot")))(
  "killed at `%s`, every snapshot that is offered is whole",
  async (point) => {
    const nth = /begun|written/.test(point) ? 3 : 1;
    const { signal, told } = await run(point, nth, "take");
    assert.equal(signal, "SIGKILL", `${point} was not passed`);
    await assertSnapshotsWhole(BigInt(told.at(-1)?.split(" ")[1] ?? 0));
  },
  TIMEOUT,
);

it.each(SNAPSHOT_POINTS.filter((point) => point.startsWith("restore")))(
  "killed at `%s`, the database is empty or the whole snapshot, and it can be restored again",
  async (point) => {
    await cp(join(shared, "snapshots"), folder(), { recursive: true });
    const [snapshot] = readSnapshots(folder()).whole;
    assert.isDefined(snapshot);
    const { signal, told } = await run(point, point.includes("chunk") ? 2 : 1, "restore");
    assert.equal(signal, "SIGKILL", `${point} was not passed`);
    assert.deepEqual(told, []);
    const isWhole = ["restore: batch written", "restore: done"].includes(point);
    let copy = await openCopy();
    assert.equal(copy.version, isWhole ? snapshot.height : 0n);
    if (!isWhole) {
      const again = await copy.restore(snapshot.manifest);
      for (let index = 0; index < snapshot.chunks; index += 1) {
        await again.add(readChunk(folder(), snapshot, index));
      }
      await copy.close();
      copy = await openCopy();
    }
    assert.equal(toHex(copy.appHash), toHex(snapshot.manifest.info.appHash));
    assert.isDefined(copy.extra("height"));
    await copy.close();
  },
  TIMEOUT,
);
