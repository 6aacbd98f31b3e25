import { addressBytes } from "../src/keeper/addresses.js";
import { type Person, peopleOf } from "../test/support/app-chain.js";
import { HomeNode } from "./home-node.js";
import { type Load, load } from "./http-load.js";
import { calibrate, type Figure, Figures } from "./measure.js";
import type { Sizes } from "./sizes.js";
import { strangers, transferWork } from "./work.js";

const CONNECTIONS = 32;
const SENDERS = 200;
/** Seconds of one load. */
const secondsOf = ({ load: size }: Sizes): number => Math.min(3, size / 500);

/**
 * Reading from the built node over HTTP, the load generator in this process and the node in its own:
 * REST by key while the chain has nothing to do and while every second brings a block of transfers,
 * proofs over the engine's RPC, starting, memory.
 */
export async function benchReads(sizes: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const accounts of sizes.accounts) figures.push(...(await benchAccounts(accounts, sizes)));
  return figures;
}

async function benchAccounts(accounts: number, sizes: Sizes): Promise<readonly Figure[]> {
  const size = `${accounts} accounts`;
  const people = peopleOf(Math.min(accounts, SENDERS));
  const own = people.map(({ address }) => address);
  const everyone = [...own, ...strangers(accounts - own.length)];
  const node = await HomeNode.make(everyone);
  try {
    const starts = new Figures("start", size);
    starts.add("from genesis", "ms", await node.start("1s"));
    const reads = await benchLoads(node, { size, people, everyone, ...sizes });
    const { now, most } = node.memory();
    starts.add("memory of the node", "MB", now);
    starts.add("its most", "MB", most);
    await benchStarts(node, starts, sizes.rounds);
    return [...reads, ...starts.all()];
  } finally {
    await node.end("SIGKILL");
    node.remove();
  }
}

interface Plan extends Sizes {
  readonly size: string;
  readonly people: readonly Person[];
  readonly everyone: readonly string[];
}

/** The first round warms up and is not counted. */
async function benchLoads(node: HomeNode, plan: Plan): Promise<readonly Figure[]> {
  const { size, everyone, rounds } = plan;
  const seconds = secondsOf(plan);
  const figures = new Figures("reads", size);
  const work = transferWork(plan.people, everyone);
  let made = 0;
  const next = () => work.next(made++);
  const pick = (n: number) => everyone[(n * 48_271) % everyone.length] ?? "";
  const rest = {
    ...{ url: node.rest, connections: CONNECTIONS, seconds, expect: '"amount":"' },
    path: (n: number) => `/cosmos/bank/v1beta1/balances/${pick(n)}/by_denom?denom=uvna`,
  };
  const proof = { ...rest, url: node.rpc, expect: "ics23:simple" };
  for (let round = 0; round <= rounds; round++) {
    const note = (what: string, found: Load) => {
      if (round === 0) return;
      figures.add(what, "/s", found.perSecond);
      figures.add(`  ${what}, half within`, "ms", found.p50);
      figures.add(`  ${what}, 99 % within`, "ms", found.p99);
    };
    const calibrated = calibrate();
    if (round > 0) figures.add("calibration loop", "ms", calibrated);
    note("REST by key, idle", await load(rest));
    const height = await node.reached(3);
    const path = (n: number) => proofPath(pick(n), Math.max(2, height - (n % 20)));
    note("proofs over RPC", await load({ ...proof, path }));
    const blocks = keepBlocksFull(node, sign(next, plan.block, seconds));
    note("REST by key, while blocks execute", await load(rest));
    const executed = await blocks.stop();
    if (round > 0) figures.add("  transactions in those blocks", "", executed);
  }
  return figures.all();
}

/** Transactions for a block each second. */
function sign(
  next: () => Uint8Array,
  block: number,
  seconds: number,
): readonly (readonly Uint8Array[])[] {
  return Array.from({ length: Math.ceil(seconds) }, () => Array.from({ length: block }, next));
}

/** Hands over a block of transactions each second. */
function keepBlocksFull(node: HomeNode, ready: readonly (readonly Uint8Array[])[]) {
  const first = node.last();
  const handed: Promise<void>[] = [];
  const hand = () => {
    const txs = ready[handed.length];
    if (txs !== undefined) handed.push(node.broadcast(txs));
  };
  hand();
  const timer = setInterval(hand, 1_000);
  return {
    /** Lets the blocks end; how many transactions they held. */
    async stop(): Promise<number> {
      clearInterval(timer);
      await Promise.all(handed);
      await node.reached((await node.last()) + 2);
      return node.transactionsAfter(await first);
    },
  };
}

function proofPath(address: string, height: number): string {
  const key = addressBytes(address);
  const data = Buffer.concat([Uint8Array.of(2, key.length), key, Buffer.from("uvna")]);
  const hex = data.toString("hex");
  return `/abci_query?path=%22/store/bank/key%22&data=0x${hex}&height=${height}&prove=true`;
}

async function benchStarts(node: HomeNode, figures: Figures, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    figures.add("calibration loop", "ms", calibrate());
    await node.end("SIGTERM");
    figures.add("after a clean stop", "ms", await node.start("1s"));
    await node.end("SIGKILL");
    figures.add("after kill -9", "ms", await node.start("1s"));
  }
}
