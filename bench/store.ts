import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { MultiStore } from "../src/store/contract.js";
import { openMultiStore } from "../src/store/multistore.js";

const BLOCK = 1_000;
const KEY_BYTES = 30;
const VALUE_BYTES = 60;

/** Prints the cost of writing and hashing, of reading, and the memory taken, by number of keys. */
export async function benchStore(sizes: readonly number[] = [100_000, 1_000_000]): Promise<void> {
  for (const keys of sizes) await benchSize(keys);
}

async function benchSize(keys: number): Promise<void> {
  const before = await memory();
  const state = await openMultiStore({ stores: ["bank"] });
  const filled = await timed(() => fill(state, keys));
  row(keys, "set and hash all at once", (filled / keys) * 1e3, "µs per key");
  const blocks = 120;
  const times = await update(state, keys, blocks);
  const updated = times.reduce((sum, time) => sum + time, 0);
  row(keys, `set and hash in blocks of ${BLOCK}`, (updated / blocks / BLOCK) * 1e3, "µs per key");
  row(keys, "the slowest of these blocks", Math.max(...times), "ms");
  const reads = 200_000;
  const read = await timed(() => readAll(state, keys, reads));
  row(keys, "get through three branches", (read / reads) * 1e3, "µs per key");
  const data = (keys * (KEY_BYTES + VALUE_BYTES)) / 2 ** 20;
  row(keys, "memory beyond the data", (await memory()) - before - data, "MB");
  await state.close();
  await benchDisk(keys);
}

async function benchDisk(keys: number): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), "vpr-bench-"));
  const options = { path, stores: ["bank"], retain: 20 };
  const state = await openMultiStore(options);
  await fill(state, keys);
  await state.dumped();
  const blocks = 60;
  const times = await update(state, keys, blocks);
  const total = times.reduce((sum, time) => sum + time, 0);
  row(keys, `the same blocks, durable`, (total / blocks / BLOCK) * 1e3, "µs per key");
  row(keys, "the slowest of these blocks", Math.max(...times), "ms");
  await state.close();
  const opened = await timed(async () => (await openMultiStore(options)).close());
  row(keys, `opening a dump and ${blocks} blocks`, opened, "ms");
  await rm(path, { recursive: true });
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

/** Milliseconds that `run` takes. */
async function timed(run: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Megabytes in use, garbage collected where the process allows it. */
async function memory(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    // Memory of dropped byte arrays is given back between two turns of the loop.
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

function row(keys: number, what: string, figure: number, unit: string): void {
  console.log(`${String(keys).padStart(9)} keys  ${what.padEnd(34)}${figure.toFixed(1)} ${unit}`);
}
