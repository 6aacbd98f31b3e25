import { expect } from "vitest";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as td from "../../src/gen/verana/td/v1.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import { CORPORATIONS, type Corporation, FUNDS, type Market, tu } from "./participants-market.js";

const ESCROW = addressText("verana", moduleAddress("pp"));

/** What a corporation holds, base units: its account, its deposit, and the part of it that is credit. */
interface Holdings {
  account: bigint;
  deposit: bigint;
  refunded: bigint;
}

/** Trust units by which accounts and deposits change, as [account, deposit, credit]. */
export type Entries = Partial<
  Record<Corporation, readonly [account: number, deposit: number, refunded?: number]>
>;

/** A ledger that a test keeps by hand, against which the chain is held. */
export class Ledger {
  readonly #expected = new Map<Corporation, Holdings>();
  #escrow = 0n;

  constructor(private readonly market: Market) {
    for (const name of CORPORATIONS) {
      this.#expected.set(name, { account: FUNDS, deposit: 0n, refunded: 0n });
    }
  }

  /** Enters changes; `escrow` is what waits more for validations than before, trust units. */
  enter(entries: Entries, escrow = 0): void {
    for (const [name, [account, deposit, refunded = 0]] of Object.entries(entries)) {
      const held = this.#of(name as Corporation);
      held.account += tu(account);
      held.deposit += tu(deposit);
      held.refunded += tu(refunded);
    }
    this.#escrow += tu(escrow);
  }

  /** Enters base units that an account was paid. */
  credit(name: Corporation, amount: bigint): void {
    this.#of(name).account += amount;
  }

  /** Holds every account, every deposit and the escrow against what was entered. */
  async check(when: string): Promise<void> {
    const { people } = this.market;
    const found = await Promise.all(
      CORPORATIONS.map(async (name) => [name, await this.#ask(name)]),
    );
    expect(Object.fromEntries(found), when).toEqual(Object.fromEntries(this.#expected));
    expect(await balanceOf(people, ESCROW), `escrow ${when}`).toBe(this.#escrow);
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
    return { account: await balanceOf(people, policy), deposit, refunded };
  }
}

/** Base units on an account, at the latest height unless told. */
export async function balanceOf(
  people: Market["people"],
  address: string,
  height?: number,
): Promise<bigint> {
  const { balance } = await people.ask<bank.QueryBalanceResponse>(
    bank.Query.Balance,
    { address, denom: "uvna" },
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
