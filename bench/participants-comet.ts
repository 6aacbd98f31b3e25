import { ensureComet } from "../scripts/comet.mjs";
import { peopleOf, sign } from "../test/support/app-chain.js";
import { signDigest } from "../test/support/native-signer.js";
import { benchWork } from "./comet.js";
import { BenchNetwork } from "./comet-network.js";
import type { Figure } from "./measure.js";
import { FEE, PARTICIPANT_TXS } from "./participants-rows.js";
import { OWNERS, PEOPLE, participantState } from "./participants-state.js";
import type { Sizes } from "./sizes.js";

/** What a registry does most. */
export const OFTEN: readonly string[] = ["session, issuance", "onboarding request"];

/**
 * Sessions and onboarding requests through one validator, as transfers go: CometBFT and the application
 * in a process each, with few and many participants in the state.
 */
export async function benchParticipantsComet(sizes: Sizes): Promise<readonly Figure[]> {
  const bin = ensureComet();
  if (bin === undefined) throw new Error("there is no cometbft and no Go to make it");
  const figures: Figure[] = [];
  for (const entities of sizes.entities) {
    const { path, place } = await participantState(entities, sizes.states);
    const people = peopleOf(PEOPLE);
    const { blockBytes, indexEvents } = sizes;
    const network = { bin, validators: 1, state: path, blockBytes, indexEvents };
    const node = await BenchNetwork.start(network);
    try {
      for (const { name, send } of PARTICIPANT_TXS.filter((tx) => OFTEN.includes(tx.name))) {
        const next = (n: number) => {
          const { by, message } = send(n, place, people);
          return sign(by, [message], { fee: FEE, sign: signDigest });
        };
        const how = { title: "CometBFT", size: `${entities} participants`, turns: OWNERS };
        const plan = { ...sizes, ...how, way: "broadcast_tx_async" } as const;
        figures.push(...(await benchWork(node, { name, next }, plan)));
      }
    } finally {
      await node.stop();
    }
  }
  return figures;
}
