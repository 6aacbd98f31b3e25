// Compiles src/ into dist/ and makes the command executable. With --clean nothing of an earlier build
// stays, as a package must be.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const info = join(root, "node_modules/.cache/vpr-build.tsbuildinfo");
if (process.argv.includes("--clean")) rmSync(join(root, "dist"), { recursive: true, force: true });
// Without its output the incremental state would say that there is nothing to do.
if (!existsSync(join(root, "dist"))) rmSync(info, { force: true });
const tsc = join(root, "node_modules/.bin/tsc");
const { status } = spawnSync(tsc, ["-p", join(root, "tsconfig.json")], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
const main = join(root, "dist/cli/main.js");
if (existsSync(main)) chmodSync(main, 0o755);
