import { expect } from "vitest";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as td from "../../src/gen/verana/td/v1.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import {
  CORPORATIONS,
  type Corporation,
  EURO,
  FUNDS,
  type Market,
  tu,
} from "./participants-market.js";

const ESCROW = addressText("verana", moduleAddress("pp"));

/** What a corporation holds, base units: its account, its deposit, and the part of it that is credit. */
interface Holdings {
  account: bigint;
  deposit: bigint;
  refunded: bigint;
  /** What its account holds of the other coin. */
  euros: bigint;
}

/** Trust units by which accounts and deposits change, as [account, deposit, credit]. */
export type Entries = Partial<
  Record<Corporation, readonly [account: number, deposit: number, refunded?: number]>
>;

/** Base units by which they change. */
export type Units = Partial<Record<Corporation, Partial<Readonly<Holdings>>>>;

/** A ledger that a test keeps by hand, against which the chain is held. */
export class Ledger {
  readonly #expected = new Map<Corporation, Holdings>();
  readonly #escrow = { account: 0n, euros: 0n };

  constructor(private readonly market: Market) {
    for (const name of CORPORATIONS) {
      this.#expected.set(name, { account: FUNDS, deposit: 0n, refunded: 0n, euros: 0n });
    }
  }

  /** Enters changes; `escrow` is what waits more for validations than before, trust units. */
  enter(entries: Entries, escrow = 0): void {
    const units = Object.entries(entries).map(([name, [account, deposit, refunded = 0]]) => [
      name,
      { account: tu(account), deposit: tu(deposit), refunded: tu(refunded) },
    ]);
    this.enterUnits(Object.fromEntries(units), { account: tu(escrow) });
  }

  /** Enters changes in base units. */
  enterUnits(
    entries: Units,
    { account = 0n, euros = 0n }: { readonly account?: bigint; readonly euros?: bigint } = {},
  ): void {
    for (const [name, change] of Object.entries(entries)) {
      const held = this.#of(name as Corporation);
      held.account += change.account ?? 0n;
      held.deposit += change.deposit ?? 0n;
      held.refunded += change.refunded ?? 0n;
      held.euros += change.euros ?? 0n;
    }
    this.#escrow.account += account;
    this.#escrow.euros += euros;
  }

  /** Holds every account, every deposit and the escrow against what was entered. */
  async check(when: string): Promise<void> {
    const { people } = this.market;
    const found = await Promise.all(
      CORPORATIONS.map(async (name) => [name, await this.#ask(name)]),
    );
    expect(Object.fromEntries(found), when).toEqual(Object.fromEntries(this.#expected));
    const escrow = await accountOf(people, ESCROW);
    expect(escrow, `escrow ${when}`).toEqual(this.#escrow);
  }

  #of(name: Corporation): Holdings {
    const held = this.#expected.get(name);
    if (held === undefined) throw new Error(`${name} has no page`);
    return held;
  }

  async #ask(name: Corporation): Promise<Holdings> {
    const { people, party } = this.market;
    const { policy } = party(name);
    const { deposit, refunded } = await depositOf(this.market, name);
    return { ...(await accountOf(people, policy)), deposit, refunded };
  }
}

/** Base units of both coins on an account. */
async function accountOf(people: Market["people"], address: string) {
  const [account, euros] = await Promise.all([
    balanceOf(people, address),
    balanceOf(people, address, undefined, EURO),
  ]);
  return { account, euros };
}

/** Base units on an account, at the latest height unless told. */
export async function balanceOf(
  people: Market["people"],
  address: string,
  height?: number,
  denom = "uvna",
): Promise<bigint> {
  const { balance } = await people.ask<bank.QueryBalanceResponse>(
    bank.Query.Balance,
    { address, denom },
    height,
  );
  return balance?.amount ?? 0n;
}

/** A corporation's deposit, at the latest height unless told; an empty one where there is none. */
export async function depositOf(
  { people, party }: Market,
  name: Corporation,
  height?: number,
): Promise<td.TrustDeposit> {
  const corporationId = party(name).id;
  try {
    const answer = await people.ask<td.QueryGetTrustDepositResponse>(
      td.Query.GetTrustDeposit,
      { corporationId },
      height,
    );
    return answer.trustDeposit ?? td.TrustDeposit.create();
  } catch (error) {
    if (!String(error).includes("not found")) throw error;
    return td.TrustDeposit.create();
  }
}
