import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type FaultPoint, SNAPSHOT_POINTS, STORE_POINTS } from "../../src/store/fault-points.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { readChunk, readSnapshots } from "../../src/store/snapshot/folder.js";
import { writeVersion } from "../../test/store/crash-writes.js";
import { STRUCK } from "../../test/store/struck-options.js";
import { toHex } from "../../test/support/vectors.js";
import { type Check, eachCase, must, type Plan } from "../check.js";
import { Bundle, Child, runUntilKilled } from "../child.js";

const VERSIONS = 400n;
/** Versions that the writer goes back when it rolls back. */
const ROLLED = 3n;

/** App hash of each version, from a state that was never struck. */
async function modelHashes(): Promise<ReadonlyMap<bigint, string>> {
  const hashes = new Map<bigint, string>();
  const model = await openMultiStore({ stores: STRUCK.stores });
  while (model.version < VERSIONS) {
    const branch = model.branch();
    writeVersion(branch, model.version + 1n);
    model.stage(branch);
    await model.commit();
    hashes.set(model.version, toHex(model.appHash));
  }
  return hashes;
}

/** Versions that may be the last one after what the writer told; it tells before and after each step. */
function allowed(output: string): readonly bigint[] {
  const lines = output.split("\n").filter((line) => line !== "");
  const [word = "", number = "0"] = (lines.at(-1) ?? "open 0").split(" ");
  const version = BigInt(number);
  if (word === "staged") return [version - 1n, version];
  if (word === "rolling") return [version, version + ROLLED];
  return [version];
}

async function mustBe(path: string, output: string, hashes: ReadonlyMap<bigint, string>) {
  const state = await openMultiStore({ ...STRUCK, path });
  try {
    const { version } = state;
    must(
      allowed(output).includes(version),
      () => `it is at ${version} after ${output.slice(-200)}`,
    );
    if (version === 0n) return;
    must(toHex(state.appHash) === hashes.get(version), () => `version ${version} has another hash`);
    const told = state.extra("height");
    must(new TextDecoder().decode(told) === String(version), () => `version ${version} is another`);
    for (let older = state.earliest; older < version; older += 1n) {
      must((await state.load(older)) !== undefined, () => `version ${older} is missing`);
      const hash = toHex(state.info(older)?.appHash ?? new Uint8Array());
      must(hash === hashes.get(older), () => `version ${older} has another hash`);
    }
  } finally {
    await state.close();
  }
}

/** The state alone, killed at each point of its work. */
export const storePoints: Check = {
  part: "kills",
  name: "kills.store",
  unit: "kills",
  full: STORE_POINTS.length * 6,
  least: STORE_POINTS.length,
  async run(plan: Plan) {
    const writer = await Bundle.of("test/store/struck-writer.ts");
    const hashes = await modelHashes();
    const failures = await eachCase(plan, plan.count, async (random, number) => {
      const path = join(plan.scratch, `state-${number}`);
      const point = STORE_POINTS[number % STORE_POINTS.length] ?? "commit: settled";
      const strike = async (at: FaultPoint, nth: number) =>
        (await runUntilKilled(writer, [path, at, String(nth)])).output;
      let output: string;
      if (point.startsWith("open")) {
        // An empty folder has nothing to sweep or load.
        output = await strike("commit: batch written", 1 + random.below(9));
        await strike(point, 1);
      } else {
        const isOften = /^(?:commit|dump|prune: batch)/.test(point);
        output = await strike(point, isOften ? 1 + random.below(4) : 1);
      }
      await mustBe(path, output, hashes);
    });
    await writer.remove();
    return { tried: plan.count, told: `${STORE_POINTS.length} points`, failures };
  },
};

const RESTORE_POINTS = SNAPSHOT_POINTS.filter((point) => point.startsWith("restore"));
/** From here on what was restored is there. */
const RESTORED: readonly FaultPoint[] = ["restore: batch written", "restore: done"];

/** Restores the snapshot into the database that the killed one left, unless that is whole already. */
async function mustRestore(folder: string, path: string, isWhole: boolean): Promise<void> {
  const [snapshot] = readSnapshots(folder).whole;
  must(snapshot !== undefined, () => "there is no snapshot");
  const copy = await openMultiStore({ ...STRUCK, path });
  const { version } = copy;
  must(version === (isWhole ? snapshot.height : 0n), () => `the copy is at version ${version}`);
  if (!isWhole) {
    const again = await copy.restore(snapshot.manifest);
    for (let index = 0; index < snapshot.chunks; index += 1) {
      await again.add(readChunk(folder, snapshot, index));
    }
  }
  await copy.close();
  const opened = await openMultiStore({ ...STRUCK, path });
  const hash = toHex(opened.appHash);
  await opened.close();
  must(hash === toHex(snapshot.manifest.info.appHash), () => `the copy has the app hash ${hash}`);
}

/** A restore from a snapshot, killed at each of its points. */
export const restorePoints: Check = {
  part: "kills",
  name: "kills.restore",
  unit: "kills",
  full: RESTORE_POINTS.length * 4,
  least: RESTORE_POINTS.length,
  async run(plan: Plan) {
    const worker = await Bundle.of("test/support/struck-snapshots.ts");
    const origin = join(plan.scratch, "origin");
    await mkdir(origin);
    const taking = new Child(worker, [origin, "", "1", "take"]);
    must((await taking.ended) === 0, () => taking.errors);
    const failures = await eachCase(plan, plan.count, async (random, number) => {
      const path = join(plan.scratch, `copy-${number}`);
      const snapshots = join(path, "snapshots");
      await cp(join(origin, "snapshots"), snapshots, { recursive: true });
      const point = RESTORE_POINTS[number % RESTORE_POINTS.length] ?? "restore: done";
      const nth = String(point.includes("chunk") ? 1 + random.below(2) : 1);
      await runUntilKilled(worker, [path, point, nth, "restore"]);
      await mustRestore(snapshots, join(path, "copy"), RESTORED.includes(point));
    });
    await worker.remove();
    return { tried: plan.count, told: `${RESTORE_POINTS.length} points`, failures };
  },
};
