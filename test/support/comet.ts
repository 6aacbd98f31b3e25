import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freshAppState } from "../../src/abci/genesis.js";
import type { Logger } from "../../src/abci/logger.js";
import { ensureCometHome, ensureKeys } from "../../src/engine/comet/home.js";
import { type CometProcess, superviseComet } from "../../src/engine/comet/supervisor.js";
import { genesisJson, writeGenesisFile } from "../../src/engine/home/genesis-doc.js";
import { CHAIN } from "./ante-world.js";

/** Path of the real cometbft; undefined where there is none, which the setup has told loudly. */
export const COMET_BIN = process.env.COMET_BIN;

export const CHAIN_ID = CHAIN.chainId;
export const DENOM = "uvna";

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Addresses with what they own in base units. */
export type Funds = Readonly<Record<string, bigint>>;

/** A real CometBFT in front of the application in a process of its own. */
export class CometChain {
  readonly home = mkdtempSync(join(tmpdir(), "comet-"));
  /** What both processes wrote, to read when a test fails. */
  readonly lines: string[] = [];
  comet: CometProcess | undefined;
  #app: ChildProcess | undefined;

  private constructor(
    readonly rpcPort: number,
    readonly appPort: number,
  ) {}

  /** Makes a home whose genesis has these accounts and this first block. Nothing runs yet. */
  static async make(funds: Funds, initialHeight = 1n): Promise<CometChain> {
    const chain = new CometChain(await freePort(), await freePort());
    const { validator } = ensureKeys(chain.home);
    const fast = { "consensus.timeout_commit": "200ms", "consensus.timeout_propose": "1s" };
    const paths = ensureCometHome(chain.home, { moniker: "test", values: fast });
    const fresh = freshAppState(CHAIN_ID, DENOM);
    const balances = Object.entries(funds).map(([address, amount]) => ({
      address,
      coins: [{ denom: DENOM, amount: amount.toString() }],
    }));
    const appState = { ...fresh, bank: { ...Object(fresh.bank), balances } };
    const validators = [{ publicKey: validator.publicKey, power: 10n, name: "test" }];
    const time = 1_790_000_000_000_000_000n;
    const parts = { chainId: CHAIN_ID, time, initialHeight, validators, appState };
    const document = genesisJson(parts);
    writeGenesisFile(paths.genesis, document);
    return chain;
  }

  get rpc(): string {
    return `http://127.0.0.1:${this.rpcPort}`;
  }

  get proxyApp(): string {
    return `tcp://127.0.0.1:${this.appPort}`;
  }

  /** Starts the application's process, which keeps so many heights in memory. */
  async startApp(retain = 100): Promise<void> {
    const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const args = [file("run-ts.mjs"), file("app-process.ts"), join(this.home, "data", "app.db")];
    const child = spawn(process.execPath, [...args, this.proxyApp, "0", String(retain)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#app = child;
    child.stderr.on("data", (chunk) => this.lines.push(`app: ${chunk}`));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("exit", (code) => reject(new Error(`the app ended with ${code}: ${this.tail()}`)));
    });
  }

  /** Starts CometBFT, which is started again whenever it ends. */
  startComet(bin: string): void {
    const say = (message: string, facts?: object) =>
      this.lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
    const logger: Logger = { debug: say, info: say, warn: say, error: say };
    this.comet = superviseComet({
      bin,
      home: this.home,
      proxyApp: this.proxyApp,
      rpcListen: `tcp://127.0.0.1:${this.rpcPort}`,
      p2pListen: "tcp://127.0.0.1:0",
      logger,
    });
  }

  /** Kills the application at once; resolves when it is gone. */
  async killApp(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#app;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  /** Kills CometBFT at once; its supervisor starts it again. */
  killComet(): void {
    if (this.comet?.pid !== undefined) process.kill(this.comet.pid, "SIGKILL");
  }

  /** Resolves with the latest height when it is at least this. */
  async reached(height: number, withinMs = 90_000): Promise<number> {
    const end = Date.now() + withinMs;
    while (Date.now() < end) {
      const found = await this.height();
      if (found !== undefined && found >= height) return found;
      await sleep(100);
    }
    throw new Error(`height ${height} was not reached:\n${this.tail()}`);
  }

  /** The latest height; undefined while the RPC does not answer. */
  async height(): Promise<number | undefined> {
    try {
      const answer = await this.ask("status");
      return Number(answer.sync_info?.latest_block_height);
    } catch {
      return undefined;
    }
  }

  /** The result of a method of CometBFT's RPC. */
  async ask(path: string): Promise<Record<string, Record<string, unknown>>> {
    const response = await fetch(`${this.rpc}/${path}`);
    const body = (await response.json()) as { result: Record<string, Record<string, unknown>> };
    return body.result;
  }

  /** The end of what the processes wrote. */
  tail(): string {
    return this.lines.slice(-40).join("\n");
  }

  /** Stops both and removes the home. */
  async end(): Promise<void> {
    await this.comet?.stop();
    await this.killApp("SIGTERM");
    rmSync(this.home, { recursive: true, force: true });
  }
}
