import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyTxs, runHistory } from "./history.js";
import { storedBlocks, storedTxs } from "./stored.js";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

describe("the frozen history", () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "history-"));
    if (process.env.VPR_WRITE_VECTORS !== "1") return;
    const blocks = await runHistory(historyTxs());
    const rows = blocks.map((block) => JSON.stringify(block)).join(",\n");
    writeFileSync(file("../vectors/history.json"), `{"blocks":[\n${rows}\n]}\n`);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("signs the same transactions as ever", () => {
    const hex = historyTxs().map((txs) => txs.map((tx) => Buffer.from(tx).toString("hex")));
    expect(storedBlocks().map(({ txs }) => txs)).toEqual(hex);
  });

  it("reaches every step of the journey", () => {
    const codes = storedBlocks().map(({ results }) => results.map(([code]) => code === 0));
    expect(codes).toEqual([
      [],
      [true, true],
      [true],
      [true],
      [true],
      [true, true],
      [true],
      [true, false, false],
      [true],
      [],
    ]);
  });

  it("gives the same app hashes, gas and data in memory", async () => {
    expect(await runHistory(storedTxs())).toEqual(storedBlocks());
  });

  it("gives the same on disk, closed and reopened in the middle", async () => {
    expect(await runHistory(storedTxs(), join(folder, "app"), 5)).toEqual(storedBlocks());
  });

  it.each([
    [{ TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, "192"],
    [{ TZ: "America/St_Johns", LANG: "C", LC_ALL: "C" }, "2048"],
  ])("gives the same in another process with %o and a heap of %s MB", async (env, heap) => {
    const args = [`--max-old-space-size=${heap}`, file("../support/run-ts.mjs")];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...args, file("print-history.ts")],
      { env: { ...process.env, ...env }, maxBuffer: 1 << 24 },
    );
    expect(JSON.parse(stdout)).toEqual(storedBlocks());
  });
});
