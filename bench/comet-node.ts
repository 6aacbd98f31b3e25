import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CometChain } from "../test/support/comet.js";
import type { Done } from "./comet-app.js";

/** One validator: CometBFT and the application, each in a process of its own. */
export class CometNode {
  private constructor(
    readonly chain: CometChain,
    private readonly app: ChildProcess,
  ) {}

  /** Starts both; resolves after the first block. Every address is funded. */
  static async start(bin: string, addresses: readonly string[]): Promise<CometNode> {
    const funds = addresses.map((address) => [address, 1_000_000_000_000n] as const);
    const chain = await CometChain.make(Object.fromEntries(funds));
    const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const runner = file("../test/support/run-ts.mjs");
    const data = join(chain.home, "data", "app.db");
    const app = spawn(process.execPath, [runner, file("comet-app.ts"), data, chain.proxyApp], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    await once(app, "message");
    chain.startComet(bin);
    await chain.reached(1, 120_000);
    return new CometNode(chain, app);
  }

  /** What the application has done so far. */
  async done(): Promise<Done> {
    const answer = once(this.app, "message");
    this.app.send("done?");
    const [done] = (await answer) as [Done];
    return done;
  }

  /** Resolves when so many transactions are committed, with what was done by then. */
  async committed(transactions: number): Promise<Done> {
    for (;;) {
      const done = await this.done();
      if (done.failed > 0) throw new Error(`${done.failed} transactions failed in a block`);
      if (done.transactions >= transactions) return done;
      await sleep(20);
    }
  }

  /** Milliseconds of processor time that CometBFT has used; undefined where nobody tells. */
  cometProcessor(): number | undefined {
    try {
      const stat = readFileSync(`/proc/${this.chain.comet?.pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // User and system time, in hundredths of a second.
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return undefined;
    }
  }

  /** Hands transactions over, several lanes at once, each in its order. Throws on a refusal. */
  async broadcast(lanes: readonly (readonly Uint8Array[])[]): Promise<void> {
    await Promise.all(lanes.map((lane) => this.broadcastLane(lane)));
  }

  async stop(): Promise<void> {
    await this.chain.comet?.stop();
    this.app.disconnect();
    await once(this.app, "exit");
    await this.chain.end();
  }

  private async broadcastLane(lane: readonly Uint8Array[]): Promise<void> {
    for (let start = 0; start < lane.length; start += BATCH) {
      const body = lane.slice(start, start + BATCH).map((tx, id) => ({
        ...{ jsonrpc: "2.0", id, method: "broadcast_tx_sync" },
        params: { tx: Buffer.from(tx).toString("base64") },
      }));
      const headers = { "content-type": "application/json" };
      const request = { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch(this.chain.rpc, request);
      // A single request is answered without a list around it.
      const answers = [(await response.json()) as BroadcastAnswer | readonly BroadcastAnswer[]];
      for (const answer of answers.flat()) {
        if (answer.result?.code !== 0) throw new Error(JSON.stringify(answer));
      }
    }
  }
}

/** Requests of one HTTP call. */
const BATCH = 50;

interface BroadcastAnswer {
  readonly result?: { readonly code: number };
}
