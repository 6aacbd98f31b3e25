import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type OpenMultiStore, openMultiStore } from "../src/store/multistore.js";

const BLOCK = 1_000;
const BLOCKS = 300;

/** Prints what rebuilding an older version costs and how long it holds up everything else. */
export async function benchHistory(sizes: readonly number[] = [100_000, 1_000_000]): Promise<void> {
  for (const keys of sizes) await benchSize(keys);
}

async function benchSize(keys: number): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), "vpr-bench-"));
  const state = await openMultiStore({ path, stores: ["bank"], pruning: "nothing" });
  await commit(state, keys, 0);
  await state.dumped();
  for (let block = 1; block <= BLOCKS; block += 1) await commit(state, BLOCK, block * 7_919);
  await row(keys, `load a version ${BLOCKS / 2} blocks after a dump`, () => load(state, 150n));
  await row(keys, "load the next version", () => load(state, 151n));
  await row(keys, "load the version before", () => load(state, 149n));
  const proofs = 2_000;
  await row(keys, `prove ${proofs} keys of the last version`, async () => {
    for (let n = 0; n < proofs; n += 1) state.prove(state.version, "bank", keyOf(n * 31));
  });
  await state.close();
  await rm(path, { recursive: true });
}

async function load(state: OpenMultiStore, version: bigint): Promise<void> {
  if ((await state.load(version)) === undefined) throw new Error("the version is not there");
}

async function commit(state: OpenMultiStore, count: number, from: number): Promise<void> {
  const branch = state.branch();
  const store = branch.store("bank");
  for (let n = 0; n < count; n += 1)
    store.set(keyOf(from + n * 31), Buffer.from(`value ${from + n}`));
  state.stage(branch);
  await state.commit();
}

function keyOf(n: number): Uint8Array {
  const key = new Uint8Array(24);
  new DataView(key.buffer).setUint32(0, Math.imul(n % 31_000_000, 0x9e37_79b1));
  new DataView(key.buffer).setUint32(4, n % 31_000_000);
  return key;
}

async function row(keys: number, what: string, run: () => Promise<void>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await run();
  const took = performance.now() - start;
  delay.disable();
  const pause = (delay.max / 1e6).toFixed(0);
  console.log(`${keys} keys: ${what}: ${took.toFixed(0)} ms, longest pause ${pause} ms`);
}
