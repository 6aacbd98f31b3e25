// Runs the development chain, builds again and restarts it on a change in src/; its state stays.
// Arguments are handed on to `vprd dev`; --reset counts for the first start alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const CALM_MS = 200;
let args = process.argv.slice(2);
let node;
let busy = false;
let changed = false;
let timer;

async function build() {
  const built = spawn(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
  const [status] = await once(built, "exit");
  return status === 0;
}

async function stop() {
  if (node === undefined || node.exitCode !== null || node.signalCode !== null) return;
  const ended = once(node, "exit");
  node.kill("SIGTERM");
  await ended;
}

function start() {
  node = spawn(process.execPath, [join(root, "dist/cli/main.js"), "dev", ...args], {
    stdio: "inherit",
  });
  args = args.filter((arg) => arg !== "--reset");
}

/** Builds and restarts until nothing changed meanwhile. A build that fails keeps the running node. */
async function refresh() {
  if (busy) return;
  busy = true;
  while (changed) {
    changed = false;
    console.log("src/ changed: building");
    if (!(await build())) continue;
    await stop();
    start();
  }
  busy = false;
}

async function end() {
  clearTimeout(timer);
  await stop();
  process.exit(0);
}

process.on("SIGINT", end).on("SIGTERM", end);
if (!(await build())) process.exit(1);
start();
watch(join(root, "src"), { recursive: true }, () => {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(refresh, CALM_MS);
});
