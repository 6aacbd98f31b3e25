import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MsgReclaimTrustDepositYield,
  MsgRepaySlashedTrustDeposit,
  MsgSlashTrustDeposit,
} from "../../../src/gen/verana/td/v1.js";
import { format, ONE } from "../../../src/keeper/dec.js";
import { MoneyWorld } from "../../support/money-world.js";
import { BOB } from "../../support/registry-world.js";

const SECOND = 1_000_000_000n;
const YEAR = 31_536_000n * SECOND;
const TYPES = ["ReclaimTrustDepositYield", "RepaySlashedTrustDeposit"];

/** Rates of the yield, and holders with so many coins. */
function start(rates: { readonly share: bigint; readonly most: bigint }) {
  const world = new MoneyWorld();
  world.run((ctx) =>
    world.deposits.state.params.set(ctx, {
      ...world.deposits.params(ctx),
      trustDepositBlockRewardShare: rates.share,
      trustDepositMaxYieldRate: rates.most,
    }),
  );
  const block = (fees: bigint, nanoseconds: bigint) => {
    if (fees > 0n) world.fundModule("fee_collector", fees);
    const since = world.time;
    world.pass(nanoseconds);
    world.events.splice(0);
    world.run((ctx) => world.deposits.distributeYield(ctx, since));
    const [told] = world.taken("yield_distribution");
    // Distribution takes what is left.
    const left = world.heldBy("fee_collector");
    const taken = fees - left;
    if (left > 0n) {
      const collector = world.accounts.moduleAddress("fee_collector");
      world.run((ctx) => {
        world.bank.toModule(ctx, collector, "distribution", [{ denom: "uvna", amount: left }]);
      });
    }
    return { taken, told };
  };
  const value = () => format(world.deposits.params(world.ctx).trustDepositShareValue);
  return { world, block, value };
}

describe("the yield of a block", () => {
  it("[D-TD-13] [D-TD-06] follows the specification's example to the unit", () => {
    // Scaled by 1000: a share of 0.30, no cap.
    const { world, block, value } = start({ share: (ONE * 3n) / 10n, most: ONE });
    const [a, b, c] = ["a", "b", "c"].map((n) => world.rich(`did:example:${n}`, TYPES));
    if (a === undefined || b === undefined || c === undefined) throw new Error("no holders");
    const adjust = (holder: typeof a, amount: bigint) =>
      world.run((ctx) => world.deposits.adjust(ctx, holder, amount));
    for (const [holder, amount] of [
      [a, 1_000n],
      [b, 4_000n],
      [c, 5_000n],
    ] as const) {
      adjust(holder, amount);
    }
    expect(block(5_000n, YEAR).taken).toBe(1_500n);
    expect(value()).toBe("1.150000000000000000");
    adjust(a, 20_000n);
    const before = world.deposits.totalShare(world.ctx);
    expect(format(before)).toBe("27391.304347826086956521");
    expect(block(10_000n, YEAR).taken).toBe(3_000n);
    expect(value()).toBe("1.259523809523809523");
    expect(world.heldBy("td")).toBe(34_500n);
    expect(world.faults()).toEqual([]);
  });

  it("[D-TD-07] is capped by the yearly maximum, and carries what is left of a unit", () => {
    const { world, block } = start({ share: ONE, most: ONE / 5n });
    const holder = world.rich("did:example:a", TYPES);
    world.run((ctx) => world.deposits.adjust(ctx, holder, 1_000_000_000n));
    // 10^9 * 0.2 * 1 s / a year is 6.341958396752917300, and twice that at 1 + 6e-9 a share.
    expect(block(1_000n, SECOND).taken).toBe(6n);
    expect(format(world.deposits.state.carry.get(world.ctx) ?? 0n)).toBe("0.341958396752917300");
    expect(block(1_000n, SECOND).taken).toBe(6n);
    expect(format(world.deposits.state.carry.get(world.ctx) ?? 0n)).toBe("0.683916831557584981");
    expect(block(1_000n, SECOND).taken).toBe(7n);
    expect(world.faults()).toEqual([]);
  });

  it("[D-TD-07] takes less where the block earned less, and what the maximum allowed lapses", () => {
    const { world, block } = start({ share: ONE / 2n, most: ONE });
    const holder = world.rich("did:example:a", TYPES);
    world.run((ctx) => world.deposits.adjust(ctx, holder, 1_000_000_000n));
    expect(block(7n, YEAR).taken).toBe(3n);
    expect(block(7n, 1n).taken).toBe(0n);
  });

  it("[D-TD-07] nothing is written and nothing told in a block in which nothing changes", () => {
    const { world, block } = start({ share: ONE / 5n, most: ONE });
    const quiet = (fees: bigint, nanoseconds: bigint) => {
      const before = world
        .dump()
        .split("\n")
        .filter((line) => line.startsWith("td "));
      expect(block(fees, nanoseconds)).toEqual({ taken: 0n, told: undefined });
      expect(
        world
          .dump()
          .split("\n")
          .filter((line) => line.startsWith("td ")),
      ).toEqual(before);
    };
    // Nobody holds a share; then no fees, fees whose share is no unit, no time.
    quiet(1_000n, SECOND);
    const holder = world.rich("did:example:a", TYPES);
    world.run((ctx) => world.deposits.adjust(ctx, holder, 1_000_000_000n));
    quiet(0n, SECOND);
    quiet(4n, SECOND);
    quiet(1_000n, 0n);
    const since = undefined;
    world.fundModule("fee_collector", 1_000n);
    const before = world.dump();
    world.run((ctx) => world.deposits.distributeYield(ctx, since));
    expect(world.dump()).toBe(before);
  });

  it("[D-TD-06] a yield below the last place of a share's value is kept and not told", () => {
    const { world, block, value } = start({ share: ONE, most: ONE });
    const holder = world.rich("did:example:a", TYPES, 4n * 10n ** 18n);
    world.run((ctx) => world.deposits.adjust(ctx, holder, 4n * 10n ** 18n));
    expect(block(3n, YEAR)).toEqual({ taken: 3n, told: undefined });
    expect([value(), world.heldBy("td")]).toEqual(["1.000000000000000000", 4n * 10n ** 18n + 3n]);
    expect(block(4n, YEAR)).toMatchObject({ taken: 4n, told: { amount: "4" } });
    expect(value()).toBe("1.000000000000000001");
    expect(world.faults()).toEqual([]);
  });

  it("[D-TD-07] only the native denomination counts", () => {
    const { world, block } = start({ share: ONE, most: ONE });
    const holder = world.rich("did:example:a", TYPES);
    world.run((ctx) => world.deposits.adjust(ctx, holder, 1_000n));
    world.fundModule("fee_collector", 500n, "ufoo");
    expect(block(0n, YEAR)).toEqual({ taken: 0n, told: undefined });
    expect(world.heldBy("fee_collector", "ufoo")).toBe(500n);
  });
});

describe("any history of deposits", () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 7n });
  const who = fc.nat({ max: 2 });
  const step = fc.oneof(
    fc.record({ do: fc.constant("raise" as const), who, amount }),
    fc.record({ do: fc.constant("refund" as const), who, amount }),
    fc.record({ do: fc.constant("slash" as const), who, amount }),
    fc.record({ do: fc.constant("burn" as const), who, amount }),
    fc.record({ do: fc.constant("repay" as const), who, amount }),
    fc.record({ do: fc.constant("claim" as const), who, amount }),
    fc.record({ do: fc.constant("block" as const), who, amount }),
  );

  it("[D-TD-13] [D-TD-04] the account covers every deposit and claim, no coin appears or vanishes, the value never falls", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { world, block } = start({ share: ONE / 3n, most: ONE });
        const holders = ["a", "b", "c"].map((n) => world.rich(`did:example:${n}`, TYPES));
        let burnt = 0n;
        const supply = world.supply();
        const attempt = (work: () => void): boolean => {
          const before = world.dump();
          try {
            work();
            return true;
          } catch {
            expect(world.dump()).toBe(before);
            return false;
          }
        };
        for (const { do: what, who, amount } of steps) {
          const holder = holders[who] ?? { id: 0n, policyAddress: "" };
          const by = { corporation: holder.policyAddress, operator: BOB };
          const td = world.deposits.find(world.ctx, holder.id);
          const value = world.deposits.params(world.ctx).trustDepositShareValue;
          if (what === "block") block(amount, amount * 100_000n * SECOND);
          const augend = what === "raise" ? amount : -amount;
          if (what === "raise" || what === "refund") {
            attempt(() => world.run((ctx) => world.deposits.adjust(ctx, holder, augend)));
          }
          if (what === "slash") {
            const message = { corporationId: holder.id, deposit: amount };
            if (attempt(() => world.govern(MsgSlashTrustDeposit, message))) burnt += amount;
          }
          if (what === "burn") {
            const work = () => world.run((ctx) => world.deposits.burnSlashed(ctx, holder, amount));
            if (attempt(work)) burnt += amount;
          }
          if (what === "repay") {
            const deposit = (td?.slashedDeposit ?? 0n) - (td?.repaidDeposit ?? 0n);
            attempt(() => world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit }, BOB));
          }
          if (what === "claim") {
            attempt(() => world.send(MsgReclaimTrustDepositYield, by, BOB));
          }
          const next = world.deposits.params(world.ctx).trustDepositShareValue;
          expect(next >= value).toBe(true);
          expect(world.faults()).toEqual([]);
          expect(world.supply()).toBe(supply - burnt);
        }
      }),
      { numRuns: 40, seed: 20260102 },
    );
  });
});
