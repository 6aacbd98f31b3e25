import fc from "fast-check";
import { expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgCreateRootParticipant,
  MsgRenewParticipantOP,
  MsgRepayParticipantSlashedTrustDeposit,
  MsgRevokeParticipant,
  MsgSelfCreateParticipant,
  MsgSetParticipantEffectiveUntil,
  MsgSetParticipantOPToValidated,
  MsgSlashParticipantTrustDeposit,
  MsgStartParticipantOP,
  MsgTriggerResolver,
  OnboardingState,
  type Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { ChainError } from "../../../src/keeper/errors.js";
import type { Any, MessageType } from "../../../src/wire/descriptor.js";
import { DAY } from "../../support/registry-world.js";
import { message } from "../../support/world.js";
import { LifeRules } from "./life-rules.js";
import { type MarketWorld, MODE, type Party } from "./market-world.js";
import { DAYS, market, NAMES, ONE, PLENTY, partiesOf, SCHEMAS } from "./planted-market.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;

const HOUR = DAY / 24n;

const schemasOf = (world: MarketWorld) =>
  new Map(
    SCHEMAS.map(({ issuer, verifier }, i) => {
      const days: Readonly<Record<number, number>> = {
        [ISSUER]: DAYS.issuer,
        [VERIFIER_GRANTOR]: DAYS.verifierGrantor,
      };
      const controller = world.party("a").id;
      return [BigInt(i + 1), { ecosystem: BigInt(i + 1), controller, issuer, verifier, days }];
    }),
  );

const number = fc.noBias(fc.nat(1_000));
const step = fc.record({
  what: fc.constantFrom(
    ...([
      "start",
      "start",
      "start",
      "again",
      "again",
      "validate",
      "validate",
      "validate",
      "renew",
      "cancel",
    ] as const),
    ...([
      "until",
      "until",
      "until",
      "self",
      "self",
      "root",
      "root",
      "revoke",
      "slash",
      "repay",
      "trigger",
    ] as const),
  ),
  who: fc.constantFrom(...NAMES),
  /** Whether the corporation that fits sends it, and is about one that fits. */
  fits: fc.nat(9).map((n) => n > 1),
  role: fc.constantFrom(ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, HOLDER),
  id: number,
  from: number,
  until: number,
  amount: fc.constantFrom(0n, 1n, 50n),
  discount: fc.constantFrom(0n, 0n, 0n, 5_000n, 10_000n),
  /** How far the clock goes before it: a moment, or to where something begins or ends. */
  clock: fc.constantFrom("stays", "moves", "moves", "moves", "reaches"),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface View {
  readonly rules: LifeRules;
  readonly world: MarketWorld;
  readonly participants: readonly Participant[];
  /** Where something begins or ends, nanosecond by nanosecond around it, and far ahead. */
  readonly times: readonly bigint[];
}

function viewOf(world: MarketWorld): View {
  const participants = new Map(world.participants.state.participants.entries(world.ctx));
  const all = [...participants.values()];
  const edges = all.flatMap((p) => [p.effectiveFrom, p.effectiveUntil, p.opExp]);
  const known = edges.filter((time) => time !== undefined);
  const ahead = [world.time, ...known.filter((time) => time > world.time)];
  const near = ahead.flatMap((time) => [time - 1n, time, time + 1n]);
  return {
    rules: new LifeRules(world.time, participants, schemasOf(world)),
    world,
    participants: all,
    times: [...near, world.time + HOUR, world.time + DAY, world.time + 3n * DAY],
  };
}

interface Move {
  readonly who: Party;
  readonly packed: Any;
  /** Whether the rules allow it. */
  readonly allowed: boolean;
}

const modesOf = (schemaId: bigint) => SCHEMAS[Number(schemaId) - 1];

const FITS: Readonly<Record<string, (p: Participant, s: Step) => boolean>> = {
  start: ({ role }) => role !== VERIFIER && role !== HOLDER,
  self: ({ role, schemaId }) => role === ECOSYSTEM && modesOf(schemaId)?.issuer === MODE.open,
  again: ({ opState }) => opState === OnboardingState.VALIDATED,
  validate: ({ opState }) => opState === OnboardingState.PENDING,
  cancel: ({ opState }) => opState === OnboardingState.PENDING,
  renew: ({ opState }) => opState === OnboardingState.VALIDATED,
  repay: ({ slashedDeposit, repaidDeposit }) => slashedDeposit > repaidDeposit,
  slash: ({ deposit }) => deposit > 0n,
  // Roots without an end leave no room for others.
  until: ({ role }, { amount }) => amount > 0n || role === ECOSYSTEM,
  // Without its root a schema's whole tree would be dead.
  revoke: ({ role }) => role !== ECOSYSTEM,
};

function targetOf({ participants }: View, s: Step): Participant {
  const fitting = s.fits ? participants.filter((p) => FITS[s.what]?.(p, s) ?? true) : participants;
  const from = fitting.length === 0 ? participants : fitting;
  const found = from[s.id % from.length];
  if (found === undefined) throw new Error("nobody takes part");
  return found;
}

const LEADS_TO: Readonly<Record<number, number>> = {
  [ISSUER_GRANTOR]: ISSUER,
  [VERIFIER_GRANTOR]: VERIFIER,
  [ISSUER]: HOLDER,
};

/** Fees and discounts of a validation: in a renewal those of before, where they fit. */
function agreed(p: Participant, { fits, from, discount }: Step) {
  const { validationFees, issuanceFees, verificationFees } = p;
  const { issuanceFeeDiscount, verificationFeeDiscount } = p;
  const kept = { issuanceFees, verificationFees, issuanceFeeDiscount, verificationFeeDiscount };
  if (fits && p.effectiveFrom !== undefined) return { ...kept, validationFees };
  const [issuance, verification] = from % 2 === 0 ? [discount, 0n] : [0n, discount];
  const discounts = { issuanceFeeDiscount: issuance, verificationFeeDiscount: verification };
  return { ...kept, ...discounts, validationFees: 9n };
}

function moveOf(view: View, s: Step): Move {
  const { rules, world, participants } = view;
  const p = targetOf(view, s);
  const any = world.party(s.who);
  const party = (id: bigint | undefined) =>
    (s.fits ? partiesOf(world).find((one) => one.id === id) : any) ?? any;
  const owner = party(p.corporationId);
  const above = participants.find(({ id }) => id === p.validatorParticipantId);
  const validator = party((above ?? p).corporationId);
  const time = (n: number) => view.times[n % view.times.length] ?? world.time;
  const maybe = (n: number) => (n % 3 === 0 ? undefined : time(n));
  const made = <T>(who: Party, type: MessageType<T>, init: object, allows: (m: T) => boolean) => {
    const packed = message(type, { ...world.by(who), ...init } as unknown as Partial<T>);
    return { who, packed, allowed: allows(type.decode(packed.value)) };
  };
  const { id } = p;
  const did = any.did;
  const span = { effectiveFrom: time(s.from), effectiveUntil: maybe(s.until) };
  switch (s.what) {
    case "start": {
      const asked = { role: s.fits ? (LEADS_TO[p.role] ?? s.role) : s.role, did };
      const init = { ...asked, validatorParticipantId: id };
      return made(any, MsgStartParticipantOP, init, (m) => rules.start(any.id, m));
    }
    case "again": {
      const { role, validatorParticipantId } = p;
      const init = { role, validatorParticipantId, did: owner.did };
      return made(owner, MsgStartParticipantOP, init, (m) => rules.start(owner.id, m));
    }
    case "renew":
      return made(owner, MsgRenewParticipantOP, { id }, () => rules.renew(owner.id, p));
    case "validate": {
      const days = BigInt(schemasOf(world).get(p.schemaId)?.days[p.role] ?? 0);
      const end = (p.opExp ?? world.time) + days * DAY + BigInt(s.until % 2);
      const effectiveUntil = [undefined, end, maybe(s.until)][s.from % 3];
      const init = { id, effectiveUntil, ...agreed(p, s) };
      return made(validator, MsgSetParticipantOPToValidated, init, (m) =>
        rules.validate(validator.id, p, m),
      );
    }
    case "cancel":
      return made(owner, MsgCancelParticipantOPLastRequest, { id }, () =>
        rules.cancel(owner.id, p),
      );
    case "root": {
      const a = s.fits ? world.party("a") : any;
      const init = { schemaId: p.schemaId, did: a.did, ...span };
      return made(a, MsgCreateRootParticipant, init, (m) => rules.root(a.id, m));
    }
    case "until": {
      const end = p.opExp === undefined ? undefined : p.opExp + BigInt(s.from % 2);
      const init = { id, effectiveUntil: s.amount === 1n ? (end ?? time(s.until)) : time(s.until) };
      const who = p.opState === 0 ? owner : validator;
      return made(who, MsgSetParticipantEffectiveUntil, init, (m) => rules.until(who.id, p, m));
    }
    case "revoke": {
      const who = s.from % 2 === 0 ? validator : owner;
      return made(who, MsgRevokeParticipant, { id }, () => rules.revoke(who.id, p));
    }
    case "slash": {
      const init = { id, amount: s.until % 4 === 0 ? p.deposit + s.amount : s.amount };
      return made(validator, MsgSlashParticipantTrustDeposit, init, (m) =>
        rules.slash(validator.id, p, m.amount),
      );
    }
    case "repay":
      return made(owner, MsgRepayParticipantSlashedTrustDeposit, { id }, () =>
        rules.repay(owner.id, p),
      );
    case "self": {
      const role = s.from % 2 === 0 ? ISSUER : VERIFIER;
      const init = { role, validatorParticipantId: id, did, ...span };
      return made(any, MsgSelfCreateParticipant, init, (m) => rules.self(any.id, m));
    }
    case "trigger":
      return made(validator, MsgTriggerResolver, { id }, () => rules.trigger(validator.id, p));
  }
}

/** Whether the chain carries a message out. */
function accepts(world: MarketWorld, { who, packed }: Move): boolean {
  try {
    world.deliver(packed, who.operator);
    return true;
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return false;
  }
}

/** How long until the step: to where its participant begins or ends, or a nanosecond beside it. */
function waitOf(view: View, s: Step): bigint {
  if (s.clock === "stays") return 0n;
  const { effectiveFrom, effectiveUntil, opExp } = targetOf(view, s);
  const { time } = view.world;
  const edges = [effectiveFrom, effectiveUntil, opExp].filter((edge) => edge !== undefined);
  const ahead = edges.filter((edge) => edge > time && edge <= time + DAY);
  const edge = ahead[s.from % ahead.length];
  if (s.clock === "moves" || edge === undefined) return 1n;
  return edge - time + BigInt(s.until % 3) - 1n;
}

it("[MOD-PP-MSG-1-2] [MOD-PP-MSG-3-2] [MOD-PP-MSG-8-2] [MOD-PP-MSG-14-2] [D-PP-21] whoever asks for whatever at whichever nanosecond, it happens just when plain rules say so", () => {
  const done = new Map<string, number>();
  const history = fc.record({
    discount: fc.constantFrom(0n, 5_000n),
    drawn: fc.array(fc.bigInt({ min: 0n, max: 40n }), { minLength: 40, maxLength: 40 }),
    steps: fc.array(step, { minLength: 80, maxLength: 80 }),
  });
  const property = fc.property(history, ({ steps, ...start }) => {
    const { world } = market({ ...start, depositRate: ONE / 5n });
    world.pass(1_000_000_000n);
    for (const s of steps) {
      world.pass(waitOf(viewOf(world), s));
      for (const one of partiesOf(world)) world.fund(one.policyAddress, PLENTY, "ufoo");
      const move = moveOf(viewOf(world), s);
      const happened = accepts(world, move);
      expect({ what: s.what, happened }).toEqual({ what: s.what, happened: move.allowed });
      const key = `${s.what} ${happened}`;
      done.set(key, (done.get(key) ?? 0) + 1);
    }
  });
  // A history that fails is told as it is: to make it smaller takes many minutes.
  fc.assert(property, { numRuns: 25, seed: 20260107, endOnFailure: true });
  // A history of refusals would hold anything.
  expect([...done].filter(([, times]) => times < 5)).toEqual([]);
  expect(done.size).toBe(24);
}, 240_000);
