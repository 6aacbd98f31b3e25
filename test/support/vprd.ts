import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./comet.js";

/** The built command line; `npm test` builds it first. */
export const VPRD = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Phrase of the development accounts. */
export const DEV_PHRASE = "test test test test test test test test test test test junk";

/** Runs `vprd ARGS` to its end. Rejects with what it wrote when it fails. */
export async function vprd(...args: readonly string[]): Promise<string> {
  if (!existsSync(VPRD)) throw new Error("dist/ is missing: run npm run build");
  const { stdout } = await promisify(execFile)(process.execPath, [VPRD, ...args], {
    env: { ...process.env, NO_COLOR: "1" },
  });
  return stdout;
}

/** A `vprd` that runs as its own process, with a home and ports of its own. */
export class NodeProcess {
  readonly lines: string[] = [];
  #child: ChildProcess | undefined;

  private constructor(
    readonly home: string,
    readonly rpcPort: number,
    readonly restPort: number,
    readonly abciPort: number,
  ) {}

  /** Picks a home and ports. Nothing runs yet. */
  static async make(): Promise<NodeProcess> {
    const home = join(mkdtempSync(join(tmpdir(), "vprd-")), "home");
    return new NodeProcess(home, await freePort(), await freePort(), await freePort());
  }

  get rpcUrl(): string {
    return `http://127.0.0.1:${this.rpcPort}`;
  }

  get restUrl(): string {
    return `http://127.0.0.1:${this.restPort}`;
  }

  /** Starts the development chain of this home. */
  startDev(...more: readonly string[]): Promise<void> {
    const rpc = ["--rpc.laddr", `tcp://127.0.0.1:${this.rpcPort}`];
    return this.start(["dev", ...rpc, ...more]);
  }

  /** Starts the application for a CometBFT that someone else runs. */
  startForComet(): Promise<void> {
    const abci = ["--abci.laddr", `tcp://127.0.0.1:${this.abciPort}`];
    return this.start(["start", "--engine", "comet", ...abci, "--comet.rpc", this.rpcUrl], false);
  }

  /** Ends the process; resolves when it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  /** Stops the process and removes its home. */
  async remove(): Promise<void> {
    await this.end("SIGTERM");
    rmSync(join(this.home, ".."), { recursive: true, force: true });
  }

  /** Resolves when the gateway answers. */
  async answers(withinMs = 60_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (Date.now() < end) {
      if (this.#child?.exitCode !== null) throw new Error(`vprd ended:\n${this.tail()}`);
      const response = await fetch(`${this.restUrl}/ready`).catch(() => undefined);
      if (response?.status === 200) return;
      await sleep(100);
    }
    throw new Error(`vprd does not answer:\n${this.tail()}`);
  }

  /** The end of what the process wrote. */
  tail(): string {
    return this.lines.slice(-40).join("");
  }

  private async start(args: readonly string[], wait = true): Promise<void> {
    const rest = ["--api.address", `tcp://127.0.0.1:${this.restPort}`];
    const child = spawn(process.execPath, [VPRD, ...args, ...rest, "--home", this.home], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.stdout.on("data", (chunk) => this.lines.push(String(chunk)));
    child.stderr.on("data", (chunk) => this.lines.push(String(chunk)));
    if (wait) await this.answers();
  }
}
