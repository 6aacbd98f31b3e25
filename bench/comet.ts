import { ensureComet } from "../scripts/comet.mjs";
import { MsgStoreDigest } from "../src/gen/verana/di/v1.js";
import { MsgCreateEcosystem } from "../src/gen/verana/ec/v1.js";
import { addressText, groupPolicyAddress } from "../src/keeper/addresses.js";
import { type Person, peopleOf, sign } from "../test/support/app-chain.js";
import { createCorporation, grant, propose } from "../test/support/messages.js";
import type { Done } from "./comet-app.js";
import type { Broadcast } from "./comet-load.js";
import { BenchNetwork } from "./comet-network.js";
import { calibrate, type Figure, Figures } from "./measure.js";
import { fundedStrangers, preparedState } from "./prepared.js";
import type { Sizes } from "./sizes.js";
import { digestWork, ecosystemWork, transferWork, type Work } from "./work.js";

const SENDERS = 200;
const OPERATORS = 20;
/** Connections. One that waits for each CheckTx has one transaction in flight, so there are more. */
const LANES: Readonly<Record<Broadcast, number>> = {
  broadcast_tx_async: 4,
  broadcast_tx_sync: 16,
};

/**
 * Transactions through one validator: HTTP, CometBFT's mempool and consensus, the socket, and back.
 * They are signed before the clock starts; it stops when the last one is committed. Load generator,
 * CometBFT and application share the machine. Transfers go both ways: handed over without waiting for
 * CheckTx, and answered after it.
 */
export async function benchComet(sizes: Sizes): Promise<readonly Figure[]> {
  return benchNetworks(sizes, 1);
}

/** The same through four validators that share the machine; transfers only. */
export async function benchNetwork(sizes: Sizes): Promise<readonly Figure[]> {
  return benchNetworks(sizes, 4);
}

async function benchNetworks(sizes: Sizes, validators: number): Promise<readonly Figure[]> {
  const bin = ensureComet();
  if (bin === undefined) throw new Error("there is no cometbft and no Go to make it");
  const figures: Figure[] = [];
  for (const accounts of sizes.accounts) {
    const people = peopleOf(Math.min(accounts, SENDERS));
    const state = await preparedState(accounts, sizes.states);
    const { blockBytes, indexEvents } = sizes;
    const node = await BenchNetwork.start({ bin, validators, state, blockBytes, indexEvents });
    try {
      const everyone = [...people.map(({ address }) => address), ...fundedStrangers(accounts)];
      const title = validators === 1 ? "CometBFT" : `${validators} validators`;
      const way = "broadcast_tx_async";
      const plan = { ...sizes, title, size: `${accounts} accounts`, way } as const;
      const transfers = transferWork(people, everyone);
      const turns = people.length;
      figures.push(...(await benchWork(node, transfers, { ...plan, turns })));
      if (validators > 1) continue;
      const answered: Plan = { ...plan, turns, title: `${title}, sync`, way: "broadcast_tx_sync" };
      figures.push(...(await benchWork(node, transfers, answered)));
      const operators = people.slice(0, OPERATORS);
      const corporation = await settle(node, operators);
      for (const work of [
        ecosystemWork(corporation, operators),
        digestWork(corporation, operators),
      ]) {
        figures.push(...(await benchWork(node, work, { ...plan, turns: operators.length })));
      }
    } finally {
      await node.stop();
    }
  }
  return figures;
}

/** A state of the registry in which the operators of a corporation have sent nothing yet. */
export interface OperatedState {
  readonly size: string;
  readonly state: string;
  /** Its last block. */
  readonly height: number;
  /** Address of the policy. */
  readonly corporation: string;
  readonly operators: readonly Person[];
}

/** Digests of those operators through one validator; nothing where there is no CometBFT. */
export async function benchDigests(
  { size, state, height, corporation, operators }: OperatedState,
  sizes: Sizes,
): Promise<readonly Figure[]> {
  const bin = ensureComet();
  if (bin === undefined) return [];
  const { blockBytes, indexEvents } = sizes;
  const network = { bin, validators: 1, state, height, blockBytes, indexEvents };
  const node = await BenchNetwork.start(network);
  try {
    const plan = { title: "CometBFT", size, way: "broadcast_tx_async" } as const;
    const work = digestWork(corporation, operators);
    return await benchWork(node, work, { ...sizes, ...plan, turns: operators.length });
  } finally {
    await node.stop();
  }
}

/** The first person's corporation, which lets all of them act for it. Its policy's address. */
async function settle(node: BenchNetwork, operators: readonly Person[]): Promise<string> {
  const [founder] = operators;
  if (founder === undefined) throw new RangeError("nobody to found a corporation");
  const me = founder.address;
  const corporation = addressText("verana", groupPolicyAddress(1n));
  const grants = operators.map(({ address }) =>
    grant(corporation, address, [MsgCreateEcosystem.typeUrl, MsgStoreDigest.typeUrl]),
  );
  for (const message of [
    createCorporation(me, [me], "did:example:bench"),
    propose(corporation, me, grants),
  ]) {
    const { transactions } = await node.done();
    await node.broadcast([[sign(founder, [message])]]);
    await node.committed(transactions + 1);
  }
  return corporation;
}

/** `turns`: how many sign in turn; what one signs stays in one lane. */
export interface Plan extends Sizes {
  readonly title: string;
  readonly size: string;
  readonly turns: number;
  readonly way: Broadcast;
}

/** Rounds of one kind of transaction. The first warms up and is not counted. */
export async function benchWork(
  node: BenchNetwork,
  work: Work,
  plan: Plan,
): Promise<readonly Figure[]> {
  const figures = new Figures(`${work.name}, ${plan.title}`, plan.size);
  let made = 0;
  for (let round = 0; round <= plan.rounds; round++) {
    const calibrated = calibrate();
    const lanes: Uint8Array[][] = Array.from({ length: LANES[plan.way] }, () => []);
    for (let i = 0; i < plan.load; i++) {
      lanes[(made % plan.turns) % lanes.length]?.push(work.next(made));
      made++;
    }
    const measured = await runLoad(node, lanes, plan);
    if (round === 0) continue;
    figures.add("calibration loop", "ms", calibrated);
    for (const [what, unit, value] of measured) figures.add(what, unit, value);
  }
  return figures.all();
}

type Measured = readonly (readonly [what: string, unit: string, value: number])[];

async function runLoad(
  node: BenchNetwork,
  lanes: readonly (readonly Uint8Array[])[],
  { load, way }: Plan,
): Promise<Measured> {
  const before = await node.done();
  const used = [node.processor("app"), node.processor("comet")] as const;
  const own = process.cpuUsage();
  const start = performance.now();
  await node.broadcast(lanes, way);
  const handed = performance.now() - start;
  const after = await node.committed(before.transactions + load);
  const took = performance.now() - start;
  const generator = process.cpuUsage(own);
  const perTx = (milliseconds: number) => (milliseconds / load) * 1e3;
  const [app, comet] = [node.processor("app") - used[0], node.processor("comet") - used[1]];
  return [
    ["committed", "tx/s", load / (took / 1e3)],
    ["handed over", "tx/s", load / (handed / 1e3)],
    ["blocks", "", after.blocks - before.blocks],
    ...METHODS.map(
      (name) =>
        [`  in ${name}`, "µs/tx", perTx(spentIn(after, name) - spentIn(before, name))] as const,
    ),
    ["  processor, application", "µs/tx", perTx(app)],
    ["  processor, CometBFT", "µs/tx", perTx(comet)],
    ["  processor, load generator", "µs/tx", perTx((generator.user + generator.system) / 1e3)],
    ["  wall clock", "µs/tx", perTx(took)],
  ];
}

/** Rechecks of what waits after a block are in checkTx. */
const METHODS = ["checkTx", "prepareProposal", "processProposal", "finalizeBlock", "commit"];

const spentIn = (done: Done, method: string): number => done.spent[method]?.milliseconds ?? 0;
