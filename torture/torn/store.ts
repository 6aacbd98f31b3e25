import { cp } from "node:fs/promises";
import { join } from "node:path";
import { openMultiStore } from "../../src/store/multistore.js";
import { writeVersion } from "../../test/store/crash-writes.js";
import { STRUCK } from "../../test/store/struck-options.js";
import { toHex } from "../../test/support/vectors.js";
import { type Check, Counts, eachCase, type Plan } from "../check.js";
import { Bundle, runUntilKilled } from "../child.js";
import { cut } from "./cuts.js";
import { Trier } from "./trier.js";
import type { StoreFacts } from "./try-store.js";

const VERSIONS = 80n;

/** A folder that two processes left when they were killed: tables, a log that is in none, dumps. */
async function makeWhole(scratch: string, folder: string): Promise<StoreFacts> {
  const writer = await Bundle.of("test/store/struck-writer.ts");
  try {
    await runUntilKilled(writer, [folder, "commit: batch written", "22"]);
    const { output } = await runUntilKilled(writer, [folder, "commit: batch written", "14"]);
    const opened = /open (\d+)/.exec(output)?.[1] ?? "-1";
    const look = join(scratch, "look");
    await cp(folder, look, { recursive: true });
    const state = await openMultiStore({ ...STRUCK, path: look });
    const last = String(state.version);
    await state.close();
    return { last, opened, hashes: await modelHashes() };
  } finally {
    await writer.remove();
  }
}

/** App hash of each version, from a state that was never on disk. */
async function modelHashes(): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  const model = await openMultiStore({ stores: STRUCK.stores });
  while (model.version < VERSIONS) {
    const branch = model.branch();
    writeVersion(branch, model.version + 1n);
    model.stage(branch);
    await model.commit();
    hashes[String(model.version)] = toHex(model.appHash);
  }
  return hashes;
}

/** Damage to the database of the state. */
export const tornStore: Check = {
  part: "torn",
  name: "torn.store",
  unit: "cuts",
  full: 2_000,
  least: 20,
  async run(plan: Plan) {
    const whole = join(plan.scratch, "whole");
    const facts = await makeWhole(plan.scratch, whole);
    const counts = new Counts();
    const trier = await Trier.start("store", facts, join(plan.scratch, "torn"));
    const failures = await eachCase(plan, plan.count, async (random) => {
      counts.add(await trier.try(whole, (folder) => cut(random, folder)));
    });
    await trier.end();
    return { tried: plan.count, told: counts.told(), failures };
  },
};
