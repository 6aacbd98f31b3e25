import { cp } from "node:fs/promises";
import { join } from "node:path";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import { BusyPeople } from "../busy.js";
import { type Check, Counts, eachCase, type Plan, randomOf } from "../check.js";
import { startHome, stateFolder, writeBusyGenesis } from "../node-home.js";
import { cut } from "./cuts.js";
import { Trier } from "./trier.js";
import { type BlockFacts, blockFacts, NODE_OPTIONS, type NodeFacts } from "./try-node.js";

/** Starts of the node while the home is made: each turns the log of a database into a table. */
const STARTS = 4;
const TXS_PER_START = 14;

/** A home as a node that was killed leaves it. */
async function makeWhole(plan: Plan, home: string): Promise<NodeFacts> {
  const running = join(plan.scratch, "running");
  writeBusyGenesis(running);
  const busy = new BusyPeople();
  const random = randomOf(plan.seed, -1);
  const txs = busy.settle().flatMap((block) => block.txs);
  let facts: readonly BlockFacts[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const { node, stop } = await startHome(running, NODE_OPTIONS);
    const more = start === 0 ? txs : Array.from({ length: TXS_PER_START }, () => busy.next(random));
    for (const tx of more) await node.backend.mempool.addAndWait(tx);
    const { height } = node.backend.chain;
    facts = Array.from({ length: Number(height) }, (_, at) => blockFacts(node, at + 1));
    // Nothing is written now: the folder is what a kill would leave.
    if (start === STARTS - 1) await cp(running, home, { recursive: true });
    await stop();
  }
  return { blocks: facts };
}

/** Damage to either database of a node on the embedded engine. */
export const tornNode: Check = {
  part: "torn",
  name: "torn.node",
  unit: "cuts",
  full: 2_000,
  least: 12,
  async run(plan: Plan) {
    const whole = join(plan.scratch, "whole");
    const facts = await makeWhole(plan, whole);
    const counts = new Counts();
    const trier = await Trier.start("node", facts, join(plan.scratch, "torn"));
    const failures = await eachCase(plan, plan.count, async (random) => {
      const told = await trier.try(whole, async (home) => {
        const isState = random.below(3) === 0;
        const folder = isState ? stateFolder(home) : embeddedPaths(home).data;
        return `${isState ? "state" : "engine"}: ${await cut(random, folder)}`;
      });
      counts.add(told);
    });
    await trier.end();
    return { tried: plan.count, told: counts.told(), failures };
  },
};
