import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, it } from "vitest";
import { type FaultPoint, STORE_POINTS } from "../../src/store/fault-points.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { toHex } from "../support/vectors.js";
import { writeVersion } from "./crash-writes.js";
import { Random } from "./random.js";
import { STRUCK } from "./struck-options.js";

/** Every point once; `VPR_TORTURE=1` strikes each at several of its passings. */
const ROUNDS = process.env.VPR_TORTURE === "1" ? 6 : 1;
const SEED = 4;
const TIMEOUT = 60_000 * ROUNDS;
const runner = join(import.meta.dirname, "..", "support", "run-ts.mjs");
const writer = join(import.meta.dirname, "struck-writer.ts");

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "vpr-strike-"));
});
afterEach(() => rm(path, { recursive: true }));

/** The lines that the writer told before it was killed at its point. */
async function strike(point: FaultPoint, nth: number): Promise<string[]> {
  const child = spawn(process.execPath, [runner, writer, path, point, String(nth)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code, signal]: unknown[] = await once(child, "close");
  assert.deepEqual([code, signal], [null, "SIGKILL"], `${point} was not passed\n${output}`);
  return output.split("\n").filter((line) => line !== "");
}

/** Versions that may be the last one after these lines. */
function allowed(lines: readonly string[]): readonly bigint[] {
  const last = lines.at(-1) ?? "open 0";
  const [word = "", number = "0"] = last.split(" ");
  const version = BigInt(number);
  // Strikes while the trees change, or while the store opens, come before a line is told.
  if (word === "staged") return [version - 1n, version];
  if (word === "rolling") return [version, version + 3n];
  return [version];
}

const hashes = new Map<bigint, string>();

/** App hash of a version, from a state that was never struck. */
async function hashOf(version: bigint): Promise<string | undefined> {
  if (hashes.size === 0) {
    const model = await openMultiStore({ stores: STRUCK.stores });
    while (model.version < 400n) {
      const branch = model.branch();
      writeVersion(branch, model.version + 1n);
      model.stage(branch);
      await model.commit();
      hashes.set(model.version, toHex(model.appHash));
    }
  }
  return hashes.get(version);
}

it.each(STORE_POINTS)(
  "killed at `%s`, the state is the last committed one",
  async (point) => {
    const random = new Random(SEED);
    let before: readonly string[] = ["open 0"];
    for (let round = 0; round < ROUNDS; round += 1) {
      const isOften = /^(?:commit|dump|prune: batch)/.test(point);
      // An empty folder has nothing to sweep or load.
      if (point.startsWith("open")) {
        before = await strike("commit: batch written", 9);
        assert.deepEqual(await strike(point, 1), []);
      } else {
        before = await strike(point, isOften ? 1 + random.below(3) : 1);
      }
      const state = await openMultiStore({ ...STRUCK, path });
      assert.include(allowed(before), state.version, before.slice(-3).join("\n"));
      assert.equal(toHex(state.appHash), await hashOf(state.version));
      const told = state.extra("height");
      assert.equal(told && new TextDecoder().decode(told), String(state.version));
      for (let version = state.earliest; version < state.version; version += 1n) {
        assert.isDefined(await state.load(version), `version ${version}`);
        assert.equal(
          toHex(state.info(version)?.appHash ?? new Uint8Array()),
          await hashOf(version),
        );
      }
      await state.prune();
      await state.close();
    }
  },
  TIMEOUT,
);
