import { afterAll, beforeAll, expect, it } from "vitest";
import { LINES, type Line } from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import { governance } from "./governance.js";
import { stakedChain } from "./staked-engine.js";

const RUNS = 3;
const VOTER = testKey(700);
const proposer = (n: number) => testKey(701 + n);
const stranger = (n: number) => testKey(710 + n).address;

let chain: Awaited<ReturnType<typeof stakedChain>>;

beforeAll(async () => {
  const people = [VOTER, ...Array.from({ length: RUNS }, (_, n) => proposer(n))];
  chain = await stakedChain(people.map(({ address }) => address));
}, 120_000);

afterAll(() => chain?.stop());

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
    await governance({ rpcUrl: chain.rpcUrl, line, mode, ...people });
  },
  180_000,
);
