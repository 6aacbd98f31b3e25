import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readGenesisFile } from "../../src/engine/embedded/genesis.js";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import { replayBlocks, storedBlocks } from "../../src/engine/embedded/replay.js";
import type { Random } from "../../test/store/random.js";
import { openApp } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan } from "../check.js";
import { Bundle, Child } from "../child.js";
import { writeBusyGenesis } from "../node-home.js";
import { Client, heightOf, reached } from "./client.js";
import {
  FIRST_POINTS,
  STEADY_POINTS,
  STRUCK_NODE,
  type Strike,
  strikeAt,
  strikeEnv,
} from "./points.js";

/** How long a point may take to come. */
const PATIENCE_MS = 45_000;

/** A kill from outside, so long after the process began or its RPC answered. */
interface Kill {
  readonly since: "start" | "ready";
  readonly ms: number;
}

/** A chain on the embedded engine whose process dies again and again. */
class StruckChain {
  readonly client = new Client();
  /** Acknowledged transactions that a later start has confirmed. */
  #confirmed = 0;

  constructor(
    private readonly home: string,
    private readonly program: Bundle,
  ) {
    writeBusyGenesis(home);
  }

  /** Lets the node run until it kills itself, or is killed. */
  async strike(by: Strike | Kill): Promise<void> {
    const child = this.#start("point" in by ? by : undefined);
    const deadline = Date.now() + PATIENCE_MS;
    let timer: NodeJS.Timeout | undefined;
    const killAfter = (since: Kill["since"]) => {
      if ("since" in by && by.since === since) timer = setTimeout(() => child.kill(), by.ms);
    };
    killAfter("start");
    try {
      const url = await this.#ready(child);
      if (url !== undefined) {
        killAfter("ready");
        await this.#confirm(url, () => child.isOver);
        await this.client.send(url, () => child.isOver || Date.now() > deadline);
      }
    } finally {
      clearTimeout(timer);
    }
    const isLate = !child.isOver;
    if (isLate) await child.kill();
    const end = await child.ended;
    must(!isLate && end === "SIGKILL", () => {
      const why = isLate ? "was not passed" : `ended with ${end}`;
      return `${JSON.stringify(by)} ${why}:\n${child.errors.slice(-3_000)}`;
    });
  }

  /** A last start that nobody strikes: everything is there, and a replay of the blocks agrees. */
  async settle(): Promise<string> {
    const child = this.#start(undefined);
    const url = await this.#ready(child);
    must(url !== undefined, () => `it does not start again: ${child.errors.slice(-3_000)}`);
    await this.#confirm(url, () => child.isOver);
    await this.client.mustFindAll(url);
    const height = await heightOf(url);
    await child.kill("SIGTERM");
    must((await child.ended) === 0, () => `it does not stop: ${child.errors.slice(-3_000)}`);
    const paths = embeddedPaths(this.home);
    const { app, store } = await openApp();
    const blocks = storedBlocks(paths.data);
    const replayed = await replayBlocks(app, readGenesisFile(paths.genesis), blocks);
    await store.close();
    must(replayed.length >= height, () => `only ${replayed.length} of ${height} blocks replay`);
    return `${replayed.length} blocks, ${this.client.acknowledged.length} transactions kept`;
  }

  #start(strike: Strike | undefined): Child {
    const options = { ...STRUCK_NODE, home: this.home, blockTimeMs: 30, instant: true };
    return new Child(this.program, [JSON.stringify(options)], { env: strikeEnv(strike) });
  }

  /** Its RPC; undefined when it died before. */
  async #ready(child: Child): Promise<string | undefined> {
    try {
      const [, json = "{}"] = await child.says(/^ready (.*)\n/m, PATIENCE_MS);
      const { rpcAddress }: { readonly rpcAddress: string } = JSON.parse(json);
      return rpcAddress.replace("tcp:", "http:");
    } catch (error) {
      if (child.process.signalCode === "SIGKILL") return undefined;
      throw error;
    }
  }

  /** The node goes on, and has what was acknowledged since the last time. */
  async #confirm(url: string, isOver: () => boolean): Promise<void> {
    const until = this.client.acknowledged.length;
    const height = await heightOf(url);
    try {
      await reached(url, height + 1, isOver);
      await this.client.mustFindAll(url, this.#confirmed);
    } catch (error) {
      // Struck again before it could answer: the next start tells.
      await sleep(300);
      if (isOver()) return;
      throw error;
    }
    this.#confirmed = until;
  }
}

/** One case strikes one chain several times. */
const PER_CASE = 12;

function kills(
  name: string,
  full: number,
  strikes: (number: number) => readonly StrikeMaker[],
): Check {
  return {
    part: "kills",
    name,
    unit: "kills",
    full,
    least: Math.min(full, name.endsWith("random") ? 4 : full),
    async run(plan: Plan) {
      const program = await Bundle.of("test/support/struck-vprd.ts");
      const counts = new Counts();
      const told: string[] = [];
      const failures = await eachCase(plan, Math.ceil(plan.count / PER_CASE), async (random, n) => {
        const chain = new StruckChain(join(plan.scratch, `home-${n}`), program);
        const first = n * PER_CASE;
        for (const make of strikes(n).slice(0, Math.min(PER_CASE, plan.count - first))) {
          await chain.strike(make(random));
          counts.add("kills");
        }
        told.push(await chain.settle());
      });
      await program.remove();
      return { tried: counts.of("kills"), told: told.join("; "), failures };
    },
  };
}

type StrikeMaker = (random: Random) => Strike | Kill;

const NAMED: readonly StrikeMaker[] = [...FIRST_POINTS, ...STEADY_POINTS].map(
  (point) => (random) => strikeAt(random, point),
);

/** The embedded engine killed at each named point. */
export const embeddedPoints: Check = kills("kills.embedded-points", NAMED.length, (number) =>
  NAMED.slice(number * PER_CASE, (number + 1) * PER_CASE),
);

/** The embedded engine killed at random moments, also while it starts. */
export const embeddedRandom: Check = kills("kills.embedded-random", 100, () =>
  Array.from({ length: PER_CASE }, () => (random) => {
    const since = random.below(4) === 0 ? "start" : "ready";
    return { since, ms: random.below(2_000) } as const;
  }),
);
