import type {
  MsgCreateOrUpdateParticipantSession,
  MsgSlashParticipantTrustDeposit,
  Participant,
} from "../../../src/gen/verana/pp/v1.js";

/** How a schema's fees are paid. */
export interface Pricing {
  /** In which coin, where they are paid by the chain at all: fiat is not. */
  readonly denom: string;
  readonly isFiat: boolean;
  /** Native base units for an amount of the schema's asset. */
  price(amount: bigint): bigint;
}

/** What amounts are worked out from. Rates are scaled by 10^18. */
export interface Terms {
  readonly native: string;
  readonly depositRate: bigint;
  readonly agentRate: bigint;
  readonly walletRate: bigint;
  /** By the ids of schemas. */
  readonly pricings: ReadonlyMap<bigint, Pricing>;
}

/** A corporation's deposit in native base units. */
interface Deposit {
  readonly deposit: bigint;
  readonly refunded: bigint;
}

const STAKES = [
  ...(["deposit", "slashedDeposit", "repaidDeposit"] as const),
  ...(["opCurrentFees", "opCurrentDeposit", "opValidatorDeposit"] as const),
];
type Stakes = Readonly<Partial<Record<(typeof STAKES)[number], bigint>>>;

/** What a session pays to one participant. */
interface Due {
  readonly to: bigint;
  readonly denom: string;
  readonly account: bigint;
  readonly deposit: bigint;
}

/** A corporation's account by its id, or a module's by its name. */
type Holder = bigint | "pp" | "td";

/** An account that does not hold what is to be paid out of it. */
export class Shortage extends Error {}

const SCALE = 10n ** 18n;

const shareOf = (amount: bigint, rate: bigint): bigint => (amount * rate) / SCALE;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Who holds and has staked what, and what each message makes of it: plain numbers in plain maps, worked
 * out from the methods' texts and from nothing that the module is made of. A message is applied only
 * when nothing but money can refuse it.
 */
export class Books {
  /** By holder and denomination. */
  readonly accounts = new Map<string, bigint>();
  /** By corporation. */
  readonly deposits = new Map<bigint, Deposit>();
  /** By participant. */
  readonly stakes = new Map<bigint, Stakes>();

  /** `participants` as they were before the message. */
  constructor(
    private readonly terms: Terms,
    private readonly participants: ReadonlyMap<bigint, Participant>,
  ) {
    for (const [id, p] of participants) this.stakes.set(id, p);
  }

  /** To try a message on, before there is any other. */
  copy(): Books {
    const copy = new Books(this.terms, this.participants);
    for (const [key, amount] of this.accounts) copy.accounts.set(key, amount);
    for (const [id, deposit] of this.deposits) copy.deposits.set(id, deposit);
    return copy;
  }

  /** [MOD-PP-MSG-1-3] */
  start(corporation: bigint, validator: bigint): void {
    this.ask(corporation, BigInt(this.stakes.size + 1), this.participant(validator));
  }

  /** [MOD-PP-MSG-2-3] */
  renew(corporation: bigint, id: bigint): void {
    this.ask(corporation, id, this.participant(this.participant(id).validatorParticipantId));
  }

  /** [MOD-PP-MSG-3-3] [D-PP-22] */
  validate(corporation: bigint, id: bigint): void {
    const { opCurrentFees: fees, opCurrentDeposit: deposit, schemaId } = this.participant(id);
    this.move("pp", corporation, this.pricing(schemaId).denom, fees);
    this.stake(corporation, deposit);
    const settled = { opCurrentFees: -fees, opCurrentDeposit: -deposit };
    this.add(id, { ...settled, opValidatorDeposit: deposit });
  }

  /** [MOD-PP-MSG-6-3] [D-PP-24] [D-PP-25] What was staked becomes credit. */
  cancel(corporation: bigint, id: bigint): void {
    const { opCurrentFees: fees, opCurrentDeposit: deposit, schemaId } = this.participant(id);
    this.move("pp", corporation, this.pricing(schemaId).denom, fees);
    const held = this.depositOf(corporation);
    this.deposits.set(corporation, { ...held, refunded: held.refunded + deposit });
    this.add(id, { deposit: -deposit, opCurrentFees: -fees, opCurrentDeposit: -deposit });
  }

  /** [MOD-PP-MSG-12-3] [D-TD-08] */
  slash({ id, amount }: Pick<MsgSlashParticipantTrustDeposit, "id" | "amount">): void {
    const { corporationId } = this.participant(id);
    const { deposit, refunded } = this.depositOf(corporationId);
    const left = deposit - amount;
    this.deposits.set(corporationId, { deposit: left, refunded: least(refunded, left) });
    this.put("td", this.terms.native, -amount);
    this.add(id, { slashedDeposit: amount });
  }

  /** [MOD-PP-MSG-13-3] [D-PP-50] The account must hold all of it, whatever credit pays. */
  repay(corporation: bigint, id: bigint): void {
    const { slashedDeposit, repaidDeposit } = this.participant(id);
    const owed = slashedDeposit - repaidDeposit;
    this.require(corporation, this.terms.native, owed);
    this.stake(corporation, owed);
    this.add(id, { repaidDeposit: owed });
  }

  /** [MOD-PP-MSG-10-4] [D-PP-37] [D-PP-40] Credit counts for the payer's own deposit alone. */
  session(corporation: bigint, message: MsgCreateOrUpdateParticipantSession): void {
    const { native } = this.terms;
    const payer = message.verifierParticipantId || message.issuerParticipantId;
    const { due, own } = this.plan(payer, message);
    const total = new Map([[native, own - least(this.depositOf(corporation).refunded, own)]]);
    for (const { denom, account, deposit } of due) {
      total.set(denom, (total.get(denom) ?? 0n) + account);
      total.set(native, (total.get(native) ?? 0n) + deposit);
    }
    for (const [denom, amount] of total) this.require(corporation, denom, amount);
    for (const { to, denom, account, deposit } of due) {
      const { corporationId } = this.participant(to);
      this.move(corporation, corporationId, denom, account);
      this.move(corporation, corporationId, native, deposit);
      this.stake(corporationId, deposit);
      this.add(to, { deposit });
    }
    this.stake(corporation, own);
    this.add(payer, { deposit: own });
  }

  /** All amounts but those of 0, by what they are. */
  facts(): Readonly<Record<string, bigint>> {
    const facts: (readonly [string, bigint])[] = [...this.accounts];
    for (const [id, { deposit, refunded }] of this.deposits) {
      facts.push([`deposit of ${id}`, deposit], [`credit of ${id}`, refunded]);
    }
    for (const [id, stakes] of this.stakes) {
      for (const name of STAKES) facts.push([`${name} ${id}`, stakes[name] ?? 0n]);
    }
    return Object.fromEntries(facts.filter(([, amount]) => amount !== 0n));
  }

  /** Puts coins into an account, or takes them when negative. */
  put(holder: Holder, denom: string, amount: bigint): void {
    const key = `${holder} ${denom}`;
    const left = (this.accounts.get(key) ?? 0n) + amount;
    if (left < 0n) throw new Shortage(`${key} lacks ${-left}`);
    this.accounts.set(key, left);
  }

  private move(from: Holder, to: Holder, denom: string, amount: bigint): void {
    this.put(from, denom, -amount);
    this.put(to, denom, amount);
  }

  private require(holder: Holder, denom: string, amount: bigint): void {
    this.put(holder, denom, -amount);
    this.put(holder, denom, amount);
  }

  /** [D-PP-11] Fees into escrow and a deposit, both by what the validator asks. */
  private ask(corporation: bigint, id: bigint, validator: Participant): void {
    const { denom, isFiat, price } = this.pricing(validator.schemaId);
    const worth = price(validator.validationFees);
    const settled = denom === this.terms.native ? worth : validator.validationFees;
    const fees = isFiat ? 0n : settled;
    const deposit = shareOf(worth, this.terms.depositRate);
    this.stake(corporation, deposit);
    this.move(corporation, "pp", denom, fees);
    this.add(id, { deposit, opCurrentFees: fees, opCurrentDeposit: deposit });
  }

  /** [D-PP-36] [D-PP-38] Who is due what, and what the payer stakes for itself; each is rounded down. */
  private plan(payer: bigint, message: MsgCreateOrUpdateParticipantSession) {
    const { native, depositRate, agentRate, walletRate } = this.terms;
    const { denom, isFiat, price } = this.pricing(this.participant(payer).schemaId);
    const due: Due[] = [];
    let value = 0n;
    for (const to of this.earners(message)) {
      const fee = this.feeOf(to, payer, message.verifierParticipantId !== 0n);
      const worth = price(fee);
      const settled = denom === native ? worth : fee;
      const account = isFiat ? 0n : settled - shareOf(settled, depositRate);
      due.push({ to, denom, account, deposit: shareOf(worth, depositRate) });
      value += worth;
    }
    const own = due.reduce((sum, { deposit }) => sum + deposit, 0n);
    const reward = (to: bigint, rate: bigint) => {
      const earned = shareOf(value, rate);
      const deposit = shareOf(earned, depositRate);
      if (to !== 0n) due.push({ to, denom: native, account: earned - deposit, deposit });
    };
    reward(message.agentParticipantId, agentRate);
    reward(message.walletAgentParticipantId, walletRate);
    return { due, own };
  }

  /** [MOD-TD-MSG-1-3] [D-TD-02] Credit first, the account for the rest. */
  private stake(corporation: bigint, amount: bigint): void {
    const { deposit, refunded } = this.depositOf(corporation);
    const credit = least(refunded, amount);
    const fresh = amount - credit;
    this.move(corporation, "td", this.terms.native, fresh);
    this.deposits.set(corporation, { deposit: deposit + fresh, refunded: refunded - credit });
  }

  /** [D-PP-42] Both branches upwards, each once and the revoked and slashed passed over; a verified issuer too. */
  private earners(message: MsgCreateOrUpdateParticipantSession): ReadonlySet<bigint> {
    const { issuerParticipantId: issuer, verifierParticipantId: verifier } = message;
    const verified = verifier === 0n || issuer === 0n ? [] : [issuer];
    return new Set([...this.above(issuer), ...verified, ...this.above(verifier)]);
  }

  private above(id: bigint): readonly bigint[] {
    const parent = id === 0n ? 0n : this.participant(id).validatorParticipantId;
    if (parent === 0n) return [];
    const { revoked, slashed } = this.participant(parent);
    const earns = revoked === undefined && slashed === undefined;
    return [...(earns ? [parent] : []), ...this.above(parent)];
  }

  /** What a beneficiary asks of a payer, in the schema's asset. Discounts are basis points. */
  private feeOf(id: bigint, payer: bigint, isVerification: boolean): bigint {
    const { issuanceFees, verificationFees } = this.participant(id);
    const { issuanceFeeDiscount, verificationFeeDiscount } = this.participant(payer);
    const [fee, discount] = isVerification
      ? [verificationFees, verificationFeeDiscount]
      : [issuanceFees, issuanceFeeDiscount];
    return (fee * (10_000n - discount)) / 10_000n;
  }

  private add(id: bigint, changes: Stakes): void {
    const before = this.stakes.get(id) ?? {};
    const sums = STAKES.map((name) => [name, (before[name] ?? 0n) + (changes[name] ?? 0n)]);
    this.stakes.set(id, Object.fromEntries(sums));
  }

  private depositOf(corporation: bigint): Deposit {
    return this.deposits.get(corporation) ?? { deposit: 0n, refunded: 0n };
  }

  private participant(id: bigint): Participant {
    return known(this.participants.get(id));
  }

  private pricing(schemaId: bigint): Pricing {
    return known(this.terms.pricings.get(schemaId));
  }
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the message names what there is not");
  return value;
}
