import { describe, expect, it } from "vitest";
import { accept } from "../../../src/modules/feegrant/acceptance.js";
import {
  type Allowance,
  checkAllowance,
  packAllowance,
} from "../../../src/modules/feegrant/allowance.js";
import { largestForm } from "../../../src/modules/feegrant/largest-form.js";
import { Random } from "../../store/random.js";

const SEED = Number(process.env.VPR_SEED ?? 20_261_128);
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;
const RUNS = 300;
const FEES = 60;

const uvna = (amount: bigint) => (amount === 0n ? [] : [{ denom: "uvna", amount }]);

/** A periodic allowance and what it may come to. */
function allowanceOf(random: Random) {
  const limit = random.chance(700) ? BigInt(1 + random.below(2_000)) : undefined;
  const spend = BigInt(1 + random.below(300));
  const period = SECOND * BigInt(1 + random.below(40));
  const expiration = random.chance(500) ? START + SECOND * BigInt(random.below(600)) : undefined;
  const value = {
    basic: { spendLimit: limit === undefined ? [] : uvna(limit), expiration },
    period,
    periodSpendLimit: uvna(spend),
    periodCanSpend: uvna(BigInt(random.below(Number(spend) + 1))),
    periodReset: START + SECOND * BigInt(random.below(60)),
  };
  const inner: Allowance = { kind: "periodic", value };
  const allowance: Allowance = random.chance(500)
    ? inner
    : { kind: "allowed-messages", inner, messages: ["/a", "/b"] };
  return { allowance, limit, spend, period, expiration };
}

const periodicOf = (allowance: Allowance) => {
  const inner = allowance.kind === "allowed-messages" ? allowance.inner : allowance;
  if (inner.kind !== "periodic") throw new Error("another kind");
  return inner.value;
};

describe(`a periodic allowance under random fees (VPR_SEED=${SEED})`, () => {
  it("pays no more than its whole limit, nor than one limit in a period, nor after its end", () => {
    const random = new Random(SEED);
    let accepted = 0;
    for (let run = 0; run < RUNS; run++) {
      const { allowance, limit, spend, period, expiration } = allowanceOf(random);
      checkAllowance(allowance);
      let left: Allowance | undefined = allowance;
      let now = START;
      const paid: { readonly at: bigint; readonly amount: bigint; readonly reset: bigint }[] = [];
      for (let i = 0; i < FEES && left !== undefined; i++) {
        now += SECOND * BigInt(random.below(12));
        const amount = BigInt(random.below(Number(spend) + 20));
        const verdict = accept(left, { fee: uvna(amount), messages: ["/a"], now });
        if (!("left" in verdict)) continue;
        accepted++;
        const reset: bigint =
          verdict.left === undefined ? -1n : periodicOf(verdict.left).periodReset;
        paid.push({ at: now, amount, reset });
        left = verdict.left;
        expect(expiration === undefined || now <= expiration).toBe(true);
        if (left === undefined) break;
        const { periodReset } = periodicOf(left);
        // A fee in the very moment of two ends begins a period that ends now, as in Cosmos SDK.
        expect(periodReset >= now, `run ${run}`).toBe(true);
        expect(
          periodReset <= now + period || periodReset === periodicOf(allowance).periodReset,
        ).toBe(true);
        checkAllowance(left);
      }
      const total = paid.reduce((sum, { amount }) => sum + amount, 0n);
      if (limit !== undefined) expect(total <= limit, `run ${run}`).toBe(true);
      for (const { reset } of paid) {
        const within = paid.filter((one) => one.reset === reset);
        const sum = within.reduce((all, { amount }) => all + amount, 0n);
        // Where the rest of the whole limit is less, that is what a period begins with.
        expect(sum <= spend, `run ${run}`).toBe(true);
      }
    }
    expect(accepted).toBeGreaterThan(RUNS * 5);
  });

  it("never grows beyond its largest form, by which its gas is counted", () => {
    const random = new Random(SEED + 1);
    const size = (allowance: Allowance) => packAllowance(allowance).value.length;
    for (let run = 0; run < RUNS; run++) {
      const { allowance } = allowanceOf(random);
      const most = size(largestForm(allowance));
      let left: Allowance | undefined = allowance;
      let now = START;
      for (let i = 0; i < FEES && left !== undefined; i++) {
        expect(size(left) <= most, `run ${run}`).toBe(true);
        now += SECOND * BigInt(random.below(90));
        const fee = uvna(BigInt(random.below(40)));
        const verdict = accept(left, { fee, messages: ["/b"], now });
        if ("left" in verdict) left = verdict.left;
      }
    }
  });
});
