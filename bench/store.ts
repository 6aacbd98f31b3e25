import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MultiStore } from "../src/store/contract.js";
import { type OpenMultiStore, openMultiStore } from "../src/store/multistore.js";
import { calibrate, type Figure, Figures, memory, timed } from "./measure.js";
import type { Sizes } from "./sizes.js";

const BLOCK = 1_000;
/** Blocks and reads of a round. */
const BLOCKS = 20;
const READS = 50_000;
const KEY_BYTES = 30;
const VALUE_BYTES = 60;

/** The cost of writing and hashing, of reading, and the memory taken, by number of keys. */
export async function benchStore({ keys, rounds }: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const count of keys) {
    figures.push(...(await benchMemory(count, rounds)), ...(await benchDisk(count, rounds)));
  }
  return figures;
}

async function benchMemory(keys: number, rounds: number): Promise<readonly Figure[]> {
  const figures = new Figures("tree in memory", `${keys} keys`);
  const before = await memory();
  const state = await openMultiStore({ stores: ["bank"] });
  const filled = await timed(() => fill(state, keys));
  figures.add("set and hash all at once", "µs/key", (filled / keys) * 1e3);
  for (let round = 0; round <= rounds; round += 1) {
    const calibrated = calibrate();
    const times = await update(state, keys, BLOCKS);
    const read = await timed(() => readAll(state, keys, READS));
    if (round === 0) continue;
    figures.add("calibration loop", "ms", calibrated);
    noteBlocks(figures, times);
    figures.add("get through three branches", "µs/key", (read / READS) * 1e3);
    const data = (keys * (KEY_BYTES + VALUE_BYTES)) / 2 ** 20;
    figures.add("memory beyond the data", "MB", (await memory()) - before - data);
  }
  await state.close();
  return figures.all();
}

async function benchDisk(keys: number, rounds: number): Promise<readonly Figure[]> {
  const figures = new Figures("tree on disk", `${keys} keys`);
  const path = await mkdtemp(join(tmpdir(), "vpr-bench-"));
  const options = { path, stores: ["bank"], retain: 20 };
  const first = await openMultiStore(options);
  await fill(first, keys);
  await first.dumped();
  await first.close();
  for (let round = 0; round <= rounds; round += 1) {
    const calibrated = calibrate();
    let state: OpenMultiStore | undefined;
    const opened = await timed(async () => {
      state = await openMultiStore(options);
    });
    if (state === undefined) throw new Error("the state was not opened");
    const times = await update(state, keys, BLOCKS);
    await state.close();
    if (round === 0) continue;
    figures.add("calibration loop", "ms", calibrated);
    figures.add("open", "ms", opened);
    noteBlocks(figures, times);
  }
  await rm(path, { recursive: true });
  return figures.all();
}

function noteBlocks(figures: Figures, times: readonly number[]): void {
  const all = times.reduce((sum, time) => sum + time, 0);
  figures.add(
    `set, hash and commit, blocks of ${BLOCK}`,
    "µs/key",
    (all / times.length / BLOCK) * 1e3,
  );
  figures.add("the slowest of these blocks", "ms", Math.max(...times));
}

async function fill(state: MultiStore, keys: number): Promise<void> {
  const branch = state.branch();
  const store = branch.store("bank");
  for (let index = 0; index < keys; index += 1) store.set(keyFor(index), valueFor(index));
  state.stage(branch);
  await state.commit();
  // What filling leaves behind is not the blocks' to clean up.
  await memory();
}

/** Milliseconds of each block. */
async function update(state: MultiStore, keys: number, blocks: number): Promise<number[]> {
  const times: number[] = [];
  let at = 1;
  for (let block = 0; block < blocks; block += 1) {
    const start = performance.now();
    const branch = state.branch();
    const store = branch.store("bank");
    for (let index = 0; index < BLOCK; index += 1) {
      at = (at * 48_271) % 2_147_483_647;
      store.set(keyFor(at % keys), valueFor(at));
    }
    state.stage(branch);
    await state.commit();
    times.push(performance.now() - start);
  }
  return times;
}

function readAll(state: MultiStore, keys: number, reads: number): void {
  const store = state.branch().branch().branch().store("bank");
  let at = 1;
  for (let index = 0; index < reads; index += 1) {
    at = (at * 48_271) % 2_147_483_647;
    if (store.get(keyFor(at % keys)) === undefined) throw new Error("a key is lost");
  }
}

/** A key whose leading bytes are shared and whose others look random. */
function keyFor(index: number): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  key[0] = 2;
  key[1] = 20;
  let mixed = index + 1;
  for (let at = 2; at < KEY_BYTES; at += 4) {
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) + index;
    new DataView(key.buffer).setUint32(Math.min(at, KEY_BYTES - 4), mixed >>> 0);
  }
  return key;
}

function valueFor(index: number): Uint8Array {
  const value = new Uint8Array(VALUE_BYTES);
  new DataView(value.buffer).setUint32(0, index >>> 0);
  return value;
}
