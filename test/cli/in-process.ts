import { Readable } from "node:stream";
import { vi } from "vitest";
import { silent } from "../../src/abci/logger.js";
import { messageOf } from "../../src/cli/failure.js";
import { type NodeOptions, startNode } from "../../src/cli/node/start-node.js";
import { program } from "../../src/cli/program.js";
import { runCommand } from "../../src/cli/run.js";
import type { Ended } from "./run.js";

/** Runs a command in this process, which is many times faster than one of its own. */
export async function command(...args: readonly string[]): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const hear = (stream: "stdout" | "stderr") =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  const spies = [hear("stdout"), hear("stderr")];
  try {
    await (await program(args)).parseAsync(args, { from: "user" });
    return { code: 0, ...said };
  } catch (error) {
    return { code: 1, ...said, stderr: `${said.stderr}Error: ${messageOf(error)}\n` };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/**
 * As the process would run it, in a folder and with an input. What starts a node or ends the process
 * itself must not be run so.
 */
export async function vprd(folder: string, args: readonly string[], input = ""): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const hear = (stream: "stdout" | "stderr") =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  const stdin = Object.assign(Readable.from(input === "" ? [] : [Buffer.from(input)]), { fd: 0 });
  const spies = [
    hear("stdout"),
    hear("stderr"),
    vi.spyOn(process, "stdin", "get").mockReturnValue(stdin as typeof process.stdin),
  ];
  const before = { folder: process.cwd(), home: process.env.VPRD_HOME };
  process.chdir(folder);
  delete process.env.VPRD_HOME;
  try {
    await runCommand(args);
    return { code: process.exitCode === 1 ? 1 : 0, ...said };
  } finally {
    process.exitCode = undefined;
    process.chdir(before.folder);
    if (before.home !== undefined) process.env.VPRD_HOME = before.home;
    for (const spy of spies) spy.mockRestore();
  }
}

/** A node of a home that makes blocks as fast as it can, with a snapshot every ten, unless told. */
export function startFast(home: string, more: Partial<NodeOptions> = {}) {
  return startNode({
    home,
    engine: "embedded",
    rpcListen: "tcp://127.0.0.1:0",
    abciListen: "tcp://127.0.0.1:0",
    cometRpc: "http://127.0.0.1:26657",
    apiListen: undefined,
    cors: false,
    minGasPrices: [],
    blockTimeMs: 5,
    instant: false,
    moniker: "x",
    logger: silent,
    snapshots: { interval: 10, keepRecent: 0 },
    ...more,
  });
}
