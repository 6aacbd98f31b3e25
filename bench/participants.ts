import { type AppChain, sign } from "../test/support/app-chain.js";
import { signDigest } from "../test/support/native-signer.js";
import { ask, openChain } from "./chain.js";
import { calibrate, type Figure, Figures, timed } from "./measure.js";
import {
  FEE,
  PARTICIPANT_QUESTIONS,
  PARTICIPANT_TXS,
  type ParticipantTx,
} from "./participants-rows.js";
import { type ParticipantPlace, PEOPLE, participantState } from "./participants-state.js";
import type { Sizes } from "./sizes.js";

/**
 * What each change of participants costs, and each question, now and of the past, with few and many
 * participants in the state. In the application alone, on disk; signatures are remembered from CheckTx.
 */
export async function benchParticipants(sizes: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const entities of sizes.entities) figures.push(...(await benchEntities(entities, sizes)));
  return figures;
}

interface Place {
  readonly chain: AppChain;
  readonly size: string;
  readonly place: ParticipantPlace;
}

async function benchEntities(entities: number, sizes: Sizes): Promise<readonly Figure[]> {
  const { path, place } = await participantState(entities, sizes.states);
  const size = `${entities} participants`;
  const opened = await openChain(path, PEOPLE, new Figures("participants", size));
  const { chain } = opened;
  const figures = [...opened.figures];
  for (const tx of PARTICIPANT_TXS)
    figures.push(...(await send({ chain, size, place }, tx, sizes)));
  const asked = { chain, size, state: place, rounds: sizes.rounds };
  for (const question of PARTICIPANT_QUESTIONS) figures.push(...(await ask(asked, question)));
  await chain.close();
  return figures;
}

/** Blocks of transactions that CheckTx has seen; the first warms up. */
async function send(
  { chain, size, place }: Place,
  tx: ParticipantTx,
  { rounds, block }: Sizes,
): Promise<readonly Figure[]> {
  const figures = new Figures(tx.name, size);
  let n = 0;
  for (let round = 0; round <= rounds; round++) {
    const txs = Array.from({ length: block }, () => {
      const { by, message } = tx.send(n++, place, chain.people);
      return sign(by, [message], { fee: FEE, sign: signDigest });
    });
    const calibration = calibrate();
    const used = process.cpuUsage();
    let gas = 0n;
    const checked = await timed(() => {
      for (const each of txs) {
        if (chain.check(each) !== 0) throw new Error(`${tx.name}: refused by CheckTx`);
      }
    });
    const finalized = await timed(() => {
      for (const { code, log, gasUsed } of chain.finalize(txs).txResults) {
        if (code !== 0) throw new Error(`${tx.name}: ${log}`);
        if (gasUsed > gas) gas = gasUsed;
      }
    });
    const committed = await timed(() => chain.commit());
    const { user, system } = process.cpuUsage(used);
    if (round === 0) continue;
    const each = (milliseconds: number) => (milliseconds / block) * 1e3;
    figures.add("calibration loop", "ms", calibration);
    figures.add("CheckTx", "µs/tx", each(checked));
    figures.add("FinalizeBlock", "µs/tx", each(finalized));
    figures.add("Commit", "µs/tx", each(committed));
    figures.add("processor time of the three", "µs/tx", (user + system) / block);
    figures.add("in all", "tx/s", 1e6 / each(checked + finalized + committed));
    figures.add("gas, most", "gas/tx", Number(gas));
  }
  return figures.all();
}
