import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, assert, beforeAll, it } from "vitest";
import { openMultiStore } from "../../src/store/multistore.js";
import { toHex } from "../support/vectors.js";
import { writeVersion } from "./crash-writes.js";

const root = join(import.meta.dirname, "..", "..");
const stores = ["bank", "empty", "td"];
let built: string;
let path: string;

beforeAll(async () => {
  const cache = join(root, "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  built = await mkdtemp(join(cache, "vpr-crash-"));
  path = await mkdtemp(join(tmpdir(), "vpr-crash-"));
  await compileWriter();
});
afterAll(async () => {
  await rm(built, { recursive: true });
  await rm(path, { recursive: true });
});

/** Node does not run TypeScript, and a process to be killed must be one of its own. */
async function compileWriter(): Promise<void> {
  const config = join(built, "tsconfig.json");
  const compilerOptions = { rootDir: root, outDir: built, incremental: false, declaration: false };
  const files = [join(root, "test", "store", "crash-writer.ts")];
  const settings = { extends: join(root, "tsconfig.json"), compilerOptions, files, include: [] };
  await writeFile(config, JSON.stringify(settings));
  await writeFile(join(built, "package.json"), '{ "type": "module" }');
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-p", config], { stdio: "inherit" });
}

interface Told {
  readonly open: bigint;
  readonly staged: bigint;
  readonly committed: bigint;
}

/** Runs the writer until it has staged so many versions, then kills it after so long. */
async function runAndKill(stages: number, delay: number): Promise<Told> {
  const script = join(built, "test", "store", "crash-writer.js");
  const writer = spawn(process.execPath, [script, path], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  let killed = false;
  writer.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (killed || output.split("staged ").length <= stages) return;
    killed = true;
    setTimeout(() => writer.kill("SIGKILL"), delay);
  });
  const [code, signal]: unknown[] = await once(writer, "close");
  assert.deepEqual([code, signal], [null, "SIGKILL"], output);
  const last = (word: string) => BigInt(output.split(`${word} `).at(-1)?.split("\n")[0] ?? "-1");
  const open = last("open");
  return {
    open,
    staged: last("staged"),
    committed: output.includes("committed") ? last("committed") : open,
  };
}

it("a process killed in mid-commit loses nothing it acknowledged and invents nothing", async () => {
  const model = await openMultiStore({ stores, retain: 1 });
  let before = 0n;
  for (let round = 0; round < 14; round += 1) {
    // Some are killed as soon as a version is staged, some a little later, some between two.
    const told = await runAndKill(1 + ((round * 5) % 9), (round % 4) * 2);
    assert.equal(told.open, before, "what one process left, the next one found");
    const state = await openMultiStore({ path, stores, retain: 3 });
    assert.isAtLeast(Number(state.version), Number(told.committed));
    // The last line may be on its way when the process dies, so one more stage is possible.
    assert.isAtMost(Number(state.version), Number(told.staged) + 1);
    while (model.version < state.version) {
      const branch = model.branch();
      writeVersion(branch, model.version + 1n);
      model.stage(branch);
      await model.commit();
    }
    assert.equal(toHex(state.appHash), toHex(model.appHash));
    const height = new TextDecoder().decode(state.extra("height"));
    assert.equal(height, state.version === 0n ? "" : String(state.version));
    before = state.version;
    await state.close();
  }
  assert.isAbove(Number(before), 20);
});
