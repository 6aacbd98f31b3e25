// What CI runs before the tests: one line a step, all steps whatever fails, in under a minute.
import { spawnSync } from "node:child_process";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const bin = (name) => path.join(ROOT, "node_modules", ".bin", name);

const STEPS = [
  ["format and lint", bin("biome"), ["check", "."]],
  ["types", bin("tsc"), ["--noEmit", "-p", "tsconfig.check.json"]],
  ["generated code", process.execPath, ["scripts/gen.mjs", "--check"]],
  [
    "specification, imports, errors",
    bin("vitest"),
    ["run", "--config", "test/spec/vitest.config.ts"],
  ],
];

function run([name, command, args]) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number((process.hrtime.bigint() - start) / 100_000_000n) / 10;
  const ok = status === 0;
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (!ok) console.log([stdout, stderr, error?.message].filter(Boolean).join("\n"));
  return ok;
}

process.exitCode = STEPS.map(run).every(Boolean) ? 0 : 1;
