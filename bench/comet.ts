import { ensureComet } from "../scripts/comet.mjs";
import { MsgCreateEcosystem } from "../src/gen/verana/ec/v1.js";
import { addressText, groupPolicyAddress } from "../src/keeper/addresses.js";
import { type Person, peopleOf, sign } from "../test/support/app-chain.js";
import { createCorporation, grant, propose } from "../test/support/messages.js";
import type { Done } from "./comet-app.js";
import { CometNode } from "./comet-node.js";
import { calibrate, type Figure, Figures } from "./measure.js";
import type { Sizes } from "./sizes.js";
import { ecosystemWork, strangers, transferWork, type Work } from "./work.js";

const SENDERS = 200;
const OPERATORS = 20;
const LANES = 4;

/**
 * Transactions through one validator: HTTP, CometBFT's mempool and consensus, the socket, and back.
 * They are signed before the clock starts; it stops when the last one is committed. Load generator,
 * CometBFT and application share the machine.
 */
export async function benchComet(sizes: Sizes): Promise<readonly Figure[]> {
  const bin = ensureComet();
  if (bin === undefined) throw new Error("there is no cometbft and no Go to make it");
  const figures: Figure[] = [];
  for (const accounts of sizes.accounts)
    figures.push(...(await benchAccounts(bin, accounts, sizes)));
  return figures;
}

async function benchAccounts(
  bin: string,
  accounts: number,
  sizes: Sizes,
): Promise<readonly Figure[]> {
  const people = peopleOf(Math.min(accounts, SENDERS));
  const everyone = [
    ...people.map(({ address }) => address),
    ...strangers(accounts - people.length),
  ];
  const node = await CometNode.start(bin, everyone);
  try {
    const operators = people.slice(0, OPERATORS);
    const corporation = await settle(node, operators);
    const work = [transferWork(people, everyone), ecosystemWork(corporation, operators)];
    const figures: Figure[] = [];
    for (const one of work) {
      const size = `${accounts} accounts`;
      const turns = one.name === "transfer" ? people.length : operators.length;
      figures.push(...(await benchWork(node, one, { size, turns, ...sizes })));
    }
    return figures;
  } finally {
    await node.stop();
  }
}

/** The first person's corporation, which lets all of them act for it. Its policy's address. */
async function settle(node: CometNode, operators: readonly Person[]): Promise<string> {
  const [founder] = operators;
  if (founder === undefined) throw new RangeError("nobody to found a corporation");
  const me = founder.address;
  const corporation = addressText("verana", groupPolicyAddress(1n));
  const grants = operators.map(({ address }) =>
    grant(corporation, address, [MsgCreateEcosystem.typeUrl]),
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
interface Plan extends Sizes {
  readonly size: string;
  readonly turns: number;
}

/** The first round warms up and is not counted. */
async function benchWork(node: CometNode, work: Work, plan: Plan): Promise<readonly Figure[]> {
  const figures = new Figures(`${work.name}, CometBFT`, plan.size);
  let made = 0;
  for (let round = 0; round <= plan.rounds; round++) {
    const calibrated = calibrate();
    const lanes: Uint8Array[][] = Array.from({ length: LANES }, () => []);
    for (let i = 0; i < plan.load; i++) {
      lanes[(made % plan.turns) % LANES]?.push(work.next(made));
      made++;
    }
    const measured = await runLoad(node, lanes, plan.load);
    if (round === 0) continue;
    figures.add("calibration loop", "ms", calibrated);
    for (const [what, unit, value] of measured) figures.add(what, unit, value);
  }
  return figures.all();
}

type Measured = readonly (readonly [what: string, unit: string, value: number])[];

async function runLoad(
  node: CometNode,
  lanes: readonly (readonly Uint8Array[])[],
  load: number,
): Promise<Measured> {
  const before = await node.done();
  const comet = node.cometProcessor();
  const own = process.cpuUsage();
  const start = performance.now();
  await node.broadcast(lanes);
  const accepted = performance.now() - start;
  const after = await node.committed(before.transactions + load);
  const took = performance.now() - start;
  const generator = process.cpuUsage(own);
  const perTx = (milliseconds: number) => (milliseconds / load) * 1e3;
  const cometNow = node.cometProcessor();
  const cometUsed = comet === undefined || cometNow === undefined ? [] : [cometNow - comet];
  return [
    ["committed", "tx/s", load / (took / 1e3)],
    ["accepted by the mempool", "tx/s", load / (accepted / 1e3)],
    ["blocks", "", after.blocks - before.blocks],
    ...METHODS.map(
      (name) =>
        [`  in ${name}`, "µs/tx", perTx(spentIn(after, name) - spentIn(before, name))] as const,
    ),
    ["  processor, application", "µs/tx", perTx(after.processor - before.processor)],
    ...cometUsed.map((used) => ["  processor, CometBFT", "µs/tx", perTx(used)] as const),
    ["  processor, load generator", "µs/tx", perTx((generator.user + generator.system) / 1e3)],
    ["  wall clock", "µs/tx", perTx(took)],
  ];
}

/** Rechecks of what waits after a block are in checkTx. */
const METHODS = ["checkTx", "prepareProposal", "processProposal", "finalizeBlock", "commit"];

const spentIn = (done: Done, method: string): number => done.spent[method]?.milliseconds ?? 0;
