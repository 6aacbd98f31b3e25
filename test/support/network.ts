/*
 * Networks of real validators: for each a CometBFT and a node of ours, each a process of its own, on
 * this machine. No test runner is needed, so benchmarks and long runs use it too.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeHome } from "../../src/cli/new-home.js";
import { LOOPBACK, makeNetwork, type NetworkNode } from "../../src/cli/new-network.js";
import type { TomlValue } from "../../src/engine/comet/toml.js";
import { homePaths } from "../../src/engine/home/paths.js";
import type { Json } from "../../src/keeper/query.js";
import { CHAIN } from "./ante-world.js";
import { withFunds } from "./app-chain.js";
import { VPRD } from "./vprd.js";

export interface NetworkOptions {
  /** Path of cometbft. */
  readonly bin: string;
  readonly validators: number;
  /** Funded accounts. */
  readonly addresses: readonly string[];
  /** Height of the first block; 1 unless given. */
  readonly initialHeight?: number;
  /** Most bytes of a block; as in every new chain unless given. */
  readonly blockBytes?: number | undefined;
  /** Further values of every `config.toml`. */
  readonly values?: Readonly<Record<string, TomlValue>>;
  /** Further flags of `vprd start`. */
  readonly flags?: readonly string[];
  /** The process of the application; `vprd start` without REST unless told. */
  readonly app?: (node: NetworkNode) => ChildProcess;
}

/** Short waits, so that a network on two busy cores makes some blocks a second. */
const FAST: Readonly<Record<string, TomlValue>> = {
  "consensus.timeout_commit": "50ms",
  "consensus.timeout_propose": "2s",
  "consensus.peer_gossip_sleep_duration": "20ms",
  "p2p.flush_throttle_timeout": "10ms",
  "p2p.persistent_peers_max_dial_period": "1s",
  "p2p.pex": false,
};

/** Validators of equal power. Nothing runs until it is started. */
export class Network {
  private constructor(
    readonly folder: string,
    readonly members: readonly Member[],
    private readonly options: NetworkOptions,
  ) {}

  static async make(options: NetworkOptions): Promise<Network> {
    const folder = mkdtempSync(join(tmpdir(), "network-"));
    const ports = await freePorts(4 * options.validators);
    const places = Array.from({ length: options.validators }, (_, index) => {
      const [p2p = 0, rpc = 0, abci = 0, api = 0] = ports.slice(4 * index);
      return { home: join(folder, `node${index}`), host: LOOPBACK, ports: { p2p, rpc, abci, api } };
    });
    const nodes = makeNetwork({
      places,
      chainId: CHAIN.chainId,
      denom: CHAIN.denom,
      listenAll: false,
      values: { ...FAST, ...options.values },
      fill: (document) => ({
        ...document,
        initial_height: String(options.initialHeight ?? 1),
        consensus_params: bounded(document.consensus_params, options.blockBytes),
        app_state: withFunds(document.app_state, options.addresses),
      }),
    });
    const members = nodes.map((node) => new Member(options.bin, node, appOf(options)));
    return new Network(folder, members, options);
  }

  /**
   * Makes a node that is no validator and begins with a snapshot of its peers; it trusts the block of
   * `height`. It does not run yet, and is not among the members.
   */
  async joining(height: number): Promise<Member> {
    const [first, second = first] = this.running;
    if (first === undefined || second === undefined) throw new Error("nobody runs to join");
    const { signed_header: signed } = await first.ask(`commit?height=${height}`);
    const [p2p = 0, rpc = 0, abci = 0, api = 0] = await freePorts(4);
    const ports = { p2p, rpc, abci, api };
    const home = join(this.folder, `joined${p2p}`);
    const at = (port: number) => `tcp://${LOOPBACK}:${port}`;
    const { nodeId } = makeHome({
      ...{ home, moniker: "joined", chainId: CHAIN.chainId, denom: CHAIN.denom },
      ...{ overwrite: false, development: false, rpc: at(rpc), api: at(api) },
      values: {
        ...{ ...FAST, ...this.options.values, proxy_app: at(abci), "p2p.laddr": at(p2p) },
        "p2p.persistent_peers": this.members.map(({ node }) => node.peer).join(","),
        ...{ "p2p.addr_book_strict": false, "p2p.allow_duplicate_ip": true },
        "statesync.enable": true,
        "statesync.rpc_servers": [first.rpc, second.rpc].join(","),
        ...{
          "statesync.trust_height": height,
          "statesync.trust_hash": signed.commit.block_id.hash,
        },
        "statesync.discovery_time": "5s",
      },
    });
    copyFileSync(homePaths(first.node.home).genesis, homePaths(home).genesis);
    const node = { home, host: LOOPBACK, ports, peer: `${nodeId}@${LOOPBACK}:${p2p}` };
    return new Member(this.options.bin, node, appOf(this.options));
  }

  /** Validator number `index`, from 0. */
  member(index: number): Member {
    const found = this.members[index];
    if (found === undefined) throw new RangeError(`there are ${this.members.length} validators`);
    return found;
  }

  /** Starts all; resolves when each of them has a block. */
  async start(): Promise<void> {
    for (const member of this.members) member.start();
    // CometBFT tells a block as soon as it has it, before the application has run it.
    await this.reached(2);
  }

  /** The members that run. */
  get running(): readonly Member[] {
    return this.members.filter(({ running }) => running);
  }

  /** Resolves when every member that runs has this height. */
  async reached(height: number): Promise<void> {
    await Promise.all(this.running.map((member) => member.reached(height)));
  }

  /** Ends all processes and removes the homes. */
  async end(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Fail points that CometBFT 0.38 passes from the commit of a block to the next height: around its block
 * store, its write-ahead log, FinalizeBlock, its state and the application's commit.
 */
export const FAIL_POINTS = 9;

/** One validator: its CometBFT and its node. */
export class Member {
  /** What both processes wrote, to read when a test fails. */
  readonly lines: string[] = [];
  app: ChildProcess | undefined;
  comet: ChildProcess | undefined;

  constructor(
    private readonly bin: string,
    readonly node: NetworkNode,
    private readonly startApp: (node: NetworkNode) => ChildProcess,
  ) {}

  get rpc(): string {
    return `http://${LOOPBACK}:${this.node.ports.rpc}`;
  }

  get running(): boolean {
    return isAlive(this.app) && isAlive(this.comet);
  }

  /** Starts both processes. CometBFT waits for the node's socket by itself. */
  start(): void {
    this.startNode();
    this.startComet();
  }

  startNode(): void {
    this.app = this.#heard(this.startApp(this.node));
  }

  startComet(environment: Readonly<Record<string, string>> = {}): void {
    const env = { ...process.env, ...environment };
    const args = ["start", "--home", this.node.home];
    this.comet = this.#heard(spawn(this.bin, args, { env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  /**
   * Starts CometBFT so that it ends at one of its own fail points, as if it were killed there; resolves
   * when it is gone. `index` counts the points that it passes from its start, from 0: in a block of a
   * running chain there are {@link FAIL_POINTS}. Throws where it ended otherwise.
   */
  async failAt(index: number): Promise<void> {
    this.startComet({ FAIL_TEST_INDEX: String(index) });
    const { comet } = this;
    let said = "";
    comet?.stdout?.on("data", (chunk) => {
      said += String(chunk);
    });
    await new Promise((resolve) => comet?.once("close", resolve));
    if (said.includes(`*** fail-test ${index} ***`)) return;
    throw new Error(`cometbft ended elsewhere than at its fail point ${index}:\n${this.tail()}`);
  }

  async stopComet(): Promise<void> {
    await ended(this.comet, "SIGTERM");
  }

  async killNode(): Promise<void> {
    await ended(this.app, "SIGKILL");
  }

  /** Kills both at once; resolves when they are gone. */
  async kill(): Promise<void> {
    await Promise.all([ended(this.comet, "SIGKILL"), ended(this.app, "SIGKILL")]);
  }

  /** Stops both in good order. */
  async stop(): Promise<void> {
    await ended(this.comet, "SIGTERM");
    await ended(this.app, "SIGTERM");
  }

  /** The latest height; undefined while the RPC does not answer. */
  async height(): Promise<number | undefined> {
    const status = await this.ask("status").catch(() => undefined);
    return status === undefined ? undefined : Number(status.sync_info?.latest_block_height);
  }

  /** Resolves with the latest height when it is at least this. Throws when a process ended. */
  async reached(height: number, withinMs = 120_000): Promise<number> {
    const end = Date.now() + withinMs;
    while (Date.now() < end && this.running) {
      const found = await this.height();
      if (found !== undefined && found >= height) return found;
      await sleep(200);
    }
    throw new Error(`height ${height} was not reached in ${this.node.home}:\n${this.tail()}`);
  }

  /** What the application answered for a block, in upper-case hex. */
  async appHash(height: number): Promise<string> {
    const { app_hash: hash } = await this.ask(`block_results?height=${height}`);
    return Buffer.from(String(hash), "base64").toString("hex").toUpperCase();
  }

  /** The result of a method of CometBFT's RPC. Throws where it has none. */
  async ask(path: string): Promise<RpcResult> {
    const response = await fetch(`${this.rpc}/${path}`);
    const body = (await response.json()) as { result?: RpcResult; error?: unknown };
    if (body.result === undefined) throw new Error(`${path}: ${JSON.stringify(body.error)}`);
    return body.result;
  }

  /** The end of what the processes wrote. */
  tail(): string {
    return this.lines.slice(-60).join("");
  }

  #heard(child: ChildProcess): ChildProcess {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        this.lines.push(String(chunk));
        if (this.lines.length > 2_000) this.lines.splice(0, 1_000);
      });
    }
    return child;
  }
}

/** An answer of the RPC; what is in it is checked by who reads it. */
// biome-ignore lint/suspicious/noExplicitAny: answers of many methods, looked at by tests alone
export type RpcResult = Readonly<Record<string, any>>;

function appOf({ app, flags = [] }: NetworkOptions): (node: NetworkNode) => ChildProcess {
  if (app !== undefined) return app;
  return ({ home }) => {
    const args = [VPRD, "start", "--engine", "comet", "--no-api.enable", "--home", home, ...flags];
    return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  };
}

/** The same parameters with blocks of so many bytes at most. */
function bounded(params: Json | undefined, bytes: number | undefined): Json {
  const { block, evidence, ...others } = Object(params);
  if (bytes === undefined) return { block, evidence, ...others };
  const most = { max_bytes: `${bytes}` };
  // Evidence must fit into a block.
  return { ...others, block: { ...block, ...most }, evidence: { ...evidence, ...most } };
}

function isAlive(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Resolves when the process is gone, which it may have been before. */
async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || !isAlive(child)) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

/** Below the ports that systems hand out to connections: a node that was killed finds its own again. */
const [FIRST_PORT, LAST_PORT] = [20_000, 31_999];

/** Ports that nobody listens on now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
