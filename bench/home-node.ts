import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppState } from "../src/abci/genesis.js";
import { CHAIN } from "../test/support/ante-world.js";
import { withFunds } from "../test/support/app-chain.js";
import { freePort } from "../test/support/comet.js";
import { VPRD } from "../test/support/vprd.js";

interface GenesisFile {
  readonly app_state: AppState;
}

/** The built node with its embedded engine, in a process of its own. */
export class HomeNode {
  #child: ChildProcess | undefined;

  private constructor(
    readonly home: string,
    readonly rpc: string,
    readonly rest: string,
  ) {}

  /** A home whose genesis funds these accounts. Nothing runs yet. */
  static async make(addresses: readonly string[]): Promise<HomeNode> {
    const home = join(mkdtempSync(join(tmpdir(), "vpr-bench-")), "home");
    execFileSync(process.execPath, [VPRD, "init", "--home", home, "--chain-id", CHAIN.chainId], {
      stdio: "ignore",
    });
    const file = join(home, "config", "genesis.json");
    const genesis = JSON.parse(readFileSync(file, "utf8")) as GenesisFile;
    const funded = { ...genesis, app_state: withFunds(genesis.app_state, addresses) };
    writeFileSync(file, JSON.stringify(funded));
    const url = async () => `http://127.0.0.1:${await freePort()}`;
    return new HomeNode(home, await url(), await url());
  }

  /** Starts it; milliseconds until REST answers from the state. */
  async start(blockTime: string): Promise<number> {
    const tcp = (url: string) => url.replace("http", "tcp");
    const begun = performance.now();
    const child = spawn(
      process.execPath,
      [
        ...[VPRD, "start", "--home", this.home, "--block-time", blockTime, "--api.enable"],
        ...["--api.address", tcp(this.rest), "--rpc.laddr", tcp(this.rpc)],
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    this.#child = child;
    while (!(await answers(`${this.rest}/cosmos/bank/v1beta1/params`))) {
      if (child.exitCode !== null) throw new Error(`the node ended with ${child.exitCode}`);
      await sleep(20);
    }
    return performance.now() - begun;
  }

  /** Ends it with a signal. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
    this.#child = undefined;
  }

  /** Megabytes of memory: now, and the most since the start; 0 where nobody tells. */
  memory(): { readonly now: number; readonly most: number } {
    try {
      const status = readFileSync(`/proc/${this.#child?.pid}/status`, "utf8");
      const field = (name: string) =>
        Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
      return { now: field("VmRSS"), most: field("VmHWM") };
    } catch {
      return { now: 0, most: 0 };
    }
  }

  /** Hands transactions to the mempool without waiting for its verdict. */
  async broadcast(txs: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < txs.length; at += BATCH) {
      const body = txs.slice(at, at + BATCH).map((tx, id) => ({
        ...{ jsonrpc: "2.0", id, method: "broadcast_tx_async" },
        params: { tx: Buffer.from(tx).toString("base64") },
      }));
      const headers = { "content-type": "application/json" };
      const request = { method: "POST", headers, body: JSON.stringify(body) };
      const text = await (await fetch(this.rpc, request)).text();
      if (text.includes('"error"')) throw new Error(text);
    }
  }

  /** The last height. */
  async last(): Promise<number> {
    return (await this.#block("block")).height;
  }

  /** The last height, once it is at least this. */
  async reached(height: number): Promise<number> {
    for (;;) {
      const last = await this.last();
      if (last >= height) return last;
      await sleep(50);
    }
  }

  /** How many transactions the blocks after a height have. */
  async transactionsAfter(height: number): Promise<number> {
    const last = await this.last();
    let sum = 0;
    for (let at = height + 1; at <= last; at++)
      sum += (await this.#block(`block?height=${at}`)).txs;
    return sum;
  }

  async #block(path: string): Promise<{ readonly height: number; readonly txs: number }> {
    const { result } = (await (await fetch(`${this.rpc}/${path}`)).json()) as {
      readonly result: {
        readonly block: { header: { height: string }; data: { txs: readonly string[] } };
      };
    };
    return { height: Number(result.block.header.height), txs: result.block.data.txs.length };
  }

  /** Removes the home. */
  remove(): void {
    rmSync(join(this.home, ".."), { recursive: true, force: true });
  }
}

/** Requests of one HTTP call. */
const BATCH = 50;

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}
