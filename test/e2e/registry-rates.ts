import { expect } from "vitest";
import { PricingAssetType } from "../../src/gen/verana/cs/v1.js";
import * as xr from "../../src/gen/verana/xr/v1.js";
import { xrErrors } from "../../src/modules/xr/index.js";
import { pack } from "../../src/wire/any.js";
import { GOV } from "../support/gov-messages.js";
import { until } from "../support/until.js";
import { passed, propose } from "./registry-governance.js";
import { type People, SECOND } from "./registry-people.js";

const UPDATE = "/verana.xr.v1.MsgUpdateExchangeRate";
const { COIN, FIAT } = PricingAssetType;

/** What governance was asked for. */
export interface Rate {
  readonly id: bigint;
  readonly proposalId: bigint;
  readonly currency: string;
}

/**
 * The voter, who stakes more than all validators do, proposes a rate that is enabled at once, with an
 * oracle that may move it by a twentieth; it votes, and time does the rest.
 */
export async function proposeRate(people: People, currency: string): Promise<Rate> {
  const { exchangeRates } = await people.ask<xr.QueryListExchangeRatesResponse>(
    xr.Query.ListExchangeRates,
  );
  const id = BigInt(exchangeRates.length) + 1n;
  const messages = [
    pack(
      xr.MsgCreateExchangeRate,
      xr.MsgCreateExchangeRate.create({
        authority: GOV,
        ...pairOf(currency),
        rate: "10000",
        rateScale: 2,
        validityDuration: 60n * SECOND,
      }),
    ),
    pack(xr.MsgSetExchangeRateState, { authority: GOV, id, state: true }),
    pack(xr.MsgGrantExchangeRateAuthorization, {
      authority: GOV,
      xrId: id,
      operator: people.addressOf("oracle"),
      expiration: (await people.now()) + 86_400n * SECOND,
      maxDeviationBps: 500,
    }),
  ];
  const proposalId = await propose(people, messages, `Price ${currency}`);
  return { id, proposalId, currency };
}

const pairOf = (currency: string) => ({
  baseAssetType: FIAT,
  baseAsset: currency,
  quoteAssetType: COIN,
  quoteAsset: "uvna",
});

const price = async (people: People, { currency }: Rate, amount: string): Promise<string> =>
  (await people.ask<xr.QueryGetPriceResponse>(xr.Query.GetPrice, { ...pairOf(currency), amount }))
    .price;

/** Once the proposal has passed: the oracle pushes, and its breaker trips on too large a move. */
export async function pushRates(people: People, rate: Rate): Promise<void> {
  await passed(people, rate.proposalId);
  const push = (value: string) => ({
    operator: people.addressOf("oracle"),
    id: rate.id,
    rate: value,
  });
  await people.refused("oracle", UPDATE, push("10501"), xrErrors.deviationTooLarge);
  await people.send("oracle", UPDATE, push("10500"));
  await people.refused(
    "alice",
    UPDATE,
    { ...push("10500"), operator: people.addressOf("alice") },
    xrErrors.authorizationNotFound,
  );
  expect(await price(people, rate, "3")).toBe("315");
}

/** A minute without a push, and nothing is priced any more; the next push brings it back. */
export async function awaitExpiry(people: People, rate: Rate): Promise<void> {
  const refusal = () => price(people, rate, "3").catch((error: unknown) => String(error));
  await until(async () => (await refusal()).includes(xrErrors.rateExpired.text));
  const push = { operator: people.addressOf("oracle"), id: rate.id, rate: "10000" };
  await people.send("oracle", UPDATE, push);
  expect(await price(people, rate, "3")).toBe("300");
}
