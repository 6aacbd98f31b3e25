/*
 * Takes snapshots of a state, or restores one, until it passes a fault point and is killed there.
 * Arguments: folder, fault point, which passing, `take` or `restore`.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { openMultiStore } from "../../src/store/multistore.js";
import { readChunk, readSnapshots } from "../../src/store/snapshot/folder.js";
import { SnapshotShelf } from "../../src/store/snapshot/shelf.js";
import { writeVersion } from "../store/crash-writes.js";
import { STRUCK } from "../store/struck-options.js";
import { selfKiller } from "./strike.js";

const [path = "", point = "", nth = "1", work = ""] = process.argv.slice(3);
const strike = selfKiller(point, nth);
const folder = join(path, "snapshots");

if (work === "take") await take();
else await restore();

async function take(): Promise<void> {
  const store = await openMultiStore({ ...STRUCK, path: join(path, "origin") });
  const tell = () => undefined;
  const options = { folder, store, interval: 0, keepRecent: 2, tell, strike };
  const shelf = await SnapshotShelf.open(options);
  for (let count = 0; count < 5; count += 1) {
    for (let each = 0; each < 3; each += 1) {
      const branch = store.branch();
      writeVersion(branch, store.version + 1n);
      branch.store("td").set(Uint8Array.of(9, Number(store.version)), new Uint8Array(200_000));
      store.stage(branch);
      await store.commit(new Map([["height", new TextEncoder().encode(`${store.version}`)]]));
    }
    await shelf.take(store.version);
    writeSync(1, `took ${store.version}\n`);
  }
}

async function restore(): Promise<void> {
  const [snapshot] = readSnapshots(folder).whole;
  if (snapshot === undefined) throw new Error("there is no snapshot");
  const store = await openMultiStore({ ...STRUCK, path: join(path, "copy"), strike });
  const restoring = await store.restore(snapshot.manifest);
  for (let index = 0; index < snapshot.chunks; index += 1) {
    await restoring.add(readChunk(folder, snapshot, index));
  }
  writeSync(1, `restored ${store.version}\n`);
}
