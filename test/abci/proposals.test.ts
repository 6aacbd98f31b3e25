import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RequestPrepareProposal } from "../../src/gen/tendermint/abci.js";
import { type TxOptions, type World, world } from "../support/world.js";

const ROOMY = 10_000_000;

function propose(w: World, txs: readonly Uint8Array[], maxTxBytes = ROOMY): readonly Uint8Array[] {
  const request = RequestPrepareProposal.create({ txs, maxTxBytes: BigInt(maxTxBytes) });
  return w.app.prepareProposal(request).txs;
}

/** Positions of proposed transactions in what was offered. */
function order(w: World, txs: readonly Uint8Array[], maxTxBytes?: number): readonly number[] {
  return propose(w, txs, maxTxBytes).map((tx) => txs.indexOf(tx));
}

/** A transfer by a key, with its sequence, its fee, and its gas. */
function offer(w: World, by: number, sequence: bigint, fee: bigint, gas = 200_000n) {
  return w.tx(w.transfer(by, 7, 1n), { by, sequence, fee: [w.coin(fee)], gas });
}

describe("a proposal", () => {
  it("stands in the order of gas prices, and of arrival among equals", async () => {
    const w = await world();
    const txs = [
      offer(w, 1, 0n, 4_000n),
      offer(w, 2, 0n, 8_000n, 400_000n),
      offer(w, 3, 0n, 5_000n),
      offer(w, 4, 0n, 2_500n, 100_000n),
    ];
    expect(order(w, txs)).toEqual([2, 3, 0, 1]);
  });

  it("compares prices as fractions, to the last digit", async () => {
    const w = await world();
    const fee = 10n ** 24n;
    const txs = [offer(w, 1, 0n, fee), offer(w, 2, 0n, fee + 1n), offer(w, 3, 0n, fee - 1n)];
    expect(order(w, txs)).toEqual([1, 0, 2]);
    const thirds = [offer(w, 1, 0n, 1n, 300_000n), offer(w, 2, 0n, 2n, 599_999n)];
    expect(order(w, thirds)).toEqual([1, 0]);
  });

  it("counts fees in the chain's own denomination only", async () => {
    const w = await world();
    const foreign = w.tx(w.transfer(1, 7, 1n), { fee: [w.coin(10n ** 9n, "zzz")] });
    expect(order(w, [foreign, offer(w, 2, 0n, 1n)])).toEqual([1, 0]);
  });

  it("keeps each sender's order, however much a later transaction pays", async () => {
    const w = await world();
    const txs = [
      offer(w, 1, 0n, 100n),
      offer(w, 1, 1n, 9_000n),
      offer(w, 2, 0n, 5_000n),
      offer(w, 2, 1n, 50n),
    ];
    expect(order(w, txs)).toEqual([2, 0, 1, 3]);
    expect(order(w, [...txs].reverse())).toEqual([1, 3, 2, 0]);
  });

  it("keeps the order of every signer of a transaction that several sign", async () => {
    const w = await world();
    const both: TxOptions = { by: [1, 2], fee: [w.coin(9_000n)], gas: 200_000n };
    const txs = [
      offer(w, 1, 0n, 100n),
      offer(w, 2, 0n, 200n),
      w.tx([w.transfer(1, 7, 1n), w.transfer(2, 7, 1n)], { ...both, sequences: [1n, 1n] }),
      offer(w, 2, 2n, 9_900n),
    ];
    expect(order(w, txs)).toEqual([1, 0, 2, 3]);
    expect((await w.block(...propose(w, txs))).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });

  it("passes over what has no room left, and over what its sender sent after it", async () => {
    const w = await world({ maxGas: 500_000n });
    const txs = [
      offer(w, 1, 0n, 10_000n, 300_000n),
      offer(w, 2, 0n, 8_000n, 250_000n),
      offer(w, 2, 1n, 1_000n, 100_000n),
      offer(w, 3, 0n, 100n, 150_000n),
    ];
    expect(order(w, txs)).toEqual([0, 3]);
    const [first = new Uint8Array(), ...rest] = txs;
    expect(order(w, [first, ...rest], first.length + 4)).toEqual([0]);
  });

  it("leaves out what does not decode, has no gas, or repeats a sequence", async () => {
    const w = await world();
    const txs = [
      Uint8Array.of(1),
      offer(w, 1, 0n, 5_000n, 0n),
      offer(w, 2, 0n, 5_000n),
      offer(w, 2, 0n, 6_000n),
      offer(w, 2, 3n, 6_000n),
    ];
    expect(order(w, txs)).toEqual([2]);
  });

  it("can be run as it stands, fits, and is the same every time, whatever is offered", async () => {
    const w = await world({ accounts: Array.from({ length: 5 }, () => 10n ** 12n) });
    const made = fc.record({
      by: fc.integer({ min: 1, max: 5 }),
      fee: fc.bigInt(0n, 20_000n),
      gas: fc.bigInt(1n, 300_000n),
    });
    const offers = fc.array(made, { maxLength: 20 });
    fc.assert(
      fc.property(offers, fc.integer({ min: 0, max: 8_000 }), (list, room) => {
        const next = new Map<number, bigint>();
        const signers = new Map<Uint8Array, readonly [number, bigint]>();
        const txs = list.map(({ by, fee, gas }) => {
          const sequence = next.get(by) ?? 0n;
          next.set(by, sequence + 1n);
          const tx = offer(w, by, sequence, fee, gas);
          signers.set(tx, [by, sequence]);
          return tx;
        });
        const chosen = propose(w, txs, room);
        expect(propose(w, txs, room)).toEqual(chosen);
        const size = chosen.reduce((sum, tx) => sum + tx.length + (tx.length > 127 ? 3 : 2), 0);
        expect(size).toBeLessThanOrEqual(room);
        const seen = new Map<number, bigint>();
        for (const tx of chosen) {
          const [by, sequence] = signers.get(tx) ?? [0, -1n];
          expect(sequence).toBe(seen.get(by) ?? 0n);
          seen.set(by, sequence + 1n);
        }
        if (room === 8_000 && list.length < 10) expect(chosen.length).toBe(list.length);
      }),
      { numRuns: 15 },
    );
  });
});
