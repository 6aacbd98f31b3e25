import { afterEach, expect, it } from "vitest";
import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import { PricingAssetType } from "../../../src/gen/verana/cs/v1.js";
import * as xr from "../../../src/gen/verana/xr/v1.js";
import { GOV, submit, vote, YES } from "../../support/gov-messages.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";
import { endBlock, govChain, passed, proposalOf } from "./gov-world.js";

const { PROPOSAL_STATUS_PASSED: PASSED, PROPOSAL_STATUS_FAILED: FAILED } = gov.ProposalStatus;
const { FIAT, COIN } = PricingAssetType;

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const rate = (authority: string, changes: Partial<xr.MsgCreateExchangeRate> = {}) =>
  message(xr.MsgCreateExchangeRate, {
    authority,
    baseAssetType: FIAT,
    baseAsset: "EUR",
    quoteAssetType: COIN,
    quoteAsset: "uvna",
    rate: "2500000",
    rateScale: 0,
    validityDuration: 86_400_000_000_000n,
    ...changes,
  });

it("[D-GEN-16] a registry message of governance is carried out by a proposal alone", async () => {
  chain = await govChain();
  const who = chain.account(3);
  const own = await chain.attempt(3, [rate(who)]);
  expect(own.code).not.toBe(0);
  await chain.deliver(3, submit(who, [rate(GOV)]));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 1n, YES));
  const types = (await endBlock(chain)).map(([type]) => type);
  expect(types.slice(-2)).toEqual(["create_exchange_rate", "active_proposal"]);
  expect(await proposalOf(chain, 1n)).toMatchObject({ status: PASSED });
});

it("[D-CS-06] what a registry message says is looked at when it is proposed, all else when it runs", async () => {
  chain = await govChain();
  const who = chain.account(3);
  const { code, codespace } = await chain.attempt(3, [submit(who, [rate(GOV, { rate: "0" })])]);
  expect([codespace, code]).toEqual(["gov", 12]);
  expect(await passed(chain, [rate(GOV)])).toMatchObject({ status: PASSED });
  // The pair is there already: nobody sees that before it runs.
  const twice = await passed(chain, [rate(GOV)]);
  expect(twice.status).toBe(FAILED);
  expect(twice.failedReason).not.toBe("");
});

it("[D-GEN-03] a proposal holds messages that governance's account alone would sign", async () => {
  chain = await govChain();
  const who = chain.account(3);
  const { code, codespace } = await chain.attempt(3, [submit(who, [rate(GOV), rate(who)])]);
  expect([codespace, code]).toEqual(["gov", 13]);
});
