import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peopleOf } from "../support/app-chain.js";
import { COMET_BIN } from "../support/comet.js";
import { FAIL_POINTS, Network } from "../support/network.js";
import { Load } from "../support/network-load.js";
import { replayedHistory } from "../support/replayed.js";
import { testKey } from "../support/signed-tx.js";

const POINTS = Array.from({ length: FAIL_POINTS }, (_, index) => index);
const SENDERS = 4;
/** Code of `sdk`. */
const WRONG_SEQUENCE = 32;

describe.runIf(COMET_BIN)("a CometBFT that dies at its own fail points", () => {
  const people = peopleOf(SENDERS);
  let network: Network;
  let load: Load;

  beforeAll(async () => {
    const addresses = people.map(({ address }) => address);
    network = await Network.make({ bin: COMET_BIN ?? "", validators: 1, addresses });
    await network.start();
    load = new Load(network, people, testKey(500).address);
    await network.reached(3);
  }, 120_000);

  afterAll(async () => {
    await load?.stop();
    await network?.end();
  }, 60_000);

  it.each(POINTS)(
    "goes on after point %i, with the node killed too at every other one",
    async (point) => {
      const member = network.member(0);
      const before = await member.reached(1);
      await member.stopComet();
      await member.failAt(point);
      if (point % 2 === 1) {
        await member.killNode();
        member.startNode();
      }
      const told = load.committed.length;
      member.startComet();
      await member.reached(before + 3);
      while (load.committed.length < told + SENDERS) await pause(50);
    },
    120_000,
  );

  it("lost no transfer that it told to be in a block, and a replay agrees", async () => {
    const member = network.member(0);
    await load.stop();
    await member.reached((await member.reached(1)) + 2);
    // CometBFT forgets its mempool where the application remembers what it checked: behind a forgotten
    // transfer the sender's next one comes into a block alone, and is refused there.
    expect(load.failed.filter(({ code }) => code !== WRONG_SEQUENCE)).toEqual([]);
    expect(load.committed.length).toBeGreaterThan(POINTS.length);
    const history = await replayedHistory(member.rpc);
    expect(load.committed.filter((hash) => !history.transactions.has(hash))).toEqual([]);
    expect(await member.appHash(history.height)).toBe(history.appHash);
  }, 120_000);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
