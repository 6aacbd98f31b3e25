import { writeSync } from "node:fs";
import { openMultiStore } from "../../src/store/multistore.js";
import { writeVersion } from "./crash-writes.js";

// Commits for ever and tells what it is about to do and what it has done, until it is killed.
const state = await openMultiStore({
  path: process.argv[2],
  stores: ["bank", "empty", "td"],
  retain: 3,
  dump: { versions: 4, writes: 1_000_000 },
});
writeSync(1, `open ${state.version}\n`);
for (;;) {
  const version = state.version + 1n;
  const branch = state.branch();
  writeVersion(branch, version);
  state.stage(branch);
  writeSync(1, `staged ${version}\n`);
  await state.commit(new Map([["height", new TextEncoder().encode(String(version))]]));
  writeSync(1, `committed ${version}\n`);
}
