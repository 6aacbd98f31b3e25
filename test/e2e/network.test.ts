import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peopleOf } from "../support/app-chain.js";
import { COMET_BIN } from "../support/comet.js";
import { type Member, Network } from "../support/network.js";
import { Load } from "../support/network-load.js";
import { replayedHistory } from "../support/replayed.js";
import { testKey } from "../support/signed-tx.js";

const SENDERS = 8;
const BLOCKS = 100;
/** An address that only the load sends to. */
const COLLECTOR = testKey(500).address;

describe.runIf(COMET_BIN)("four validators with a node each", () => {
  const people = peopleOf(SENDERS);
  let network: Network;
  let load: Load;
  let joined: Member | undefined;

  beforeAll(async () => {
    const addresses = people.map(({ address }) => address);
    const flags = [
      "--state-sync.snapshot-interval",
      "20",
      "--state-sync.snapshot-keep-recent",
      "3",
    ];
    network = await Network.make({ bin: COMET_BIN ?? "", validators: 4, addresses, flags });
    await network.start();
    load = new Load(network, people, COLLECTOR);
  }, 180_000);

  afterAll(async () => {
    await load?.stop();
    await joined?.stop();
    await network?.end();
  }, 60_000);

  it("agree on a hundred blocks under load", async () => {
    await network.reached(BLOCKS);
    await expectAgreement(1, BLOCKS);
    expect(load.committed.length).toBeGreaterThan(BLOCKS / 2);
    expect(load.failed).toEqual([]);
  }, 240_000);

  it("go on without one that is killed, which catches up to the same app hashes", async () => {
    const struck = network.member(3);
    await struck.kill();
    const before = await network.member(0).reached(1);
    await network.reached(before + 5);
    struck.start();
    const now = await network.member(0).reached(1);
    await network.reached(now + 5);
    await expectAgreement(before, now + 5);
  }, 240_000);

  it("halt when two are gone and go on when one is back", async () => {
    await network.member(2).kill();
    const [first] = network.members;
    await network.reached((await heightOf(first)) + 5);
    await network.member(3).kill();
    const height = await halted(network.member(0));
    network.member(2).start();
    await network.reached(height + 5);
    await expectAgreement(height - 5, height + 5);
  }, 240_000);

  it("let a fifth node join by a snapshot, which goes on to the same app hashes, also when killed", async () => {
    const height = await heightOf(network.member(0));
    joined = await network.joining(height - 10);
    joined.start();
    const first = await joined.reached(height);
    const { sync_info: sync } = await joined.ask("status");
    expect(Number(sync.earliest_block_height)).toBeGreaterThan(1);
    await joined.reached(first + 5);
    await joined.kill();
    joined.start();
    const last = await heightOf(network.member(0));
    await joined.reached(last);
    expect(await hashesOf(joined, first, last)).toEqual(
      await hashesOf(network.member(0), first, last),
    );
  }, 240_000);

  it("lost no transfer that one of them told to be in a block, and a replay agrees", async () => {
    if (!network.member(3).running) network.member(3).start();
    await load.stop();
    await network.reached((await heightOf(network.member(0))) + 2);
    const history = await replayedHistory(network.member(3).rpc);
    expect(load.committed.filter((hash) => !history.transactions.has(hash))).toEqual([]);
    for (const member of network.members) {
      expect(await member.appHash(history.height)).toBe(history.appHash);
    }
    expect(load.failed).toEqual([]);
  }, 240_000);

  /** Every validator that runs has the same answer of its own application for these blocks. */
  async function expectAgreement(from: number, to: number): Promise<void> {
    const histories = await Promise.all(
      network.running.map((member) => hashesOf(member, from, to)),
    );
    for (const history of histories) expect(history).toEqual(histories[0]);
    expect(new Set(histories[0]).size).toBeGreaterThan((to - from) / 4);
  }

  async function hashesOf(member: Member, from: number, to: number): Promise<readonly string[]> {
    const hashes: string[] = [];
    for (let height = from; height <= to; height++) hashes.push(await member.appHash(height));
    return hashes;
  }

  async function heightOf(member: Member | undefined): Promise<number> {
    const height = await member?.height();
    if (height === undefined) throw new Error("a validator does not answer");
    return height;
  }

  /** Resolves with the height when a validator has waited for votes at the same place for long. */
  async function halted(member: Member): Promise<number> {
    const place = async () => {
      const { round_state: state } = await member.ask("consensus_state");
      return String(state["height/round/step"]);
    };
    for (;;) {
      const before = await place();
      // Many times what a block took with three of them.
      await pause(HALT_MS);
      if ((await place()) === before) return await heightOf(member);
    }
  }
});

const HALT_MS = 6_000;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
