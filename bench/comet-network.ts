import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { NetworkNode } from "../src/cli/new-network.js";
import { Network } from "../test/support/network.js";
import type { Done } from "./comet-app.js";
import { type Broadcast, broadcastLane, Room } from "./comet-load.js";
import { copyState } from "./prepared.js";

/** What a network for a benchmark has. */
export interface NetworkPlan {
  /** Path of cometbft. */
  readonly bin: string;
  readonly validators: number;
  /** Folder of a prepared state, which each of them copies. */
  readonly state: string;
  /** Its last block; 1 unless given. */
  readonly height?: number;
  /** Most bytes of a block; as in every new chain unless given. */
  readonly blockBytes?: number | undefined;
  /** Attributes of events that are indexed, by commas; all unless given. */
  readonly indexEvents?: string | undefined;
}

/** Validators on this machine: for each CometBFT and the application, a process of its own. */
export class BenchNetwork {
  private constructor(private readonly network: Network) {}

  /** Starts all; resolves after the first block. */
  static async start(plan: NetworkPlan): Promise<BenchNetwork> {
    const { bin, validators, height = 1 } = plan;
    const first = height + 1;
    const network = await Network.make({
      ...{ bin, validators, addresses: [], initialHeight: first, blockBytes: plan.blockBytes },
      values: { "consensus.timeout_commit": "200ms" },
      app: (node) => startApp(node, plan),
    });
    const bench = new BenchNetwork(network);
    try {
      for (const member of network.members) member.start();
      await Promise.all(network.members.map((member) => member.reached(first, START_MS)));
      return bench;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  /** What the first validator's application has done so far. */
  async done(): Promise<Done> {
    const { app } = this.network.member(0);
    if (app === undefined) throw new Error("the application does not run");
    const answer = once(app, "message");
    app.send("done?");
    const [done] = (await answer) as [Done];
    return done;
  }

  /**
   * Resolves when so many transactions are committed, with what was done by then. Throws when one
   * failed, or none came into a block for long: one that CheckTx refused is missing for ever.
   */
  async committed(transactions: number): Promise<Done> {
    let last = { transactions: -1, at: 0 };
    for (;;) {
      const done = await this.done();
      if (done.failed > 0) throw new Error(`${done.failed} transactions failed in a block`);
      if (done.transactions >= transactions) return done;
      if (done.transactions > last.transactions) {
        last = { transactions: done.transactions, at: performance.now() };
      } else if (performance.now() - last.at > LOST_MS) {
        throw new Error(
          `${transactions - done.transactions} transactions do not come into a block`,
        );
      }
      await sleep(20);
    }
  }

  /** Milliseconds of processor time that the processes of CometBFT, or of the application, have used. */
  processor(which: "comet" | "app"): number {
    return this.network.members.reduce((sum, member) => sum + usedBy(member[which]?.pid), 0);
  }

  /** Hands transactions over, several lanes at once, each in its order. Throws on a refusal. */
  async broadcast(
    lanes: readonly (readonly Uint8Array[])[],
    way: Broadcast = "broadcast_tx_sync",
  ): Promise<void> {
    const { members } = this.network;
    const { transactions } = await this.done();
    const room = new Room(async () => (await this.done()).transactions - transactions);
    await Promise.all(
      lanes.map((lane, i) =>
        broadcastLane({ rpc: members[i % members.length]?.rpc ?? "", lane, way, room }),
      ),
    );
  }

  async stop(): Promise<void> {
    await this.network.end();
  }
}

/** To open a million accounts takes its time, four times over on the same cores. */
const START_MS = 600_000;

/** Nothing committed for so long: what is missing will not come. */
const LOST_MS = 60_000;

function startApp(
  { home, ports }: NetworkNode,
  { state, indexEvents = "" }: NetworkPlan,
): ChildProcess {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const module = import.meta.url.endsWith(".js")
    ? [file("comet-app.js")]
    : [file("../test/support/run-ts.mjs"), file("comet-app.ts")];
  const data = join(home, "data", "app.db");
  copyState(state, data);
  const args = [...module, data, `tcp://127.0.0.1:${ports.abci}`, indexEvents];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
}

function usedBy(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // User and system time, in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}
