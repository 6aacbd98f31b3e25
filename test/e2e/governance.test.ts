import { afterAll, beforeAll, expect, it } from "vitest";
import { startFast } from "../cli/in-process.js";
import { LINES, type Line } from "../support/cosmjs-lines.js";
import type { Network } from "../support/network.js";
import { testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { governance } from "./governance.js";

const RUNS = 3;
const VOTER = testKey(700);
const proposer = (n: number) => testKey(701 + n);
const stranger = (n: number) => testKey(710 + n).address;

let network: Network;
let running: Awaited<ReturnType<typeof startFast>>;
let rpcUrl = "";

beforeAll(async () => {
  const people = [VOTER, ...Array.from({ length: RUNS }, (_, n) => proposer(n))];
  const addresses = people.map(({ address }) => address);
  network = await makeStakedNetwork({ bin: "", validators: 1, addresses });
  running = await startFast(network.member(0).node.home, {
    ...{ blockTimeMs: 200, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
  });
  rpcUrl = running.rpcAddress.replace("tcp:", "http:");
}, 120_000);

afterAll(async () => {
  await running?.stop();
  await network?.end();
});

const [latest, earlier] = LINES as readonly [Line, Line];

it.each([
  ["0.39", "direct", latest, 0],
  ["0.39", "amino", latest, 1],
  ["0.32", "amino", earlier, 2],
] as const)(
  "CosmJS %s, signing %s, has stakes decide on proposals of every kind",
  async (name, mode, line, n) => {
    expect(line.name).toBe(name);
    const people = { proposer: proposer(n), voter: VOTER, stranger: stranger(n) };
    await governance({ rpcUrl, line, mode, ...people });
  },
  180_000,
);
