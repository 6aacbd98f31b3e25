import fc from "fast-check";
import { expect, it } from "vitest";
import {
  MsgReclaimTrustDepositYield,
  MsgRepaySlashedTrustDeposit,
  MsgSlashTrustDeposit,
} from "../../../src/gen/verana/td/v1.js";
import { ChainError } from "../../../src/keeper/errors.js";
import { MoneyWorld } from "../../support/money-world.js";
import { BOB } from "../../support/registry-world.js";
import { DepositModel, ONE, type Rates } from "./deposit-model.js";

const SECOND = 1_000_000_000n;
const YEAR = 31_536_000n * SECOND;
const TYPES = ["ReclaimTrustDepositYield", "RepaySlashedTrustDeposit"];

type Kind = "raise" | "lower" | "slash" | "burn" | "repay" | "claim";

/** A world and its model: holders with these coins, and these rates. */
function start(funds: readonly bigint[], rates: Rates) {
  const world = new MoneyWorld();
  const holders = funds.map((coins, i) => world.rich(`did:example:${i}`, TYPES, coins));
  world.run((ctx) =>
    world.deposits.state.params.set(ctx, {
      ...world.deposits.params(ctx),
      trustDepositBlockRewardShare: rates.share,
      trustDepositMaxYieldRate: rates.most,
    }),
  );
  const model = new DepositModel([...funds], rates);
  const supply = world.supply();

  const depositOf = (id: bigint) => {
    const td = world.deposits.find(world.ctx, id);
    if (td === undefined) return undefined;
    const { deposit, share, refunded, slashedDeposit, repaidDeposit, slashCount } = td;
    const counters = { slashed: slashedDeposit, repaid: repaidDeposit, count: slashCount };
    return { deposit, share, refunded, ...counters };
  };

  /** Does a step in the world; whether it was not refused. */
  const act = (kind: Kind, who: number, amount: bigint): boolean => {
    const holder = holders[who] ?? { id: 0n, policyAddress: "" };
    const by = { corporation: holder.policyAddress, operator: BOB };
    const adjust = (augend: bigint) =>
      world.run((ctx) => world.deposits.adjust(ctx, holder, augend));
    const steps: Record<Kind, () => void> = {
      raise: () => adjust(amount),
      lower: () => adjust(-amount),
      slash: () =>
        world.govern(MsgSlashTrustDeposit, { corporationId: holder.id, deposit: amount }),
      burn: () => world.run((ctx) => world.deposits.burnSlashed(ctx, holder, amount)),
      repay: () => world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit: amount }, BOB),
      claim: () => world.send(MsgReclaimTrustDepositYield, by, BOB),
    };
    try {
      steps[kind]();
      return true;
    } catch (error) {
      if (error instanceof ChainError) return false;
      throw error;
    }
  };

  /** The first step of a block in which so much is collected; distribution takes the rest. */
  const block = (collected: bigint, elapsed: bigint): void => {
    if (collected > 0n) world.fundModule("fee_collector", collected);
    const since = world.time;
    world.pass(elapsed);
    world.events.splice(0);
    const before = [model.value, model.carry, model.held];
    const dump = world.dump();
    world.run((ctx) => world.deposits.distributeYield(ctx, since));
    const left = collected - model.block(collected, elapsed);
    expect(world.heldBy("fee_collector")).toBe(left);
    const isQuiet = [model.value, model.carry, model.held].every((now, i) => now === before[i]);
    if (isQuiet) expect([world.events, world.dump()]).toEqual([[], dump]);
    expect(world.taken("yield_distribution").length).toBe(model.value === before[0] ? 0 : 1);
    const collector = world.accounts.moduleAddress("fee_collector");
    const coins = [{ denom: "uvna", amount: left }];
    world.run((ctx) => world.bank.toModule(ctx, collector, "distribution", coins));
  };

  const compare = (): void => {
    expect({
      accounts: holders.map(({ policyAddress }) => world.balance(policyAddress)),
      deposits: holders.map(({ id }) => depositOf(id)),
      value: world.deposits.params(world.ctx).trustDepositShareValue,
      carry: world.deposits.state.carry.get(world.ctx) ?? 0n,
      held: world.heldBy("td"),
      burnt: supply - world.supply(),
    }).toEqual({
      accounts: model.accounts,
      deposits: holders.map((_, i) => model.deposits.get(i)),
      value: model.value,
      carry: model.carry,
      held: model.held,
      burnt: model.burnt,
    });
    expect(world.faults()).toEqual([]);
  };
  return { model, act, block, compare };
}

const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 3n }),
  fc.bigInt({ min: 1n, max: 10n ** 6n }),
  fc.bigInt({ min: 1n, max: 1n << 63n }),
);
const rate = fc.constantFrom(0n, 1n, ONE / 5n, ONE / 3n, ONE);
const kinds = ["raise", "raise", "lower", "slash", "burn", "repay", "claim", "block", "block"];
const step = fc.record({
  kind: fc.constantFrom(...(kinds as readonly (Kind | "block")[])),
  who: fc.nat({ max: 2 }),
  amount,
  /** How far from the last amount that passes; `amount` is taken when it is not given. */
  beside: fc.option(fc.constantFrom(-1n, 0n, 0n, 1n), { nil: undefined }),
  elapsed: fc.constantFrom(0n, 1n, SECOND, 86_400n * SECOND, YEAR, 50n * YEAR),
});
const history = fc.record({
  funds: fc.array(fc.constantFrom(30n, 10n ** 9n, 10n ** 19n), { minLength: 1, maxLength: 3 }),
  rates: fc.record({ share: rate, most: rate }),
  steps: fc.array(step, { minLength: 20, maxLength: 40 }),
});

it("[D-TD-01] [D-TD-02] [D-TD-04] [D-TD-05] [D-TD-06] [D-TD-07] [D-TD-08] [D-TD-10] any history leaves what a second reading of the rules says, to the last place", () => {
  fc.assert(
    fc.property(history, ({ funds, rates, steps }) => {
      const { model, act, block, compare } = start(funds, rates);
      for (const { kind, who: any, amount, beside, elapsed } of steps) {
        const who = any % funds.length;
        const exact = beside === undefined ? amount : model.last(kind, who, elapsed) + beside;
        const size = exact < 0n ? 0n : exact;
        if (kind === "block") block(size < 10n ** 18n ? size : 10n ** 18n, elapsed);
        else expect(act(kind, who, size)).toBe(model.act(kind, who, size));
        compare();
      }
    }),
    { numRuns: 40, seed: 20260103 },
  );
});

it("[D-TD-04] [D-TD-02] nobody gets more shares by many small deposits, nor anything by taking credit and using it again", () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(parts, fc.bigInt({ min: 1n, max: 10n ** 9n }), (amounts, fees) => {
      const { model, act, block, compare } = start([10n ** 12n, 10n ** 12n, 10n ** 12n], {
        share: ONE,
        most: ONE,
      });
      const whole = amounts.reduce((sum, one) => sum + one, 0n);
      const both = (kind: Kind, who: number, amount: bigint): void => {
        expect(act(kind, who, amount)).toBe(model.act(kind, who, amount));
      };
      both("raise", 2, 10n ** 9n);
      block(fees, YEAR);
      both("raise", 0, whole);
      for (const one of amounts) both("raise", 1, one);
      const [once, often] = [model.deposits.get(0), model.deposits.get(1)];
      expect(often?.deposit).toBe(once?.deposit);
      expect((often?.share ?? 0n) <= (once?.share ?? 0n)).toBe(true);
      for (const one of amounts) {
        both("lower", 1, one);
        both("raise", 1, one);
      }
      expect(model.deposits.get(1)).toEqual(often);
      // Neither has anything to claim before there is another yield.
      for (const who of [0, 1]) expect(act("claim", who, 0n)).toBe(false);
      compare();
    }),
    { numRuns: 15, seed: 20260104 },
  );
});
