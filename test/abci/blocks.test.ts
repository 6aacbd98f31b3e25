import { describe, expect, it } from "vitest";
import { RequestFinalizeBlock, RequestPrepareProposal } from "../../src/gen/tendermint/abci.js";
import { world } from "../support/world.js";

/** Gas of a transfer between two keys of a world. */
async function transferGas(): Promise<bigint> {
  const w = await world();
  return (await w.send(w.transfer(1, 2, 5n))).gasUsed;
}

describe("a block", () => {
  it("refuses a gas limit above its own", async () => {
    const w = await world({ maxGas: 300_000n });
    const tx = w.tx(w.transfer(1, 2, 5n), { gas: 300_001n });
    const log = "tx gas limit 300001 exceeds block max gas 300000: invalid gas limit";
    expect(w.check(tx)).toMatchObject({ code: 41, codespace: "sdk", log });
    const [result] = await w.block(tx);
    expect(result).toMatchObject({ code: 41, codespace: "sdk" });
    expect(w.balance(1)).toBe(10n ** 12n);
  });

  it("fails the transaction that passes its gas, keeping the fee, and runs none after it", async () => {
    const gas = await transferGas();
    const maxGas = gas + gas / 2n;
    const w = await world({ maxGas });
    const txs = [1, 2, 3].map((by) => w.tx(w.transfer(by, 7, 5n), { by, gas: maxGas }));
    const results = await w.block(...txs);
    expect(results.map(({ code }) => code)).toEqual([0, 11, 11]);
    expect(results[1]?.log).toMatch(
      /^out of gas in location: block gas meter; gasWanted: \d+, gasUsed: \d+: out of gas$/,
    );
    expect(results[2]).toMatchObject({
      log: "no block gas left to run tx: out of gas",
      gasUsed: 0n,
      events: [],
    });
    expect(w.balance(7)).toBe(5n);
    expect([w.balance(2), w.balance(3)]).toEqual([10n ** 12n - 5_000n, 10n ** 12n]);
  });

  it.each([-1n, 0n])("has no limit where the parameters say %s", async (maxGas) => {
    const w = await world({ maxGas });
    const tx = w.tx(w.transfer(1, 2, 5n));
    const request = RequestPrepareProposal.create({ txs: [tx], maxTxBytes: 1_000_000n });
    expect(w.app.prepareProposal(request).txs).toEqual([tx]);
    expect((await w.block(tx)).map(({ code }) => code)).toEqual([0]);
  });

  it("is proposed as far as bytes and gas go, past what can never fit", async () => {
    const w = await world({ maxGas: 900_000n });
    const propose = (txs: readonly Uint8Array[], maxTxBytes: number) =>
      w.app.prepareProposal(
        RequestPrepareProposal.create({ txs: [...txs], maxTxBytes: BigInt(maxTxBytes) }),
      ).txs;
    const some = [0n, 1n, 2n].map((sequence) => w.tx(w.transfer(1, 2, 5n), { sequence }));
    const greedy = w.tx(w.transfer(2, 1, 5n), { by: 2, gas: 900_001n });
    const long = w.tx(w.transfer(2, 1, 5n), { by: 2, body: { memo: "x".repeat(600) } });
    const [one = new Uint8Array(), two] = some;
    expect(propose(some, 1_000_000)).toEqual([one, two]);
    expect(propose([greedy, Uint8Array.of(1), ...some], 1_000_000)).toEqual([one, two]);
    const room = one.length + 3;
    expect(propose(some, room)).toEqual([one]);
    expect(propose(some, room - 1)).toEqual([]);
    expect(propose([long, ...some], room)).toEqual([one]);
  });

  it("has the same hashes in every run, and answers again what it is asked again", async () => {
    const run = async () => {
      const w = await world();
      const txs = [0n, 1n].map((sequence) => w.tx(w.transfer(1, 7, 5n), { sequence }));
      const block = RequestFinalizeBlock.create({ height: 2n, time: w.time, txs });
      const first = w.app.finalizeBlock(block);
      expect(w.app.finalizeBlock(block)).toBe(first);
      await w.app.commit();
      return first;
    };
    const [one, two] = [await run(), await run()];
    expect(one).toEqual(two);
  });

  it("that does not follow the last one is refused", async () => {
    const w = await world();
    for (const height of [1n, 3n]) {
      const block = RequestFinalizeBlock.create({ height, time: w.time });
      expect(() => w.app.finalizeBlock(block)).toThrow(/does not follow/);
    }
  });
});
