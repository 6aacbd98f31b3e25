import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Logger } from "../../abci/logger.js";
import { forwardLine } from "./log-line.js";

export interface CometOptions {
  /** Path of the cometbft binary. */
  readonly bin: string;
  readonly home: string;
  /** Where the ABCI server listens. */
  readonly proxyApp: string;
  /** As in `config.toml` unless told. */
  readonly rpcListen?: string;
  /** As in `config.toml` unless told. */
  readonly p2pListen?: string;
  /** Absolute path; as in `config.toml` unless told. */
  readonly genesisFile?: string;
  readonly logger: Logger;
  readonly restart?: Partial<RestartRules>;
}

/** When a crashed engine is started again. Milliseconds. */
export interface RestartRules {
  /** The first pause; each further one is twice as long. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** Who ran this long is well: its next crash counts as the first. */
  readonly wellAfterMs: number;
  /** So many crashes in a row are no accident. */
  readonly crashes: number;
  /** How long a stop may take before the process is killed. */
  readonly stopMs: number;
}

/** A CometBFT that is kept running. */
export interface CometProcess {
  /** Process id; undefined between a crash and the restart. */
  readonly pid: number | undefined;
  /** Resolves after {@link stop}; rejects when it crashed too often in a row. */
  readonly done: Promise<void>;
  /** Ends the process: asks, waits, then kills. */
  stop(): Promise<void>;
}

const RULES: RestartRules = {
  pauseMs: 500,
  longestPauseMs: 30_000,
  wellAfterMs: 60_000,
  crashes: 10,
  stopMs: 20_000,
};

/** Starts `cometbft start` as a child and keeps it running. */
export function superviseComet(options: CometOptions): CometProcess {
  return new Supervisor(options);
}

class Supervisor implements CometProcess {
  readonly done: Promise<void>;
  readonly #rules: RestartRules;
  #child: ChildProcess | undefined;
  #stopping = false;
  #lastLine = "";
  #wake: () => void = () => undefined;

  constructor(private readonly options: CometOptions) {
    this.#rules = { ...RULES, ...options.restart };
    this.done = this.#keepRunning();
    // Whoever cares looks at `done`; a failure that nobody awaits must not end the process.
    this.done.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    const child = this.#child;
    const kill = setTimeout(() => child?.kill("SIGKILL"), this.#rules.stopMs);
    child?.kill("SIGTERM");
    await this.done.catch(() => undefined);
    clearTimeout(kill);
  }

  async #keepRunning(): Promise<void> {
    const { pauseMs, longestPauseMs, wellAfterMs, crashes } = this.#rules;
    const { logger } = this.options;
    let inARow = 0;
    while (!this.#stopping) {
      const begun = Date.now();
      const reason = await this.#runOnce();
      if (this.#stopping) return;
      inARow = Date.now() - begun > wellAfterMs ? 1 : inARow + 1;
      if (inARow >= crashes) {
        const last = `the last time with ${reason}: ${this.#lastLine}`;
        throw new Error(`cometbft ended ${inARow} times in a row, ${last}`);
      }
      const pause = Math.min(pauseMs * 2 ** (inARow - 1), longestPauseMs);
      logger.error("cometbft ended and is started again", { reason, pauseMs: pause });
      await this.#sleep(pause);
    }
  }

  /** Runs it to its end; resolves with what it ended with. */
  #runOnce(): Promise<string> {
    const { bin, logger } = this.options;
    const child = spawn(bin, this.#args(), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.#settings() },
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.#lastLine = line;
        forwardLine(logger, line);
      });
    }
    return new Promise((resolve) => {
      child.once("error", (error) => this.#ended(resolve, error.message));
      child.once("close", (code, signal) => {
        this.#ended(resolve, signal === null ? `status ${code}` : `signal ${signal}`);
      });
    });
  }

  #ended(resolve: (reason: string) => void, reason: string): void {
    this.#child = undefined;
    resolve(reason);
  }

  /** What stands above config.toml and has no flag. Its log becomes ours, so its form is fixed. */
  #settings(): Readonly<Record<string, string>> {
    const { genesisFile } = this.options;
    const log = { CMT_LOG_FORMAT: "json" };
    return genesisFile === undefined ? log : { ...log, CMT_GENESIS_FILE: genesisFile };
  }

  #args(): readonly string[] {
    const { home, proxyApp, rpcListen, p2pListen } = this.options;
    return [
      ...["start", "--home", home, "--proxy_app", proxyApp, "--abci", "socket"],
      ...(rpcListen === undefined ? [] : ["--rpc.laddr", rpcListen]),
      ...(p2pListen === undefined ? [] : ["--p2p.laddr", p2pListen]),
    ];
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
