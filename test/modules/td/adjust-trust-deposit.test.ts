import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MsgSlashTrustDeposit } from "../../../src/gen/verana/td/v1.js";
import { ONE } from "../../../src/keeper/dec.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { MoneyWorld } from "../../support/money-world.js";

const TYPES = ["ReclaimTrustDepositYield"];

const start = (funds?: bigint) => {
  const world = new MoneyWorld();
  const holder = world.rich("did:example:one", TYPES, funds);
  world.events.splice(0);
  const adjust = (augend: bigint) => world.run((ctx) => world.deposits.adjust(ctx, holder, augend));
  const refuses = (augend: bigint) => {
    const before = world.dump();
    const error = world.refused((ctx) => world.deposits.adjust(ctx, holder, augend));
    expect(world.dump()).toBe(before);
    return error;
  };
  const slash = (deposit: bigint) =>
    world.govern(MsgSlashTrustDeposit, { corporationId: holder.id, deposit });
  return { world, holder, adjust, refuses, slash };
};

describe("Adjust Trust Deposit", () => {
  it("[MOD-TD-MSG-1] [MOD-TD-MSG-1-1] [MOD-TD-MSG-1-3] creates a deposit from the policy account, with its shares", () => {
    const { world, holder, adjust } = start(1_000n);
    adjust(400n);
    expect(world.deposits.find(world.ctx, holder.id)).toEqual({
      corporationId: holder.id,
      deposit: 400n,
      share: 400n * ONE,
      refunded: 0n,
      slashedDeposit: 0n,
      repaidDeposit: 0n,
      slashCount: 0n,
    });
    expect([world.balance(holder.policyAddress), world.heldBy("td")]).toEqual([600n, 400n]);
    expect(world.taken("adjust_trust_deposit")).toEqual([
      {
        corporation_id: `${holder.id}`,
        account: holder.policyAddress,
        augend: "400",
        adjustment_type: "increase",
        new_amount: "400",
        new_share: "400.000000000000000000",
        new_refunded: "0",
        timestamp: "2026-01-01T00:00:00Z",
      },
    ]);
  });

  it("[MOD-TD-MSG-1-3] [D-TD-02] a decrease is credit, which the next increases use before any coin", () => {
    const { world, holder, adjust } = start(1_000n);
    const now = () => {
      const td = world.deposits.find(world.ctx, holder.id);
      return [td?.deposit, td?.refunded, (td?.share ?? 0n) / ONE];
    };
    adjust(400n);
    adjust(-150n);
    expect([now(), world.balance(holder.policyAddress)]).toEqual([[400n, 150n, 400n], 600n]);
    adjust(100n);
    expect([now(), world.balance(holder.policyAddress)]).toEqual([[400n, 50n, 400n], 600n]);
    adjust(80n);
    expect([now(), world.balance(holder.policyAddress)]).toEqual([[430n, 0n, 430n], 570n]);
    expect(world.taken("adjust_trust_deposit").map((e) => e.adjustment_type)).toEqual([
      "increase",
      "decrease",
      "increase",
      "increase",
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-TD-MSG-1-2] [MOD-TD-MSG-1-2-1] [D-TD-01] refuses 0, a decrease of nothing and one below what is locked", () => {
    const { adjust, refuses } = start();
    expect(refuses(0n)).toMatchObject({
      kind: tdErrors.amountNotPositive,
      rule: "MOD-TD-MSG-1-2-1",
    });
    expect(refuses(-1n)).toMatchObject({ kind: tdErrors.depositNotFound });
    adjust(100n);
    adjust(-60n);
    expect(refuses(-41n)).toMatchObject({
      kind: tdErrors.refundAboveDeposit,
      rule: "MOD-TD-MSG-1-2-1",
    });
    adjust(-40n);
  });

  it("[MOD-TD-MSG-1-2-2] [D-TD-03] the policy account needs what the credit does not cover", () => {
    const { adjust, refuses } = start(100n);
    expect(refuses(101n)).toMatchObject({
      kind: tdErrors.insufficientFunds,
      rule: "MOD-TD-MSG-1-2-2",
    });
    adjust(100n);
    adjust(-30n);
    expect(refuses(31n).kind).toBe(tdErrors.insufficientFunds);
    adjust(30n);
  });

  it("[MOD-TD-MSG-1-3] [D-TD-01] a slash that is not repaid stops both directions", () => {
    const { adjust, refuses, slash } = start();
    adjust(100n);
    slash(10n);
    for (const augend of [1n, -1n]) {
      expect(refuses(augend)).toMatchObject({
        kind: tdErrors.slashNotRepaid,
        rule: "MOD-TD-MSG-1-3",
      });
    }
  });

  it("[D-GEN-20] a deposit stays below 2^63", () => {
    const { refuses } = start(1n << 63n);
    expect(refuses(1n << 63n).kind).toBe(tdErrors.amountOutOfRange);
  });

  it("[D-TD-04] shares are given rounded down and taken rounded up, at any share value", () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 9n });
    const values = fc.bigInt({ min: ONE, max: 10n * ONE });
    fc.assert(
      fc.property(values, fc.array(amounts, { maxLength: 6 }), amounts, (value, list, burnt) => {
        const { world, holder, adjust } = start();
        world.run((ctx) => {
          const params = world.deposits.params(ctx);
          world.deposits.state.params.set(ctx, { ...params, trustDepositShareValue: value });
        });
        for (const amount of list) adjust(amount);
        const sum = list.reduce((a, b) => a + b, 0n);
        if (burnt <= sum) world.run((ctx) => world.deposits.burnSlashed(ctx, holder, burnt));
        const td = world.deposits.find(world.ctx, holder.id);
        expect((td?.share ?? 0n) * value <= (td?.deposit ?? 0n) * ONE * ONE).toBe(true);
        expect(world.faults()).toEqual([]);
      }),
      { numRuns: 40, seed: 20260101 },
    );
  });
});

describe("Burn Ecosystem Slashed Trust Deposit", () => {
  it("[MOD-TD-MSG-7] [MOD-TD-MSG-7-1] [MOD-TD-MSG-7-3] [D-TD-11] [D-PP-47] burns the amount and leaves the counters of governance alone", () => {
    const { world, holder, adjust } = start(1_000n);
    adjust(400n);
    const before = world.supply();
    world.run((ctx) => world.deposits.burnSlashed(ctx, holder, 150n));
    expect(world.deposits.find(world.ctx, holder.id)).toMatchObject({
      deposit: 250n,
      share: 250n * ONE,
      slashedDeposit: 0n,
      slashCount: 0n,
    });
    expect([before - world.supply(), world.heldBy("td")]).toEqual([150n, 250n]);
    expect(world.taken("burn_ecosystem_slashed_trust_deposit")).toEqual([
      {
        corporation_id: `${holder.id}`,
        account: holder.policyAddress,
        amount: "150",
        new_amount: "250",
        new_share: "250.000000000000000000",
        timestamp: "2026-01-01T00:00:00Z",
      },
    ]);
    adjust(10n);
    expect(world.faults()).toEqual([]);
  });

  it("[D-TD-08] credit is never above what is left", () => {
    const { world, holder, adjust, slash } = start(1_000n);
    adjust(400n);
    adjust(-300n);
    world.run((ctx) => world.deposits.burnSlashed(ctx, holder, 150n));
    expect(world.deposits.find(world.ctx, holder.id)?.refunded).toBe(250n);
    slash(50n);
    expect(world.deposits.find(world.ctx, holder.id)?.refunded).toBe(200n);
  });

  it("[MOD-TD-MSG-7-2] [MOD-TD-MSG-7-2-1] [MOD-TD-MSG-7-2-2] refuses 0, more than is deposited and a corporation without deposit", () => {
    const { world, holder, adjust } = start();
    const refuses = (amount: bigint) =>
      world.refused((ctx) => world.deposits.burnSlashed(ctx, holder, amount));
    expect(refuses(1n)).toMatchObject({
      kind: tdErrors.depositNotFound,
      rule: "MOD-TD-MSG-7-2-1",
    });
    adjust(10n);
    expect(refuses(0n).kind).toBe(tdErrors.amountNotPositive);
    expect(refuses(11n).kind).toBe(tdErrors.depositTooSmall);
  });
});
