import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureComet } from "../../scripts/comet.mjs";
import { replayBlocks, rpcBlocks, rpcGenesis } from "../../src/engine/embedded/replay.js";
import { APP_POINTS, SNAPSHOT_POINTS, STORE_POINTS } from "../../src/store/fault-points.js";
import type { Random } from "../../test/store/random.js";
import { peopleOf } from "../../test/support/app-chain.js";
import { CometChain } from "../../test/support/comet.js";
import { openApp } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan } from "../check.js";
import { Bundle, Child } from "../child.js";
import { ask, Client, heightOf, reached, SENDERS } from "./client.js";
import { STRUCK_NODE, type Strike, strikeAt, strikeEnv } from "./points.js";

const PATIENCE_MS = 60_000;
/** CometBFT's own fail points of one block, and some of the next. */
const FAIL_POINTS = 12;

/** How the two processes are struck: at a point of either, or from outside after milliseconds. */
type Blow =
  | { readonly at: "application"; readonly strike: Strike }
  | { readonly at: "comet"; readonly failIndex: number }
  | { readonly at: "application" | "comet" | "both"; readonly afterMs: number };

/** The real CometBFT in front of the node, each in a process that dies again and again. */
class StruckPair {
  readonly client = new Client();
  #confirmed = 0;
  #log = "";

  constructor(
    private readonly chain: CometChain,
    private readonly program: Bundle,
    private readonly bin: string,
  ) {}

  /** Runs both until the blow has fallen and both are gone. */
  async strike(blow: Blow): Promise<void> {
    const { app, comet } = await this.#start(blow);
    const { rpc } = this.chain;
    const isOver = () => app.isOver || isGone(comet);
    const timer =
      "afterMs" in blow ? setTimeout(() => hit(blow, app, comet), blow.afterMs) : undefined;
    const deadline = Date.now() + PATIENCE_MS;
    await this.#confirm(rpc, isOver);
    await this.client.send(rpc, () => isOver() || Date.now() > deadline);
    clearTimeout(timer);
    const isLate = !isOver();
    await this.#end(app, comet);
    must(!isLate, () => `${JSON.stringify(blow)} was not passed:\n${this.#tail(app)}`);
  }

  /** A last start that nobody strikes: everything is there, and a replay of the blocks agrees. */
  async settle(): Promise<string> {
    const { app, comet } = await this.#start(undefined);
    const { rpc } = this.chain;
    try {
      await reached(rpc, (await this.#firstHeight(app)) + 2, () => app.isOver || isGone(comet));
      await this.client.mustFindAll(rpc);
      await this.#mustIndex();
      const fresh = await openApp();
      const replayed = await replayBlocks(fresh.app, await rpcGenesis(rpc), rpcBlocks(rpc));
      await fresh.store.close();
      const kept = this.client.acknowledged.length;
      return `${replayed.length} blocks, ${kept} transactions kept`;
    } catch (error) {
      throw new Error(`${error}\n${this.#tail(app)}`, { cause: error });
    } finally {
      await this.#end(app, comet);
    }
  }

  /** The index by event knows what was acknowledged. */
  async #mustIndex(): Promise<void> {
    const last = this.client.acknowledged.at(-1);
    if (last === undefined) return;
    const query = encodeURIComponent(`"tx.height=${last.height}"`);
    const found = await ask(this.chain.rpc, `tx_search?query=${query}`);
    const hashes: readonly string[] = (found?.txs ?? []).map((tx: { hash: string }) => tx.hash);
    must(hashes.includes(last.hash), () => `the index lost ${last.hash} of block ${last.height}`);
  }

  async #firstHeight(app: Child): Promise<number> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const height = await heightOf(this.chain.rpc);
      if (height > 0) return height;
      must(Date.now() < deadline, () => `CometBFT does not start again:\n${this.#tail(app)}`);
      await sleep(100);
    }
  }

  async #confirm(rpc: string, isOver: () => boolean): Promise<void> {
    const until = this.client.acknowledged.length;
    if (until === this.#confirmed) return;
    try {
      await reached(rpc, 1, isOver);
      await this.client.mustFindAll(rpc, this.#confirmed);
    } catch (error) {
      // Struck again before it could answer: the next start tells.
      await sleep(500);
      if (isOver()) return;
      throw error;
    }
    this.#confirmed = until;
  }

  async #start(blow: Blow | undefined): Promise<{ app: Child; comet: ChildProcess }> {
    const strike = blow !== undefined && "strike" in blow ? blow.strike : undefined;
    const { home, proxyApp, rpc } = this.chain;
    const options = { ...STRUCK_NODE, home, engine: "comet", abciListen: proxyApp, cometRpc: rpc };
    const app = new Child(this.program, [JSON.stringify(options)], { env: strikeEnv(strike) });
    if (strike?.point.startsWith("open") !== true) await app.says(/^ready /m, PATIENCE_MS);
    const fail = blow !== undefined && "failIndex" in blow ? blow.failIndex : undefined;
    const failing = fail === undefined ? {} : { FAIL_TEST_INDEX: String(fail) };
    const args = ["start", "--home", home, "--proxy_app", proxyApp, "--abci", "socket"];
    const listen = [
      "--rpc.laddr",
      rpc.replace("http:", "tcp:"),
      "--p2p.laddr",
      "tcp://127.0.0.1:0",
    ];
    const comet = spawn(this.bin, [...args, ...listen], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...failing },
    });
    for (const stream of [comet.stdout, comet.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-6_000);
      });
    }
    return { app, comet };
  }

  /** Ends whoever is left, as hard as the other went. */
  async #end(app: Child, comet: ChildProcess): Promise<void> {
    if (!isGone(comet)) {
      const gone = once(comet, "exit");
      comet.kill(app.isOver ? "SIGKILL" : "SIGTERM");
      await Promise.race([gone, sleep(10_000).then(() => comet.kill("SIGKILL"))]);
    }
    await app.kill(app.isOver ? "SIGKILL" : "SIGTERM");
  }

  #tail(app: Child): string {
    return `${app.errors.slice(-2_000)}\n--- CometBFT\n${this.#log.slice(-2_500)}`;
  }
}

const isGone = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

function hit({ at }: Blow, app: Child, comet: ChildProcess): void {
  if (at !== "comet") app.process.kill("SIGKILL");
  if (at !== "application") comet.kill("SIGKILL");
}

type BlowMaker = (random: Random) => Blow;

const FIRST = APP_POINTS.filter((point) => point.startsWith("init chain"));
const LATER = [...APP_POINTS, ...STORE_POINTS, ...SNAPSHOT_POINTS].filter(
  (point) => !/^(?:init chain|rollback|restore)/.test(point),
);

const POINTS: readonly BlowMaker[] = [
  ...[...FIRST, ...LATER.filter((point) => !point.startsWith("open"))].map(atApplication),
  ...LATER.filter((point) => point.startsWith("open")).map(atApplication),
  ...Array.from({ length: FAIL_POINTS }, (_, index) => (): Blow => {
    return { at: "comet", failIndex: index };
  }),
];

function atApplication(point: Strike["point"]): BlowMaker {
  return (random) => ({ at: "application", strike: strikeAt(random, point) });
}

const anyhow: BlowMaker = (random) => ({
  at: random.pick(["application", "comet", "both"] as const),
  afterMs: 300 + random.below(4_000),
});

const PER_CASE = 12;

function kills(
  name: string,
  full: number,
  least: number,
  blows: (number: number) => readonly BlowMaker[],
): Check {
  return {
    part: "kills",
    name,
    unit: "kills",
    full,
    least,
    async run(plan: Plan) {
      const bin = ensureComet();
      if (bin === undefined) throw new Error("there is no cometbft and no Go to make it");
      const program = await Bundle.of("test/support/struck-vprd.ts");
      const counts = new Counts();
      const told: string[] = [];
      const funds = peopleOf(SENDERS).map(({ address }) => [address, 10n ** 12n] as const);
      const failures = await eachCase(plan, Math.ceil(plan.count / PER_CASE), async (random, n) => {
        const chain = await CometChain.make(Object.fromEntries(funds));
        try {
          const pair = new StruckPair(chain, program, bin);
          const first = n * PER_CASE;
          for (const make of blows(n).slice(0, Math.min(PER_CASE, plan.count - first))) {
            await pair.strike(make(random));
            counts.add("kills");
          }
          told.push(await pair.settle());
        } finally {
          await chain.end();
        }
      });
      await program.remove();
      return { tried: counts.of("kills"), told: told.join("; "), failures };
    },
  };
}

/** CometBFT and the application, either killed at each of its named points. */
export const cometPoints: Check = kills(
  "kills.comet-points",
  POINTS.length,
  POINTS.length,
  (number) => POINTS.slice(number * PER_CASE, (number + 1) * PER_CASE),
);

/** The application, CometBFT or both killed at random moments. */
export const cometRandom: Check = kills("kills.comet-random", 100, 3, () =>
  Array.from({ length: PER_CASE }, () => anyhow),
);
