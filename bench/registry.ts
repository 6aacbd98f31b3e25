import {
  Query as Corporations,
  type QueryListCorporationsResponse,
} from "../src/gen/verana/co/v1.js";
import { type AppChain, peopleOf, sign } from "../test/support/app-chain.js";
import { signDigest } from "../test/support/native-signer.js";
import { answerOf, ask, openChain } from "./chain.js";
import { benchDigests } from "./comet.js";
import { calibrate, type Figure, Figures, timed } from "./measure.js";
import { copyState, stateFolder } from "./prepared.js";
import { QUESTIONS, type RegistrySize, type RegistryTx, TRANSACTIONS } from "./registry-rows.js";
import { OPERATORS, registryState } from "./registry-state.js";
import type { Sizes } from "./sizes.js";

const FEE = { amount: [{ denom: "uvna", amount: 5_000n }], gasLimit: 300_000n };

/** A dump of a million entities takes a minute: it would be due in the middle of some row. */
const NO_DUMP = { dump: { versions: 1_000_000, writes: 1_000_000_000 } };

/**
 * What each change of the registry costs, and each question, with few and many ecosystems and schemas
 * in the state: neither should depend on how many there are. In the application alone, on disk.
 */
export async function benchRegistry(sizes: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const entities of sizes.entities) figures.push(...(await benchEntities(entities, sizes)));
  return figures;
}

async function benchEntities(entities: number, sizes: Sizes): Promise<readonly Figure[]> {
  const path = await registryState(entities, sizes.states);
  // What CometBFT is handed begins with the same state.
  const state = await stateFolder("registry", undefined, async (to) => copyState(path, to));
  const size = `${entities} ecosystems and schemas`;
  const opened = await openChain(path, OPERATORS, new Figures("registry", size), NO_DUMP);
  const { chain } = opened;
  const height = Number(chain.height);
  const figures = [...opened.figures];
  const asked = { chain, size, state: { entities }, rounds: sizes.rounds };
  for (const question of QUESTIONS) figures.push(...(await ask(asked, question)));
  const place = { chain, size, entities };
  const corporation = await corporationOf(chain);
  for (const tx of TRANSACTIONS) figures.push(...(await send(place, corporation, tx, sizes)));
  await chain.close();
  const operators = peopleOf(OPERATORS);
  figures.push(...(await benchDigests({ size, state, height, corporation, operators }, sizes)));
  return figures;
}

interface Place extends RegistrySize {
  readonly chain: AppChain;
  readonly size: string;
}

/** Blocks of one transaction of each operator, none seen before; the first warms up. */
async function send(
  place: Place,
  corporation: string,
  tx: RegistryTx,
  { rounds }: Sizes,
): Promise<readonly Figure[]> {
  const { chain, size } = place;
  const figures = new Figures(tx.name, size);
  let n = 0;
  for (let round = 0; round <= rounds; round++) {
    const txs = chain.people.map((person) => {
      const actors = { corporation, operator: person.address };
      return sign(person, [tx.message(actors, n++, place)], { fee: FEE, sign: signDigest });
    });
    const calibration = calibrate();
    const used = process.cpuUsage();
    let gas = 0n;
    const finalized = await timed(() => {
      for (const { code, log, gasUsed } of chain.finalize(txs).txResults) {
        if (code !== 0) throw new Error(`${tx.name}: ${log}`);
        if (gasUsed > gas) gas = gasUsed;
      }
    });
    const committed = await timed(() => chain.commit());
    const { user, system } = process.cpuUsage(used);
    if (round === 0) continue;
    figures.add("calibration loop", "ms", calibration);
    figures.add("FinalizeBlock", "µs/tx", (finalized / txs.length) * 1e3);
    figures.add("Commit", "µs/tx", (committed / txs.length) * 1e3);
    figures.add("processor time of both", "µs/tx", (user + system) / txs.length);
    figures.add("gas, most", "gas/tx", Number(gas));
  }
  return figures.all();
}

/** Policy address of corporation 1. */
async function corporationOf(chain: AppChain): Promise<string> {
  const method = Corporations.ListCorporations;
  const value = await answerOf(chain, method, {});
  const { corporations } = method.response.decode(value) as QueryListCorporationsResponse;
  const [only] = corporations;
  if (only === undefined) throw new Error("there is no corporation");
  return only.policyAddress;
}
