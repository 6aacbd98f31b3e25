import { afterAll, beforeAll, expect, it } from "vitest";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import { type GroupChain, groupByPercentage, groupOfThree } from "./group.js";
import { embeddedChain, type RunningChain } from "./transfer-engines.js";

const FUNDS = 100_000_000n;
const TRIOS = 5;
const trio = (n: number) =>
  [testKey(300 + 3 * n), testKey(301 + 3 * n), testKey(302 + 3 * n)] as const;

let chain: RunningChain;

beforeAll(async () => {
  const keys = Array.from({ length: TRIOS }, (_, n) => trio(n)).flat();
  chain = await embeddedChain(Object.fromEntries(keys.map(({ address }) => [address, FUNDS])));
});

afterAll(() => chain?.stop());

const at = (line: Line, mode: Mode, n: number): GroupChain => ({
  rpcUrl: chain.rpcUrl,
  line,
  mode,
  keys: trio(n),
  stranger: testKey(400 + n).address,
});

const [latest, earlier] = LINES as readonly [Line, Line];

it.each([
  ["0.39", "direct", latest, 0],
  ["0.39", "amino", latest, 1],
  ["0.32", "amino", earlier, 2],
] as const)(
  "CosmJS %s, signing %s, lets two of three decide, from foundation to payment",
  async (name, mode, line, n) => {
    expect(line.name).toBe(name);
    await groupOfThree(at(line, mode, n));
  },
  120_000,
);

it.each([
  ["direct", 3],
  ["amino", 4],
] as const)(
  "CosmJS, signing %s, lets a share of the weight decide while members change and leave",
  (mode, n) => groupByPercentage(at(latest, mode, n)),
  120_000,
);
