import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Logger } from "../../abci/logger.js";
import { forwardLine } from "./log-line.js";

/** What the command line says above `config.toml`; undefined leaves it to the file. */
export interface CometFlags {
  /** `tcp://host:port` of its RPC. */
  readonly rpcListen?: string | undefined;
  /** `tcp://host:port` for its peers. */
  readonly p2pListen?: string | undefined;
  /** Peers as `id@host:port`, by commas. */
  readonly persistentPeers?: string | undefined;
  /** Seeds as `id@host:port`, by commas. */
  readonly seeds?: string | undefined;
}

export interface CometOptions extends CometFlags {
  /** Path of the cometbft binary. */
  readonly bin: string;
  readonly home: string;
  /** Where the ABCI server listens. */
  readonly proxyApp: string;
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
  /** Who never ran this long since the start has a fault in its files or a taken port. */
  readonly settledAfterMs: number;
  /** So many crashes before it settled are enough. */
  readonly firstCrashes: number;
  /** How long a stop may take before the process is killed. */
  readonly stopMs: number;
  /** How long one that no longer does its work may take to end before it is killed. */
  readonly sickMs: number;
}

/** A CometBFT that is kept running. */
export interface CometProcess {
  /** Process id; undefined between a crash and the restart. */
  readonly pid: number | undefined;
  /**
   * Resolves after {@link stop}, or when somebody else asked the process to stop; rejects with the
   * last lines of its log when it crashed too often in a row.
   */
  readonly done: Promise<void>;
  /** Ends the process: asks, waits, then kills. */
  stop(): Promise<void>;
}

const RULES: RestartRules = {
  pauseMs: 500,
  longestPauseMs: 30_000,
  wellAfterMs: 60_000,
  crashes: 10,
  settledAfterMs: 10_000,
  firstCrashes: 4,
  stopMs: 20_000,
  sickMs: 8_000,
};

/** Lines of the log that are told when it is given up. */
const LAST_LINES = 8;

/** How Go and CometBFT begin to say why they end. */
const END = /^(?:panic|fatal error|ERROR): /;

/** Messages after which the process no longer does its work, whatever status it ends with. */
const CONSENSUS_FAILURE = "CONSENSUS FAILURE!!!";
const LOST_APPLICATION = "Did the application crash?";

/** Starts `cometbft start` as a child and keeps it running. */
export function superviseComet(options: CometOptions): CometProcess {
  return new Supervisor(options);
}

class Supervisor implements CometProcess {
  readonly done: Promise<void>;
  readonly #rules: RestartRules;
  #child: ChildProcess | undefined;
  #stopping = false;
  #lastLines: string[] = [];
  /** Why the status 0 of this run is no sign of health. */
  #sick: string | undefined;
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
    const { pauseMs, longestPauseMs, wellAfterMs, settledAfterMs } = this.#rules;
    const { logger } = this.options;
    let inARow = 0;
    let settled = false;
    while (!this.#stopping) {
      const begun = Date.now();
      const reason = await this.#runOnce();
      if (this.#stopping) return;
      if (reason === undefined) {
        logger.info("cometbft was asked to stop");
        return;
      }
      const ran = Date.now() - begun;
      settled ||= ran > settledAfterMs;
      inARow = ran > wellAfterMs ? 1 : inARow + 1;
      this.#giveUp(inARow, settled, reason);
      const pause = Math.min(pauseMs * 2 ** (inARow - 1), longestPauseMs);
      logger.error("cometbft ended and is started again", { reason, pauseMs: pause });
      await this.#sleep(pause);
    }
  }

  /** Throws where so many crashes in a row are no accident. */
  #giveUp(inARow: number, settled: boolean, reason: string): void {
    const { crashes, firstCrashes } = this.#rules;
    if (inARow < (settled ? crashes : Math.min(crashes, firstCrashes))) return;
    const last = `the last time with ${reason}: ${this.#lastLines.join(" | ")}`;
    throw new Error(`cometbft ended ${inARow} times in a row, ${last}`);
  }

  /** Runs it to its end; resolves with what it ended with, undefined where it was asked to end. */
  #runOnce(): Promise<string | undefined> {
    const { bin } = this.options;
    this.#sick = undefined;
    this.#lastLines = [];
    const child = spawn(bin, this.#args(), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.#settings() },
      // A Ctrl+C of the terminal is for the node, which ends its engine in order.
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => this.#heard(line, child));
    }
    return new Promise((resolve) => {
      child.once("error", (error) => this.#ended(resolve, error.message));
      child.once("close", (code, signal) => {
        const asked = code === 0 && this.#sick === undefined;
        const how = this.#sick ?? (signal === null ? `status ${code}` : `signal ${signal}`);
        this.#ended(resolve, asked ? undefined : how);
      });
    });
  }

  #heard(line: string, child: ChildProcess): void {
    this.#remember(line);
    const message = forwardLine(this.options.logger, line);
    if (message?.includes(LOST_APPLICATION))
      this.#mustEnd(child, "the application's connection lost");
    // It stays up without consensus, answering requests as if nothing were.
    if (message === CONSENSUS_FAILURE) this.#mustEnd(child, CONSENSUS_FAILURE);
  }

  /**
   * Ends a process that no longer does its work. One that lost the application asks itself to stop, but
   * may wait for ever in that: consensus waits for an answer on the connection that is gone, and the
   * stop for consensus. Nothing is lost with it that a kill could spoil.
   */
  #mustEnd(child: ChildProcess, why: string): void {
    if (this.#sick !== undefined) return;
    this.#sick = why;
    child.kill("SIGTERM");
    const kill = setTimeout(() => child.kill("SIGKILL"), this.#rules.sickMs);
    child.once("close", () => clearTimeout(kill));
  }

  /** Keeps the last lines; where it says why it ends, those from there on, not the end of a trace. */
  #remember(line: string): void {
    const [first = ""] = this.#lastLines;
    if (END.test(line) && !END.test(first)) this.#lastLines = [line];
    else if (!END.test(first)) this.#lastLines = [...this.#lastLines.slice(1 - LAST_LINES), line];
    else if (this.#lastLines.length < LAST_LINES) this.#lastLines.push(line);
  }

  #ended(resolve: (reason?: string) => void, reason: string | undefined): void {
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
    const { home, proxyApp, rpcListen, p2pListen, persistentPeers, seeds } = this.options;
    const chosen = [
      ["--rpc.laddr", rpcListen],
      ["--p2p.laddr", p2pListen],
      ["--p2p.persistent_peers", persistentPeers],
      ["--p2p.seeds", seeds],
    ] as const;
    return [
      ...["start", "--home", home, "--proxy_app", proxyApp, "--abci", "socket"],
      ...chosen.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value])),
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
