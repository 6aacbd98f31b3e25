import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NetworkNode } from "../../src/cli/new-network.js";
import { COMET_BIN } from "../support/comet.js";
import { LINES, type Line } from "../support/cosmjs-lines.js";
import type { Member, Network } from "../support/network.js";
import { until } from "../support/until.js";
import { type Outage, type Outcome, participantsJourney } from "./participants.js";
import { PLAYERS, type Player } from "./participants-market.js";
import { KEYS, participantsNetwork, restUrlOf, startWithRest } from "./participants-network.js";
import { type Rest, restOf } from "./participants-rest.js";

const VALIDATORS = 4;
const [line] = LINES as readonly [Line, Line];

describe.runIf(COMET_BIN)("participants on four validators, each a CometBFT", () => {
  let network: Network;
  let outcome: Outcome;
  /** Heights of the last block before a validator was killed, and of the first after it was back. */
  let [killed, back] = [0, 0];

  beforeAll(async () => {
    const app = (node: NetworkNode) => startWithRest("comet", node);
    network = await participantsNetwork({ bin: COMET_BIN ?? "", validators: VALIDATORS, app });
    await network.start();
    await network.reached(2);
  }, 240_000);

  afterAll(() => network?.end(), 60_000);

  it("[D-PP-33] [D-PP-55] [D-TD-05] each takes a part of the journey, in the middle of which one is killed", async () => {
    const first = network.member(0);
    const struck = network.member(VALIDATORS - 1);
    /** Who takes transactions and must keep up. */
    let serving = network.members;
    const rpcOf = (name: Player): string => {
      const member = serving[PLAYERS.indexOf(name) % serving.length];
      return (member ?? first).rpc;
    };
    const settled = async (height: number): Promise<void> => {
      await Promise.all(
        serving.map((member) => until(async () => (await stateOf(member)) >= height)),
      );
    };
    let gone = Promise.resolve();
    const outage: Outage = {
      begin: async () => {
        serving = network.members.slice(0, -1);
        killed = await first.reached(1);
        // Nobody waits for its end: what comes next is sent as it goes.
        gone = struck.kill();
      },
      end: async () => {
        await gone;
        struck.start();
        await struck.reached(killed);
        // While it catches up it knows older states than the others: what is sent to it then is refused by them.
        await until(async () => (await struck.ask("status")).sync_info.catching_up === false);
        back = await struck.reached(await first.reached(1));
        serving = network.members;
        await settled(back);
      },
    };
    const urls = { rpcUrl: first.rpc, restUrl: restUrlOf(first), rpcOf, settled };
    const chain = { ...urls, line, mode: "direct", keys: KEYS } as const;
    outcome = await participantsJourney(chain, outage);
  }, 600_000);

  it("have equal app hashes at its end, and of all blocks since one of them was killed", async () => {
    const last = (await network.member(0).reached(1)) - 1;
    expect(back).toBeGreaterThan(killed);
    await network.reached(last + 1);
    const histories = await Promise.all(
      network.members.map((member) => hashesOf(member, killed, last)),
    );
    for (const history of histories) expect(history).toEqual(histories[0]);
    expect(new Set(histories[0]).size).toBeGreaterThan(1);
  }, 120_000);

  it("answer alike for all participants, sessions and deposits, and for five moments of the past", async () => {
    const height = (await network.member(0).reached(1)) - 1;
    await network.reached(height + 1);
    const nodes = network.members.map((member) => restOf(restUrlOf(member)));
    const told = await Promise.all(nodes.map((rest) => everything(rest, height)));
    for (const answers of told) expect(answers).toEqual(told[0]);
    for (const rest of nodes) expect(await outcome.recall(rest)).toBe(5);
  }, 120_000);

  async function everything(rest: Rest, height: number) {
    const all = { response_max_size: "1024" };
    const lists = ["/pp/v1/list", "/pp/v1/list_session"].map((path) => rest(path, all, height));
    const deposits = outcome.corporations.map((corporation) =>
      rest("/td/v1/get", { corporation }, height),
    );
    const answers = await Promise.all([...lists, ...deposits]);
    const [participants, sessions] = answers;
    const counts = [participants?.participants.length, sessions?.participant_sessions.length];
    expect(counts).toEqual([17, 8]);
    return answers;
  }
});

/** The latest height of a validator's application. */
async function stateOf(member: Member): Promise<number> {
  const { response } = await member.ask("abci_info");
  return Number(response.last_block_height);
}

async function hashesOf(member: Member, from: number, to: number): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (let height = from; height <= to; height++) hashes.push(await member.appHash(height));
  return hashes;
}
