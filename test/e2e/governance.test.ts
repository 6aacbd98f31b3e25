import { describe, expect, it } from "vitest";
import { LINES, type Line } from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import { governance } from "./governance.js";
import { stakedChain } from "./staked-engine.js";

const [voter, proposer] = [testKey(700), testKey(701)];
const stranger = testKey(710).address;
const [latest, earlier] = LINES as readonly [Line, Line];

// Each has a chain of its own, so that their votes last at the same time.
describe.concurrent("on the embedded engine", () => {
  it.each([
    ["0.39", "direct", latest],
    ["0.39", "amino", latest],
    ["0.32", "amino", earlier],
  ] as const)(
    "CosmJS %s, signing %s, has stakes decide on proposals of every kind",
    async (name, mode, line) => {
      expect(line.name).toBe(name);
      const chain = await stakedChain([voter.address, proposer.address]);
      try {
        await governance({ rpcUrl: chain.rpcUrl, line, mode, proposer, voter, stranger });
      } finally {
        await chain.stop();
      }
    },
    300_000,
  );
});
