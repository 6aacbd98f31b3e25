import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, vi } from "vitest";
import { freePort } from "../support/comet.js";
import { VPRD } from "../support/vprd.js";

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

/** Ends what a test left running and removes its folders; once for each test file. */
export function cleanAfterEach(): void {
  // Each command is a process; a busy machine takes seconds for one.
  vi.setConfig({ testTimeout: 240_000 });
  afterEach(async () => {
    for (const child of running) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    removeFolders();
  });
}

/** Removes the folders that were made so far. */
export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** An empty folder of this test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vprd-cli-"));
  folders.add(folder);
  return folder;
}

/** Runs the built command line in a folder to its end, whatever that is. */
export async function vprd(
  folder: string,
  args: readonly string[],
  input: string | undefined = undefined,
): Promise<Ended> {
  const { child, ended } = begin(folder, args);
  // A command that needs no more input ends without reading all of it.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input ?? "");
  return await ended;
}

/** A node that runs in a folder. */
export interface Started {
  readonly rpc: string;
  readonly api: string;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts `vprd dev` or `vprd start` on free ports; resolves when its REST answers. */
export async function startNode(folder: string, args: readonly string[]): Promise<Started> {
  const [rpc, api] = [await freePort(), await freePort()];
  const ports = [
    "--rpc.laddr",
    `tcp://127.0.0.1:${rpc}`,
    "--api.address",
    `tcp://127.0.0.1:${api}`,
  ];
  const { child, ended } = begin(folder, [...args, ...ports]);
  const url = `http://127.0.0.1:${api}`;
  for (;;) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.status === 200) break;
    if (child.exitCode !== null) throw new Error(`the node ended: ${JSON.stringify(await ended)}`);
    await sleep(50);
  }
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return await ended;
  };
  return { rpc: `http://127.0.0.1:${rpc}`, api: url, ended, stop };
}

/** Begins a command that does not end by itself. */
export function begin(folder: string, args: readonly string[]) {
  const { VPRD_HOME: _, ...env } = process.env;
  const child = spawn(process.execPath, [VPRD, ...args], { cwd: folder, env });
  running.add(child);
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code, ...said });
    });
  });
  const says = async (text: string) => {
    while (!said.stdout.includes(text) && child.exitCode === null) await sleep(50);
  };
  return { child, ended, says };
}
