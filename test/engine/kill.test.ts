import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readGenesisFile } from "../../src/engine/embedded/genesis.js";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import { replayBlocks, storedBlocks } from "../../src/engine/embedded/replay.js";
import { newHome, removeHome, startNode, utf8 } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

let home: string;

beforeEach(() => {
  home = newHome();
});

afterEach(() => {
  removeHome(home);
});

describe("a node that is killed", () => {
  it.each([
    ["when a block is saved", "saved", 6],
    ["when a block was run", "finalized", 6],
    ["when the application committed", "committed", 6],
    ["in its first block", "finalized", 1],
    ["after its first commit", "committed", 1],
  ])("%s loses nothing that it acknowledged", async (_, point, height) => {
    const told = await runUntilKilled([home, point, String(height)]);
    await expectRecovery(told, BigInt(height));
  });

  it("at some moment under load loses nothing that it acknowledged", async () => {
    const told = await runUntilKilled([home, "never", "0"], 12);
    expect(told.length).toBeGreaterThanOrEqual(12);
    await expectRecovery(told, 1n);
  });
});

/** Starts the node anew: every key is there, and a replay agrees with the chain. */
async function expectRecovery(told: readonly string[], height: bigint): Promise<void> {
  const app = new KvApp(join(home, "app.json"));
  const node = await startNode({ home, app, instant: true });
  for (const key of told) {
    const { value } = await node.backend.query({
      path: "/kv",
      data: utf8(key),
      height: 0n,
      prove: false,
    });
    expect(`key${Buffer.from(value).toString()}`).toBe(key);
  }
  const { found } = await node.backend.mempool.addAndWait(utf8("after=kill"));
  expect(found?.result.code).toBe(0);
  await node.stop();
  expect(node.backend.chain.height).toBeGreaterThan(height);
  const paths = embeddedPaths(home);
  const genesis = readGenesisFile(paths.genesis);
  const replayed = await replayBlocks(new KvApp(), genesis, storedBlocks(paths.data));
  const { height: last, appHash } = node.backend.chain;
  expect(replayed.at(-1)).toEqual({ height: last, appHash });
}

/** The keys that the node told of before it died; with `enough`, we kill it after so many. */
function runUntilKilled(args: readonly string[], enough?: number): Promise<readonly string[]> {
  const runner = fileURLToPath(new URL("../support/run-ts.mjs", import.meta.url));
  const module = fileURLToPath(new URL("../support/struck-node.ts", import.meta.url));
  const child = spawn(process.execPath, [runner, module, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
    if (enough !== undefined && out.split("\n").length > enough) child.kill("SIGKILL");
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") resolve(out.split("\n").slice(0, -1));
      else reject(new Error(`the node ended with ${code ?? signal}: ${err}`));
    });
  });
}
