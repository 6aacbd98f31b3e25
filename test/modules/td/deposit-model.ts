/** What a deposit is by the specification. Amounts in base units, shares scaled by 10^18. */
export interface ModelDeposit {
  readonly deposit: bigint;
  readonly share: bigint;
  readonly refunded: bigint;
  readonly slashed: bigint;
  readonly repaid: bigint;
  readonly count: bigint;
}

/** What may happen to deposits. */
export type Step = "raise" | "lower" | "slash" | "burn" | "repay" | "claim" | "block";

/** Fractions scaled by 10^18: of what a block earned, and of deposits in a year. */
export interface Rates {
  readonly share: bigint;
  readonly most: bigint;
}

export const ONE = 10n ** 18n;
const LIMIT = 1n << 63n;
const YEAR = 31_536_000_000_000_000n;
const NOTHING = { deposit: 0n, share: 0n, refunded: 0n, slashed: 0n, repaid: 0n, count: 0n };

/**
 * Trust deposits written a second time, from the specification and the decisions alone, to hold the
 * module against. A step that must be refused answers `false` and changes nothing.
 */
export class DepositModel {
  value = ONE;
  carry = 0n;
  held = 0n;
  burnt = 0n;
  readonly deposits = new Map<number, ModelDeposit>();

  constructor(
    /** Base units of each holder's account. */
    readonly accounts: bigint[],
    readonly rates: Rates,
  ) {}

  get totalShare(): bigint {
    return [...this.deposits.values()].reduce((sum, { share }) => sum + share, 0n);
  }

  /** A step by its name; `false` when it is refused. */
  act(kind: Exclude<Step, "block">, who: number, amount: bigint): boolean {
    if (kind === "raise") return this.adjust(who, amount);
    if (kind === "lower") return this.adjust(who, -amount);
    return kind === "claim" ? this.claim(who) : this[kind](who, amount);
  }

  /** The last amount with which a step passes, as far as one alone decides; of a block, what earns most. */
  last(kind: Step, who: number, elapsed: bigint): bigint {
    const { deposit, refunded, slashed, repaid } = this.deposits.get(who) ?? NOTHING;
    if (kind === "raise") return this.account(who) + refunded;
    if (kind === "lower") return deposit - refunded;
    if (kind === "repay") return slashed - repaid;
    if (kind !== "block") return deposit;
    const { share } = this.rates;
    return share === 0n ? 0n : ((this.cap(elapsed) / ONE) * ONE) / share;
  }

  /** MOD-TD-MSG-1. */
  adjust(who: number, augend: bigint): boolean {
    const known = this.deposits.get(who);
    const td = known ?? NOTHING;
    const used = td.refunded < augend ? td.refunded : augend;
    const fresh = augend - used;
    if (augend === 0n || td.slashed > td.repaid) return false;
    if (augend < 0n) {
      if (known === undefined || td.refunded - augend > td.deposit) return false;
      this.deposits.set(who, { ...td, refunded: td.refunded - augend });
      return true;
    }
    if (fresh > this.account(who) || td.deposit + fresh >= LIMIT) return false;
    this.pay(who, fresh);
    const share = td.share + this.shares(fresh);
    const deposit = td.deposit + fresh;
    this.deposits.set(who, { ...td, refunded: td.refunded - used, deposit, share });
    return true;
  }

  /** MOD-TD-MSG-5. */
  slash(who: number, amount: bigint): boolean {
    const slashed = (this.deposits.get(who)?.slashed ?? 0n) + amount;
    if (slashed >= LIMIT || !this.burn(who, amount)) return false;
    const td = this.deposits.get(who) ?? NOTHING;
    this.deposits.set(who, { ...td, slashed, count: td.count + 1n });
    return true;
  }

  /** MOD-TD-MSG-7. */
  burn(who: number, amount: bigint): boolean {
    const td = this.deposits.get(who);
    if (td === undefined || amount <= 0n || amount > td.deposit) return false;
    const debit = this.debit(amount);
    const share = td.share > debit ? td.share - debit : 0n;
    const deposit = td.deposit - amount;
    const refunded = td.refunded < deposit ? td.refunded : deposit;
    this.deposits.set(who, { ...td, deposit, share, refunded });
    this.held -= amount;
    this.burnt += amount;
    return true;
  }

  /** MOD-TD-MSG-6. */
  repay(who: number, amount: bigint): boolean {
    const td = this.deposits.get(who);
    if (td === undefined || amount <= 0n || amount !== td.slashed - td.repaid) return false;
    if (amount > this.account(who)) return false;
    this.pay(who, amount);
    const share = td.share + this.shares(amount);
    const repaid = td.repaid + amount;
    this.deposits.set(who, { ...td, deposit: td.deposit + amount, share, repaid });
    return true;
  }

  /** MOD-TD-MSG-2. */
  claim(who: number): boolean {
    const td = this.deposits.get(who);
    if (td === undefined || td.slashed > td.repaid) return false;
    const amount = (td.share * this.value) / (ONE * ONE) - td.deposit;
    if (amount <= 0n) return false;
    this.deposits.set(who, { ...td, share: td.share - this.debit(amount) });
    this.pay(who, -amount);
    return true;
  }

  /** The step of a block that found `collected`, so many nanoseconds after the one before: what it takes. */
  block(collected: bigint, elapsed: bigint): bigint {
    const candidate = (collected * this.rates.share) / ONE;
    const total = this.totalShare;
    if (candidate === 0n || total === 0n) return 0n;
    const cap = this.cap(elapsed);
    this.carry = cap % ONE;
    const taken = candidate * ONE < cap ? candidate : cap / ONE;
    this.held += taken;
    this.value += (taken * ONE * ONE) / total;
    return taken;
  }

  /** Most that a block may take, scaled by 10^18. */
  private cap(elapsed: bigint): bigint {
    const yearly = this.totalShare * this.value * this.rates.most;
    return this.carry + (yearly * elapsed) / (ONE * ONE * YEAR);
  }

  account(who: number): bigint {
    return this.accounts[who] ?? 0n;
  }

  private pay(who: number, amount: bigint): void {
    this.accounts[who] = this.account(who) - amount;
    this.held += amount;
  }

  private shares(amount: bigint): bigint {
    return (amount * ONE * ONE) / this.value;
  }

  private debit(amount: bigint): bigint {
    return (amount * ONE * ONE + this.value - 1n) / this.value;
  }
}
