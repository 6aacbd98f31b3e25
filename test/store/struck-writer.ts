// Works on a state until it passes a given fault point for the nth time, and is killed there.
// Arguments: folder, fault point, which passing, seconds of work told as versions.
import { writeSync } from "node:fs";
import type { FaultPoint } from "../../src/store/fault-points.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { writeVersion } from "./crash-writes.js";
import { STRUCK } from "./struck-options.js";

const [path = "", point = "", nth = "1"] = process.argv.slice(3);
let passed = 0;

const state = await openMultiStore({
  ...STRUCK,
  path,
  strike(at: FaultPoint) {
    if (at !== point) return;
    passed += 1;
    if (passed === Number(nth)) process.kill(process.pid, "SIGKILL");
  },
});
writeSync(1, `open ${state.version}\n`);
for (let count = 1; count <= 60; count += 1) {
  const version = state.version + 1n;
  const branch = state.branch();
  writeVersion(branch, version);
  state.stage(branch);
  writeSync(1, `staged ${version}\n`);
  await state.commit(new Map([["height", new TextEncoder().encode(String(version))]]));
  writeSync(1, `committed ${version}\n`);
  if (count % 4 === 0) await state.dumped();
  if (count % 25 === 0) {
    writeSync(1, `rolling ${state.version - 3n}\n`);
    await state.rollback(state.version - 3n);
    writeSync(1, `rolled ${state.version}\n`);
  }
  if (count % 31 === 0) await state.prune();
}
