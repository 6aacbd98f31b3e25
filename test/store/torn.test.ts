import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, assert, beforeAll, it } from "vitest";
import { StoreFault } from "../../src/store/contract.js";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import { toHex } from "../support/vectors.js";
import { writeVersion } from "./crash-writes.js";
import { Random } from "./random.js";
import { STRUCK } from "./struck-options.js";

/** Cuts tried; `VPR_TORTURE=1` tries them all. */
const CUTS = process.env.VPR_TORTURE === "1" ? 2_000 : 120;
const SEED = 2_026;
const TIMEOUT = 60_000 + CUTS * 1_000;
const runner = join(import.meta.dirname, "..", "support", "run-ts.mjs");
const writer = join(import.meta.dirname, "struck-writer.ts");

let root: string;
/** Last version of the whole folder, and the oldest that its owner was told of at an opening. */
let whole: { readonly last: bigint; readonly opened: bigint };
const hashes = new Map<bigint, string>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vpr-torn-"));
  const model = await openMultiStore({ stores: STRUCK.stores });
  while (model.version < 80n) {
    const branch = model.branch();
    writeVersion(branch, model.version + 1n);
    model.stage(branch);
    await model.commit();
    hashes.set(model.version, toHex(model.appHash));
  }
  // Two processes that were killed leave tables, a log that was not written into them, and dumps.
  await killed("commit: batch written", 22);
  const opened = await killed("commit: batch written", 14);
  await cp(join(root, "whole"), join(root, "look"), { recursive: true });
  const state = await openMultiStore({ ...STRUCK, path: join(root, "look") });
  whole = { last: state.version, opened };
  await state.close();
});
afterAll(() => rm(root, { recursive: true }));

/** Runs the writer until it is killed; the version that it found. */
async function killed(point: string, nth: number): Promise<bigint> {
  const child = spawn(process.execPath, [runner, writer, join(root, "whole"), point, String(nth)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [, signal]: unknown[] = await once(child, "close");
  assert.equal(signal, "SIGKILL", output);
  return BigInt(/open (\d+)/.exec(output)?.[1] ?? "-1");
}

/** Damages one file of a folder as a disk might; says what it did. */
async function cut(random: Random, folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => !/^(?:LOCK|LOG|LOG\.old)$/.test(name));
  const name = random.pick(files.sort());
  const path = join(folder, name);
  const { size } = await stat(path);
  const at = random.below(Math.max(size, 1));
  const ways: Record<string, () => Promise<void>> = {
    truncated: () => truncate(path, at),
    "without its tail": () => truncate(path, Math.max(0, size - 1 - random.below(2_000))),
    flipped: () =>
      changed(path, (bytes) => bytes.fill((bytes[at] ?? 0) ^ 0x20, at, Math.min(size, at + 1))),
    zeroed: () =>
      changed(path, (bytes) =>
        bytes.fill(0, at, Math.min(bytes.length, at + 1 + random.below(300))),
      ),
    gone: () => rm(path),
  };
  const way = random.pick(Object.keys(ways));
  await ways[way]?.();
  return `${name} (${size} bytes) ${way} at ${at}`;
}

async function changed(path: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(path, change(await readFile(path)));
}

/** Opens a damaged folder: either it is refused by name, or everything that it answers is right. */
async function tried(folder: string): Promise<"refused" | "recovered"> {
  let state: OpenMultiStore;
  try {
    state = await openMultiStore({ ...STRUCK, path: folder });
  } catch (error) {
    assert.instanceOf(error, StoreFault);
    assert.include(error.message, folder);
    return "refused";
  }
  try {
    assert.isAtLeast(Number(state.version), Number(whole.opened));
    assert.isAtMost(Number(state.version), Number(whole.last));
    assert.equal(toHex(state.appHash), hashes.get(state.version));
    assert.equal(new TextDecoder().decode(state.extra("height")), String(state.version));
    for (let version = state.earliest; version <= state.version; version += 1n) {
      await assertRightOrRefused(state, version);
    }
    await assertGoesOn(state);
  } finally {
    await state.close();
  }
  const again = await openMultiStore({ ...STRUCK, path: folder });
  assert.equal(toHex(again.appHash), hashes.get(again.version));
  await again.close();
  return "recovered";
}

async function assertRightOrRefused(state: OpenMultiStore, version: bigint): Promise<void> {
  try {
    assert.isDefined(await state.load(version));
    const info = state.info(version);
    assert.equal(info && toHex(info.appHash), hashes.get(version));
  } catch (error) {
    assert.instanceOf(error, StoreFault);
  }
}

async function assertGoesOn(state: OpenMultiStore): Promise<void> {
  const branch = state.branch();
  writeVersion(branch, state.version + 1n);
  state.stage(branch);
  await state.commit(new Map([["height", new TextEncoder().encode(String(state.version + 1n))]]));
  assert.equal(toHex(state.appHash), hashes.get(state.version));
}

it(
  "a torn database recovers to a committed version or is refused by name",
  async () => {
    const random = new Random(SEED);
    const seen = { refused: 0, recovered: 0 };
    const folder = join(root, "torn");
    for (let number = 0; number < CUTS; number += 1) {
      await cp(join(root, "whole"), folder, { recursive: true });
      const what = await cut(random, folder);
      try {
        seen[await tried(folder)] += 1;
      } catch (error) {
        throw new Error(`cut ${number} of seed ${SEED}, ${what}: ${error}`, { cause: error });
      }
      await rm(folder, { recursive: true });
    }
    assert.isAbove(seen.refused, CUTS / 20, "some are refused");
    assert.isAbove(seen.recovered, CUTS / 20, "some recover");
  },
  TIMEOUT,
);
