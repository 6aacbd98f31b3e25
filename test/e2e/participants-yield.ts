import { expect } from "vitest";
import * as td from "../../src/gen/verana/td/v1.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import { until } from "../support/until.js";
import { balanceOf, depositOf, type Ledger } from "./participants-ledger.js";
import { CORPORATIONS, type Market } from "./participants-market.js";
import { SECOND } from "./registry-people.js";

const DEPOSITS = addressText("verana", moduleAddress("td"));
const RECLAIM = "/verana.td.v1.MsgReclaimTrustDepositYield";

/** Decimals of the wire have 18 places. */
const ONE = 10n ** 18n;
const YEAR = 31_536_000n * SECOND;
const BLOCKS = 10;

/**
 * Blocks without messages: what the module's account gains in each is what the share value rises by, and
 * over all of them it is what deposits may yield in the time, which the chain of this test caps at the
 * whole of them a year. Then a corporation reclaims what its shares are worth above its deposit.
 */
export async function earnYield(market: Market, ledger: Ledger): Promise<void> {
  const first = await market.people.height();
  // A block is told of before the application has committed it.
  await until(async () => (await market.people.height()) > first + BLOCKS);
  const deposits = CORPORATIONS.map((name) => depositOf(market, name, first));
  const share = (await Promise.all(deposits)).reduce((sum, deposit) => sum + deposit.share, 0n);
  const heights = Array.from({ length: BLOCKS + 1 }, (_, n) => first + n);
  const states = await Promise.all(heights.map((height) => stateAt(market, height)));
  let [paid, allowed] = [0n, 0n];
  for (const [n, now] of states.slice(1).entries()) {
    const before = states[n] ?? now;
    const gained = now.balance - before.balance;
    expect(now.value - before.value, `block ${first + n + 1}`).toBe((gained * ONE * ONE) / share);
    paid += gained;
    allowed += (share * before.value * (now.time - before.time)) / (ONE * YEAR);
  }
  // A part of one base unit is carried into the first of the blocks, and another out of the last.
  expect(paid).toBeGreaterThan(0n);
  expect(paid * ONE).toBeGreaterThan(allowed - ONE);
  expect(paid * ONE).toBeLessThan(allowed + ONE);
  await reclaim(market, ledger);
}

async function stateAt({ people }: Market, height: number) {
  const [time, balance, { params }] = await Promise.all([
    people.timeOf(height),
    balanceOf(people, DEPOSITS, height),
    people.ask<td.QueryParamsResponse>(td.Query.Params, {}, height),
  ]);
  return { time, balance, value: params.trustDepositShareValue };
}

async function reclaim(market: Market, ledger: Ledger): Promise<void> {
  const { height, msgResponses } = await market.act("eco", RECLAIM, {});
  const { share, deposit } = await depositOf(market, "eco", height - 1);
  const { value } = await stateAt(market, height);
  const claim = (share * value) / (ONE * ONE) - deposit;
  expect(claim).toBeGreaterThan(0n);
  const [answer] = msgResponses;
  if (answer === undefined) throw new Error("a message without answer");
  const { claimedAmount } = td.MsgReclaimTrustDepositYieldResponse.decode(answer.value);
  expect(claimedAmount).toBe(claim);
  ledger.enterUnits({ eco: { account: claim } });
  await ledger.check("when the ecosystem has reclaimed its yield");
  const left = await depositOf(market, "eco", height);
  // What was claimed is debited in shares, rounded up.
  expect(left.share).toBe(share - (claim * ONE * ONE + value - 1n) / value);
}
