import { expect, it } from "vitest";
import { MsgCreateOrUpdateParticipantSession } from "../../../src/gen/verana/pp/v1.js";
import type { Payment, QuerySessionQuoteResponse } from "../../../src/gen/vpr/pp/v1.js";
import { ChainError } from "../../../src/keeper/errors.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { HistoryWorld, NAMES } from "./history-world.js";

const SEED = Number(process.env.VPR_SEED ?? 20_260_106);

type Coins = Payment["account"];
const amountOf = (coins: Coins, denom: string): bigint =>
  coins.find((one) => one.denom === denom)?.amount ?? 0n;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

/** Everybody's money. */
interface Money {
  /** Other coins, native ones with the deposit, and what was put into the deposit or freed of it. */
  readonly corporations: readonly {
    readonly id: bigint;
    readonly other: bigint;
    readonly native: bigint;
    readonly staked: bigint;
  }[];
  /** Of participants, by their ids. */
  readonly deposits: readonly (readonly [bigint, bigint])[];
}

/** Asks for the price of every session before it is paid, and looks at everybody's money afterwards. */
class QuotedWorld extends HistoryWorld {
  readonly paid = new Set<string>();
  count = 0;

  protected override carryOut(message: Any, by: string): void {
    if (message.typeUrl !== MsgCreateOrUpdateParticipantSession.typeUrl) {
      super.carryOut(message, by);
      return;
    }
    const { corporation, operator, id, digest, ...ids } =
      MsgCreateOrUpdateParticipantSession.decode(message.value);
    const quote = this.#quote(ids);
    const before = this.#money();
    super.carryOut(message, by);
    // A session that nobody could price would not be paid.
    expect(quote).toBeDefined();
    if (quote !== undefined) expect(this.#money()).toEqual(this.#after(before, quote));
  }

  #quote(ids: object): QuerySessionQuoteResponse | undefined {
    try {
      return this.query<QuerySessionQuoteResponse>("/vpr.pp.v1.Query/SessionQuote", { ...ids });
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      return undefined;
    }
  }

  #money(): Money {
    const corporations = NAMES.map((name) => {
      const party = this.party(name);
      const { account, deposit, refunded } = this.holdings(party);
      const other = this.balance(party.policyAddress, "ufoo");
      return { id: party.id, other, native: account + deposit, staked: deposit - refunded };
    });
    const deposits = this.everybody().map(({ id, deposit }) => [id, deposit] as const);
    return { corporations, deposits };
  }

  #after({ corporations, deposits }: Money, quote: QuerySessionQuoteResponse): Money {
    const { total, payerParticipantId, payerCorporationId, payerDeposit } = quote;
    const all = [...quote.beneficiaries, ...quote.agents];
    this.count++;
    for (const { denom } of total) this.paid.add(denom);
    const stakeOf = (id: bigint) => (id === payerParticipantId ? payerDeposit : 0n);
    return {
      corporations: corporations.map((one) => {
        const own = all.filter(({ corporationId }) => corporationId === one.id);
        const pays = one.id === payerCorporationId;
        const stakes = sum(own.map(({ deposit }) => deposit)) + (pays ? payerDeposit : 0n);
        const got = (denom: string) =>
          sum(own.map(({ account }) => amountOf(account, denom))) -
          (pays ? amountOf(total, denom) : 0n);
        return {
          ...{ id: one.id, other: one.other + got("ufoo") },
          native: one.native + got("uvna") + stakes,
          staked: one.staked + stakes,
        };
      }),
      deposits: deposits.map(([id, deposit]) => {
        const own = all.filter(({ participantId }) => participantId === id);
        return [id, deposit + sum(own.map((payment) => payment.deposit)) + stakeOf(id)] as const;
      }),
    };
  }
}

it(`[D-PP-38] a session takes from and gives to everybody what its quote said (VPR_SEED=${SEED})`, () => {
  const worlds = [0, 1].map((n) => new QuotedWorld(SEED + n).live(300));
  expect([...new Set(worlds.flatMap(({ paid }) => [...paid]))].sort()).toEqual(["ufoo", "uvna"]);
  expect(worlds.reduce((all, { count }) => all + count, 0)).toBeGreaterThan(20);
});
