import fc from "fast-check";
import { expect, it } from "vitest";
import {
  MsgReclaimTrustDepositYield,
  MsgRepaySlashedTrustDeposit,
  MsgSlashTrustDeposit,
} from "../../../src/gen/verana/td/v1.js";
import { MsgSetExchangeRateState } from "../../../src/gen/verana/xr/v1.js";
import type { WriteContext } from "../../../src/keeper/context.js";
import { ChainError } from "../../../src/keeper/errors.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { type Market, participantMessage, slashed } from "../../support/participant-steps.js";
import { account, DAY, SECOND } from "../../support/registry-world.js";
import { coinOf, MarketWorld, MODE, type Party, TU } from "./market-world.js";

const NAMES = ["a", "b", "c", "d"] as const;
const DENOMS = ["uvna", "ufoo"] as const;

/** Three schemas of two ecosystems: native coin with grantors, trust units, another coin and open. */
function market(): MarketWorld {
  const world = new MarketWorld();
  for (const name of NAMES) {
    const party = world.party(name, 10n ** 6n);
    world.fund(party.policyAddress, 10n ** 6n, "ufoo");
  }
  const [a, b] = [world.party("a"), world.party("b")];
  world.schema(a, { ...coinOf("uvna"), issuerValidationValidityPeriod: { value: 30 } });
  world.schema(a, { ...TU, issuerOnboardingMode: MODE.ecosystem });
  const open = { issuerOnboardingMode: MODE.open, verifierOnboardingMode: MODE.open };
  world.schema(b, { ...coinOf("ufoo"), ...open });
  world.rate(TU, "7", 1);
  world.rate(coinOf("ufoo"), "13", 1);
  for (const schemaId of [1n, 2n, 3n]) {
    const fees = { validationFees: 1_003n, issuanceFees: 107n, verificationFees: 211n };
    world.root(schemaId === 3n ? b : a, schemaId, fees);
  }
  return world;
}

const small = fc.bigInt({ min: 0n, max: 4_000n });
const id = fc.bigInt({ min: 1n, max: 12n });
const step = fc.record({
  what: fc.constantFrom(
    ...["start", "start", "start", "validate", "validate", "validate", "renew", "cancel", "self"],
    ...["until", "revoke", "session", "session", "session", "slash", "repay", "root"],
    ...["govern", "repay td", "claim", "yield", "rate", "pass", "send"],
  ),
  who: fc.constantFrom(...NAMES),
  role: fc.constantFrom(1, 2, 3, 4, 6),
  id,
  other: id,
  amount: small,
  discount: fc.constantFrom(0n, 0n, 2_500n),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const marketOf = (world: MarketWorld): Market => {
  const [a, b, ...others] = NAMES.map((name) => world.party(name)) as [Party, Party, ...Party[]];
  return world.market(
    [a, b, ...others],
    [
      { of: a, issuer: MODE.grantor, verifier: MODE.grantor },
      { of: a, issuer: MODE.ecosystem, verifier: MODE.grantor },
      { of: b, issuer: MODE.open, verifier: MODE.open },
    ],
  );
};

/** One message, or one thing that happens; what it burns when it is not refused. */
function act(world: MarketWorld, s: Step): bigint {
  const who = world.party(s.who);
  const send = <T>(type: MessageType<T>, init: object) =>
    world.send(type, { ...world.by(who), ...init } as unknown as Partial<T>, who.operator);
  const step = participantMessage(marketOf(world), { ...s, who });
  if (step !== undefined) {
    // Revocations would soon leave nothing.
    if (s.what === "revoke" && s.amount % 8n > 0n) return 0n;
    world.deliver(step.message, step.by);
    return s.what === "slash" ? slashed(s) : 0n;
  }
  switch (s.what) {
    case "govern":
      if (s.amount % 8n > 0n) return 0n;
      world.govern(MsgSlashTrustDeposit, { corporationId: who.id, deposit: s.amount });
      return s.amount;
    case "repay td": {
      const td = world.deposits.find(world.ctx, who.id);
      const deposit = (td?.slashedDeposit ?? 0n) - (td?.repaidDeposit ?? 0n);
      send(MsgRepaySlashedTrustDeposit, { deposit });
      return 0n;
    }
    case "claim":
      send(MsgReclaimTrustDepositYield, {});
      return 0n;
    case "yield":
      world.fundModule("fee_collector", s.amount);
      world.pass(DAY);
      world.run((ctx) => world.deposits.distributeYield(ctx, world.time - DAY));
      return 0n;
    case "rate":
      world.govern(MsgSetExchangeRateState, { id: 1n + (s.id % 2n), state: s.amount % 4n !== 0n });
      return 0n;
    case "pass":
      world.pass((s.amount % 500n) * 900n * SECOND);
      return 0n;
    default: {
      const to = world.party(NAMES[Number(s.id % 4n)] ?? "a");
      const coins = [{ denom: "uvna", amount: s.amount + 1n }];
      world.run((ctx) => world.bank.send(ctx, who.policyAddress, to.policyAddress, coins));
      return 0n;
    }
  }
}

/** When each participant begins and ends, and when it was changed. */
const spansOf = (world: MarketWorld) =>
  new Map(
    [...world.participants.state.participants.entries(world.ctx)].map(([id, p]) => {
      const { effectiveFrom, effectiveUntil, revoked, slashed, modified } = p;
      return [id, { span: { effectiveFrom, effectiveUntil, revoked, slashed }, modified }];
    }),
  );

class Undone extends Error {}

/** What a session takes from its payer's account, by denomination, when `before` happened; undefined where it is refused. Nothing of it stays. */
function priceOf(world: MarketWorld, s: Step, before: (ctx: WriteContext) => void) {
  const { message, by } =
    participantMessage(marketOf(world), { ...s, who: world.party(s.who) }) ?? {};
  const payer = NAMES.map((name) => world.party(name)).find((one) => one.vsOperator === by);
  if (message === undefined || by === undefined || payer === undefined) return undefined;
  const held = (ctx: WriteContext) =>
    DENOMS.map((denom) => world.bank.balance(ctx, payer.policyAddress, denom));
  let paid: readonly bigint[] | undefined;
  try {
    world.run((ctx) => {
      before(ctx);
      const had = held(ctx);
      world.app.router.parse(message);
      world.app.router.run(ctx, message, { account: by, via: "transaction" });
      paid = held(ctx).map((amount, i) => (had[i] ?? 0n) - amount);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone) && !(error instanceof ChainError)) throw error;
  }
  return { payer, paid };
}

/** Every other corporation has credit of its deposit and nothing else. */
const changed = (world: MarketWorld, payer: Party) => (ctx: WriteContext) => {
  for (const one of NAMES.map((name) => world.party(name)).filter(({ id }) => id !== payer.id)) {
    try {
      world.deposits.adjust(ctx, one, 5_000n);
      world.deposits.adjust(ctx, one, -5_000n);
    } catch (error) {
      // In debt to governance.
      if (!(error instanceof ChainError)) throw error;
    }
    for (const denom of DENOMS) {
      const amount = world.bank.balance(ctx, one.policyAddress, denom);
      const coins = amount === 0n ? [] : [{ denom, amount }];
      world.bank.send(ctx, one.policyAddress, account(90), coins);
    }
  }
};

it("[D-PP-37] whatever happened, what a session takes from its payer depends on no payee's state", () => {
  let paid = 0;
  const property = fc.property(fc.array(step, { minLength: 30, maxLength: 50 }), (steps) => {
    const world = market();
    for (const s of steps) {
      world.pass(SECOND);
      const session: Step = { ...s, what: "session" };
      const plain = priceOf(world, session, () => undefined);
      if (plain?.paid !== undefined) {
        const other = priceOf(world, session, changed(world, plain.payer));
        expect(other?.paid).toEqual(plain.paid);
        if (plain.paid.some((amount) => amount > 0n)) paid++;
      }
      try {
        act(world, s);
      } catch (error) {
        if (!(error instanceof ChainError)) throw error;
      }
    }
  });
  fc.assert(property, { numRuns: 8, seed: 20260105 });
  // Sessions that are free would be the same anyway.
  expect(paid).toBeGreaterThan(20);
}, 240_000);

it("[D-PP-13] [D-TD-13] [D-PP-21] [D-DE-01] whatever happens, no coin appears or vanishes, the escrow is what is pending, deposits are covered, records belong to the living", () => {
  const worked = new Map<string, number>();
  const property = fc.property(fc.array(step, { minLength: 40, maxLength: 60 }), (steps) => {
    const world = market();
    for (const s of steps) {
      const before = DENOMS.map((denom) => world.supply(denom));
      const stood = spansOf(world);
      world.pass(SECOND);
      let burnt = 0n;
      try {
        burnt = act(world, s);
        worked.set(s.what, (worked.get(s.what) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof ChainError)) throw error;
      }
      const [native = 0n, other] = before;
      expect(DENOMS.map((denom) => world.supply(denom))).toEqual([native - burnt, other]);
      expect(world.faults(), s.what).toEqual([]);
      // Lists go by it: when an end changes, the change is told of.
      for (const [id, { span, modified }] of spansOf(world)) {
        const earlier = stood.get(id);
        if (earlier !== undefined && earlier.modified === modified)
          expect(span).toEqual(earlier.span);
      }
    }
  });
  fc.assert(property, { numRuns: 25, seed: 20260104 });
  // A history in which nothing succeeds would hold anything.
  const often = ["start", "validate", "renew", "cancel", "self", "session", "slash", "until"];
  expect(often.filter((what) => (worked.get(what) ?? 0) < 5)).toEqual([]);
}, 240_000);
