import fc from "fast-check";
import { expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgCreateOrUpdateParticipantSession,
  MsgRenewParticipantOP,
  MsgRepayParticipantSlashedTrustDeposit,
  MsgSetParticipantOPToValidated,
  MsgSlashParticipantTrustDeposit,
  MsgStartParticipantOP,
  type Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { ChainError } from "../../../src/keeper/errors.js";
import type { Any, MessageType } from "../../../src/wire/descriptor.js";
import {
  hasTarget,
  type Market,
  participantMessage,
  type Signed,
} from "../../support/participant-steps.js";
import { account, SECOND } from "../../support/registry-world.js";
import { message } from "../../support/world.js";
import { Books, Shortage, type Terms } from "./books.js";
import type { MarketWorld, Party } from "./market-world.js";
import { DENOMS, market, NAMES, ONE, PLENTY, partiesOf, SCHEMAS } from "./planted-market.js";

const number = fc.noBias(fc.bigInt({ min: 0n, max: 400n }));
const step = fc.record({
  what: fc.constantFrom(
    ...["start", "start", "start", "validate", "validate", "validate", "renew", "renew", "cancel"],
    ...["session", "session", "session", "session", "session", "session", "session", "session"],
    ...["session", "session", "self", "slash", "repay", "repay", "revoke"],
  ),
  who: fc.constantFrom(...NAMES),
  role: fc.constantFrom(1, 2, 3, 4, 6),
  id: number,
  other: number,
  amount: number,
  discount: fc.constantFrom(0n, 0n, 0n, 1n, 3_333n, 10_000n),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const participantsOf = (world: MarketWorld): ReadonlyMap<bigint, Participant> =>
  new Map(world.participants.state.participants.entries(world.ctx));

/** What the chain says. */
function booksOf(world: MarketWorld, terms: Terms): Books {
  const books = new Books(terms, participantsOf(world));
  for (const denom of DENOMS) {
    for (const { id, policyAddress } of partiesOf(world)) {
      books.put(id, denom, world.balance(policyAddress, denom));
    }
    for (const module of ["pp", "td"] as const)
      books.put(module, denom, world.heldBy(module, denom));
  }
  for (const { id } of partiesOf(world)) {
    const td = world.deposits.find(world.ctx, id);
    if (td !== undefined) books.deposits.set(id, td);
  }
  return books;
}

const marketOf = (world: MarketWorld): Market =>
  world.market(
    partiesOf(world),
    SCHEMAS.map((schema) => ({ of: world.party("a"), ...schema })),
  );

/** A message of a step, any issuers as agents, any fees and discounts agreed; a start where nothing fits. */
function signedOf(world: MarketWorld, s: Step): Signed {
  const market = marketOf(world);
  const what = hasTarget(market, s.what) ? s.what : "start";
  const made = participantMessage(market, { ...s, what, who: world.party(s.who) });
  if (made === undefined) throw new Error(`no step ${what}`);
  const edited = <T>(type: MessageType<T>, changes: Partial<T>): Signed => ({
    by: made.by,
    message: message(type, { ...type.decode(made.message.value), ...changes }),
  });
  const { participants } = market;
  if (what === "session") {
    const issuers = participants.filter(({ role }) => role === ParticipantRole.ISSUER);
    const agent = (n: bigint) => issuers[Number(n) % (issuers.length + 1)]?.id ?? 0n;
    return edited(MsgCreateOrUpdateParticipantSession, {
      agentParticipantId: agent(s.amount),
      walletAgentParticipantId: agent(s.amount / 2n),
    });
  }
  if (what !== "validate") return made;
  const { id } = MsgSetParticipantOPToValidated.decode(made.message.value);
  const renewed = participants.find((p) => p.id === id)?.effectiveFrom !== undefined;
  if (renewed) return made;
  const isIssuers = s.role % 2 === 0;
  return edited(MsgSetParticipantOPToValidated, {
    validationFees: s.amount,
    issuanceFees: s.id,
    verificationFees: s.other % 5n,
    issuanceFeeDiscount: isIssuers ? s.discount : 0n,
    verificationFeeDiscount: isIssuers ? 0n : s.discount,
  });
}

/** What the message should make of the books. */
function enter(books: Books, corporation: bigint, { typeUrl, value }: Any): void {
  ENTRIES[typeUrl]?.(books, value, corporation);
}

const ENTRIES: Readonly<
  Record<string, (books: Books, value: Uint8Array, corporation: bigint) => void>
> = {
  [MsgStartParticipantOP.typeUrl]: (books, value, corporation) =>
    books.start(corporation, MsgStartParticipantOP.decode(value).validatorParticipantId),
  [MsgRenewParticipantOP.typeUrl]: (books, value, corporation) =>
    books.renew(corporation, MsgRenewParticipantOP.decode(value).id),
  [MsgSetParticipantOPToValidated.typeUrl]: (books, value, corporation) =>
    books.validate(corporation, MsgSetParticipantOPToValidated.decode(value).id),
  [MsgCancelParticipantOPLastRequest.typeUrl]: (books, value, corporation) =>
    books.cancel(corporation, MsgCancelParticipantOPLastRequest.decode(value).id),
  [MsgCreateOrUpdateParticipantSession.typeUrl]: (books, value, corporation) =>
    books.session(corporation, MsgCreateOrUpdateParticipantSession.decode(value)),
  [MsgSlashParticipantTrustDeposit.typeUrl]: (books, value) =>
    books.slash(MsgSlashParticipantTrustDeposit.decode(value)),
  [MsgRepayParticipantSlashedTrustDeposit.typeUrl]: (books, value, corporation) =>
    books.repay(corporation, MsgRepayParticipantSlashedTrustDeposit.decode(value).id),
};

class Undone extends Error {}

/** What a message is refused with; undefined when it is carried out, or would be where `undo` is set. */
function refusalOf(world: MarketWorld, signed: Signed, undo = false): ChainError | undefined {
  try {
    world.run((ctx) => {
      world.app.router.parse(signed.message);
      world.app.router.run(ctx, signed.message, { account: signed.by, via: "transaction" });
      if (undo) throw new Undone();
    });
  } catch (error) {
    if (error instanceof ChainError) return error;
    if (!(error instanceof Undone)) throw error;
  }
  return undefined;
}

/** Puts a corporation's account to an amount. */
function hold(world: MarketWorld, { policyAddress }: Party, denom: string, amount: bigint): void {
  const excess = world.balance(policyAddress, denom) - amount;
  const coins = [{ denom, amount: excess }];
  if (excess > 0n) world.run((ctx) => world.bank.send(ctx, policyAddress, account(90), coins));
  if (excess < 0n) world.fund(policyAddress, -excess, denom);
}

/** The least that the account must hold for the message, by the books. */
function neededFor(books: Books, payer: Party, denom: string, packed: Any): bigint {
  let [least, enough] = [0n, PLENTY];
  while (least < enough) {
    const tried = (least + enough) / 2n;
    const copy = books.copy();
    copy.put(payer.id, denom, tried - PLENTY);
    try {
      enter(copy, payer.id, packed);
      enough = tried;
    } catch (error) {
      if (!(error instanceof Shortage)) throw error;
      least = tried + 1n;
    }
  }
  return enough;
}

/** Of which coin and how much the payer needs: of one that it needs, where it needs any. */
function needOf(world: MarketWorld, terms: Terms, payer: Party, { packed, last }: Needing) {
  const needs = DENOMS.map((denom) => ({
    denom,
    needed: neededFor(booksOf(world, terms), payer, denom, packed),
  }));
  if (last) needs.reverse();
  return needs.find(({ needed }) => needed > 0n) ?? { denom: "uvna", needed: 0n };
}

interface Needing {
  readonly packed: Any;
  /** Whether the last of the coins is asked first. */
  readonly last: boolean;
}

/** Carries a step out on the chain and in the books; what it was, nothing where money is no matter. */
function play(world: MarketWorld, terms: Terms, s: Step): readonly string[] {
  const parties = partiesOf(world);
  for (const denom of DENOMS) for (const one of parties) hold(world, one, denom, PLENTY);
  const signed = signedOf(world, s);
  const payer = parties.find((p) => [p.operator, p.vsOperator].includes(signed.by));
  // Refused for something else than money: other tests tell for what.
  if (payer === undefined || refusalOf(world, signed, true) !== undefined) return [];
  const asked = { packed: signed.message, last: s.id % 2n === 0n };
  const { denom, needed } = needOf(world, terms, payer, asked);
  const short = needed > 0n && s.other % 3n === 0n;
  hold(world, payer, denom, short ? needed - 1n : needed);
  const books = booksOf(world, terms);
  const refusal = refusalOf(world, signed);
  const what = `${signed.message.typeUrl.split(".Msg")[1]}`;
  expect(refusal?.kind.name, what).toBe(short ? "insufficientFunds" : undefined);
  if (!short) enter(books, payer.id, signed.message);
  expect(booksOf(world, terms).facts(), what).toEqual(books.facts());
  if (short) return ["short"];
  return needed > 0n ? [what, `paid ${what}`] : [what];
}

it("[D-PP-11] [D-PP-12] [D-PP-22] [D-PP-38] [D-PP-40] [D-PP-45] whatever happened, a message moves and stakes what plain books say, and the account must hold that and no more", () => {
  const done = new Map<string, number>();
  const history = fc.record({
    depositRate: fc.constantFrom(ONE / 5n, ONE / 3n, ONE, 0n),
    discount: fc.constantFrom(0n, 1n, 3_333n, 10_000n),
    drawn: fc.array(number, { minLength: 40, maxLength: 40 }),
    steps: fc.array(step, { minLength: 50, maxLength: 50 }),
  });
  const property = fc.property(history, ({ steps, ...start }) => {
    const { world, terms } = market(start);
    for (const s of steps) {
      world.pass(SECOND);
      for (const one of play(world, terms, s)) done.set(one, (done.get(one) ?? 0) + 1);
    }
  });
  // A history that fails is told as it is: to make it smaller takes many minutes.
  fc.assert(property, { numRuns: 15, seed: 20260106, endOnFailure: true });
  // A history of refusals would hold anything.
  const often = ["StartParticipantOP", "RenewParticipantOP", "CreateOrUpdateParticipantSession"];
  const asked = ["short", "SetParticipantOPToValidated", ...often.map((what) => `paid ${what}`)];
  expect(asked.filter((what) => (done.get(what) ?? 0) < 30)).toEqual([]);
}, 240_000);
