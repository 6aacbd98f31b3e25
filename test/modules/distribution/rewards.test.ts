import { afterEach, expect, it } from "vitest";
import * as distribution from "../../../src/gen/cosmos/distribution/v1beta1.js";
import { addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { StakeChain } from "../../support/stake-chain.js";
import {
  coin,
  createValidator,
  delegate,
  redelegate,
  undelegate,
} from "../../support/stake-messages.js";
import { message } from "../../support/world.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const DISTRIBUTION = addressText("verana", moduleAddress("distribution"));

const withdraw = (who: string, at: string) =>
  message(distribution.MsgWithdrawDelegatorReward, { delegatorAddress: who, validatorAddress: at });
const withdrawCommission = (at: string) =>
  message(distribution.MsgWithdrawValidatorCommission, { validatorAddress: at });
const setWithdraw = (who: string, to: string) =>
  message(distribution.MsgSetWithdrawAddress, { delegatorAddress: who, withdrawAddress: to });
const gift = (who: string, at: string, amount: bigint) =>
  message(distribution.MsgDepositValidatorRewardsPool, {
    depositor: who,
    validatorAddress: at,
    amount: [coin(amount)],
  });

const rewardsOf = async (who: number, at: number): Promise<string> => {
  const { rewards } = await chain.ask<unknown, distribution.QueryDelegationRewardsResponse>(
    distribution.Query.DelegationRewards,
    { delegatorAddress: chain.account(who), validatorAddress: chain.operator(at) },
  );
  return `${rewards[0]?.amount ?? 0n}`;
};

/** No tax, so that only gifts and the fees of their transactions are there to share. */
const start = (options: Parameters<typeof StakeChain.start>[0] = {}) =>
  StakeChain.start({ tokens: [10_000_000n], ...options });

it("a withdrawal pays whole coins, tells of it as recorded and starts to count anew", async () => {
  chain = await start();
  const [who, at] = [chain.account(0), chain.operator(0)];
  await chain.deliver(3, gift(chain.account(3), at, 1_001n));
  const earned = BigInt(await rewardsOf(0, 0)) / 10n ** 18n;
  const before = chain.section("distribution").fee_pool.community_pool;
  const events = await chain.deliver(0, withdraw(who, at));
  // The fee of the gift came in between: 98 % of 5000, 90 % of that.
  const paid = `${earned + 4_410n}uvna`;
  expect(events.slice(1)).toEqual([
    ["coin_spent", ["spender", DISTRIBUTION], ["amount", paid]],
    ["coin_received", ["receiver", who], ["amount", paid]],
    ["transfer", ["recipient", who], ["sender", DISTRIBUTION], ["amount", paid]],
    ["message", ["sender", DISTRIBUTION]],
    ["withdraw_rewards", ["amount", paid], ["validator", at], ["delegator", who]],
  ]);
  expect(await rewardsOf(0, 0)).toBe("0");
  // The tenth of a coin that 900.9 leaves, and two of a hundred of the fee.
  expect([before, chain.section("distribution").fee_pool.community_pool]).toEqual([
    [],
    [{ denom: "uvna", amount: "100.900000000000000000" }],
  ]);
});

it("who earned nothing is paid a coin of zero", async () => {
  chain = await start();
  const events = await chain.deliver(0, withdraw(chain.account(0), chain.operator(0)));
  expect(events.map(([type]) => type)).toEqual(["message", "withdraw_rewards"]);
  expect(events[1]?.[1]).toEqual(["amount", "0uvna"]);
});

it("rewards are shared by stake, and a delegation earns nothing from before it", async () => {
  chain = await start({ delegations: [] });
  const [a, b, at] = [chain.account(3), chain.account(4), chain.operator(0)];
  await chain.deliver(3, delegate(a, at, 10_000_000n));
  await chain.deliver(5, gift(chain.account(5), at, 1_000n));
  await chain.deliver(4, delegate(b, at, 20_000_000n));
  await chain.blocks(2);
  const [own, first, late] = [await rewardsOf(0, 0), await rewardsOf(3, 0), await rewardsOf(4, 0)];
  // Equal stakes earned the same; the late one has half of the last fee alone.
  expect(first).toBe(own);
  expect(BigInt(late) / 10n ** 18n).toBe(2_205n);
});

it("a slash between two rewards counts for the second alone", async () => {
  chain = await start({
    tokens: [10_000_000n, 10_000_000n],
    params: {
      distribution: { community_tax: "0" },
      slashing: { slash_fraction_double_sign: "0.5" },
    },
  });
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 10_000_000n));
  await chain.blocks(3);
  const before = BigInt(await rewardsOf(3, 0));
  await chain.block({ doubleSign: { validator: 0, height: chain.height, power: 20n } });
  expect(BigInt(await rewardsOf(3, 0))).toBe(before);
  await chain.deliver(5, gift(chain.account(5), at, 2_000n));
  // Half of the tokens are his still, though each is one of five million.
  expect(BigInt(await rewardsOf(3, 0)) - before).toBe(900n * 10n ** 18n);
  const [event] = chain.section("distribution").validator_slash_events;
  expect(event.validator_slash_event.fraction).toBe("0.500000000000000000");
});

it("rewards go to the withdraw address, as do those that other messages pay", async () => {
  chain = await start();
  const [who, to, at] = [chain.account(0), chain.account(5), chain.operator(0)];
  expect(await chain.deliver(0, setWithdraw(who, to))).toEqual([
    [
      "message",
      ["action", "/cosmos.distribution.v1beta1.MsgSetWithdrawAddress"],
      ["sender", who],
      ["module", "distribution"],
    ],
    ["set_withdraw_address", ["withdraw_address", to]],
  ]);
  await chain.deliver(3, gift(chain.account(3), at, 10_000n));
  const before = chain.balance(to);
  await chain.deliver(0, undelegate(who, at, 1n));
  expect(chain.balance(to)).toBeGreaterThan(before);
});

it("a commission is paid in whole coins and keeps the rest", async () => {
  chain = await start();
  const at = chain.operator(0);
  await chain.deliver(3, gift(chain.account(3), at, 1_001n));
  const events = await chain.deliver(0, withdrawCommission(at));
  expect(events.at(-1)).toEqual(["withdraw_commission", ["amount", "590uvna"]]);
  const [{ accumulated }] = chain.section("distribution").validator_accumulated_commissions;
  expect(accumulated.commission).toEqual([{ denom: "uvna", amount: "0.100000000000000000" }]);
});

it("the community pool takes what is given to it", async () => {
  chain = await start({ params: { distribution: { community_tax: "0" } } });
  const fund = message(distribution.MsgFundCommunityPool, {
    depositor: chain.account(3),
    amount: [coin(77n)],
  });
  await chain.deliver(3, fund);
  const { pool } = await chain.ask<unknown, distribution.QueryCommunityPoolResponse>(
    distribution.Query.CommunityPool,
    {},
  );
  expect(pool).toEqual([{ denom: "uvna", amount: 77n * 10n ** 18n }]);
});

it("messages are refused with the codes of Cosmos SDK", async () => {
  chain = await start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  const spend = message(distribution.MsgCommunityPoolSpend, {
    authority: who,
    recipient: who,
    amount: [coin(1n)],
  });
  const update = message(distribution.MsgUpdateParams, { authority: who });
  const fund = (amount: bigint) =>
    message(distribution.MsgFundCommunityPool, { depositor: who, amount: [coin(amount)] });
  const codes = [
    await chain.refused(3, withdraw(who, at)),
    await chain.refused(3, withdraw(who, chain.operator(3))),
    await chain.refused(3, withdraw(who, "bad")),
    await chain.refused(0, withdrawCommission("bad")).catch(() => "no signer"),
    await chain.refused(3, withdrawCommission(chain.operator(3))),
    await chain.refused(3, setWithdraw(who, DISTRIBUTION)),
    await chain.refused(3, setWithdraw(who, "bad")),
    await chain.refused(3, gift(who, chain.operator(3), 1n)),
    await chain.refused(3, gift(who, at, 0n)),
    await chain.refused(3, gift(who, at, 10n ** 13n)),
    await chain.refused(3, fund(0n)),
    await chain.refused(3, fund(10n ** 13n)),
    await chain.refused(3, spend),
    await chain.refused(3, update),
  ];
  expect(codes).toEqual([
    "distribution 5",
    "distribution 6",
    "sdk 7",
    expect.any(String),
    "distribution 7",
    "sdk 4",
    "sdk 7",
    "distribution 12",
    "sdk 10",
    "sdk 5",
    "sdk 10",
    "sdk 5",
    "gov 13",
    "gov 13",
  ]);
});

it("a withdraw address is refused where the chain has that switched off", async () => {
  chain = await start({ params: { distribution: { withdraw_addr_enabled: false } } });
  const [who, to] = [chain.account(3), chain.account(4)];
  expect(await chain.refused(3, setWithdraw(who, to))).toBe("distribution 8");
});

it("a validator that is removed leaves its commission to its operator and dust to the community", async () => {
  chain = await start({
    tokens: [10_000_000n, 10_000_000n],
    params: { staking: { unbonding_time: "5s" } },
  });
  const [own, at] = [chain.account(2), chain.operator(2)];
  await chain.deliver(2, createValidator(own, 2));
  await chain.deliver(5, gift(chain.account(5), at, 1_001n));
  const before = chain.balance(own);
  await chain.deliver(2, redelegate(own, at, chain.operator(0), 2_000_000n));
  await chain.block({ seconds: 5n });
  expect(chain.balance(own)).toBeGreaterThan(before - 5_000n);
  expect(chain.section("staking").validators).toHaveLength(2);
  expect(chain.section("distribution").outstanding_rewards).toHaveLength(2);
});
