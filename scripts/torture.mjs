// npm run torture [-- --only <names> --scale <share> --seed <n> --case <n>]: see docs/torture.md.
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { runnerImport } from "vite";

setFlagsFromString("--expose-gc");
globalThis.gc = runInNewContext("gc");
const main = fileURLToPath(new URL("../torture/main.ts", import.meta.url));
const { module } = await runnerImport(main, { configFile: false, logLevel: "error" });
process.exit((await module.main(process.argv.slice(2))) ? 0 : 1);
