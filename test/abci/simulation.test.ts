import fc from "fast-check";
import { expect, it } from "vitest";
import { type TxOptions, world } from "../support/world.js";

/** What clients put where a signature will stand: CosmJS nothing, Keplr 64 zero bytes. */
const placeholders: readonly Partial<TxOptions>[] = [
  { without: ["signature"] },
  { signature: new Uint8Array(64) },
];

const plan = fc.record({
  by: fc.constantFrom<readonly number[]>([1], [1, 2], [2, 1, 3]),
  unnamed: fc.boolean(),
  free: fc.boolean(),
  fee: fc.bigInt(1n, 10n ** 10n),
  amount: fc.bigInt(1n, 10n ** 11n),
  memo: fc.string({ maxLength: 60 }),
  placeholder: fc.constantFrom(...placeholders),
  before: fc.boolean(),
});

it("[D-TX-09] a simulation uses no less gas than delivery and hardly more, whoever signs and whatever is left out", async () => {
  await fc.assert(
    fc.asyncProperty(
      plan,
      async ({ by, unnamed, free, fee, amount, memo, placeholder, before }) => {
        const w = await world();
        // With one transaction behind them the accounts have their keys already.
        if (before) for (const one of by) await w.send(w.transfer(one, 7, 1n), { by: one });
        const messages = by.map((one) => w.transfer(one, 8, amount));
        const options: TxOptions = { by, fee: [w.coin(fee)], gas: 1_000_000n, body: { memo } };
        const without = [
          ...(placeholder.without ?? []),
          ...(unnamed ? (["publicKey"] as const) : []),
          ...(free ? (["fee"] as const) : []),
        ];
        const simulated = w.simulate(messages, { ...options, ...placeholder, without });
        expect([simulated.code, simulated.log]).toEqual([0, ""]);
        const result = await w.send(messages, options);
        expect([result.code, result.log]).toEqual([0, ""]);
        expect(simulated.gasUsed).toBeGreaterThanOrEqual(result.gasUsed);
        const most = result.gasUsed + 1_000n + 1_000n * BigInt(by.length);
        expect(simulated.gasUsed).toBeLessThanOrEqual(most);
      },
    ),
    { numRuns: 25 },
  );
});
