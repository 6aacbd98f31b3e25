// npm run bench [-- --quick --only <name> …]: see bench/main.ts and docs/benchmarks.md.
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { runnerImport } from "vite";

setFlagsFromString("--expose-gc");
globalThis.gc = runInNewContext("gc");
const main = fileURLToPath(new URL("../bench/main.ts", import.meta.url));
const { module } = await runnerImport(main, { configFile: false, logLevel: "error" });
await module.main(process.argv.slice(2));
