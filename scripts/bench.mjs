// npm run bench [-- --quick --only <name> …]: see bench/main.ts and docs/benchmarks.md.
// What is measured is compiled, as the node that people run is.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "node_modules/.cache/vpr-bench");
compile();
setFlagsFromString("--expose-gc");
globalThis.gc = runInNewContext("gc");
// The compiled copy of the scripts does not lie where the project's own cometbft is looked for.
process.env.PATH = [join(root, ".tools/bin"), process.env.PATH].join(delimiter);
const { main } = await import(pathToFileURL(join(out, "bench/main.js")).href);
await main(process.argv.slice(2));
process.exit(0);

function compile() {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "package.json"), '{"type":"module"}');
  const tsc = join(root, "node_modules/.bin/tsc");
  const project = ["-p", join(root, "tsconfig.bench.json"), "--outDir", out];
  const { status } = spawnSync(tsc, project, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  cpSync(join(root, "scripts"), join(out, "scripts"), { recursive: true });
  // Nodes that are measured as processes are those that people run.
  const built = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], {
    stdio: "inherit",
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
  rmSync(join(out, "dist"), { recursive: true, force: true });
  symlinkSync(join(root, "dist"), join(out, "dist"), "dir");
}
