import { afterEach, expect, it } from "vitest";
import { Query, type QueryRedelegationsResponse } from "../../../src/gen/cosmos/staking/v1beta1.js";
import { testKey } from "../../support/signed-tx.js";
import { StakeChain } from "../../support/stake-chain.js";
import { BONDED_POOL, NOT_BONDED_POOL, operatorOf } from "../../support/stake-genesis.js";
import { cancel, delegate, redelegate, undelegate } from "../../support/stake-messages.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

/** An operator that there is not. */
const NOBODY = operatorOf(testKey(99).address);
const DISTRIBUTION = "verana1jv65s3grqf6v6jl3dp4t6c9t9rk99cd8hhvv3t";
const DAY = 86_400n;

const sharesOf = (who: string, at: string): string | undefined =>
  chain
    .section("staking")
    .delegations.find(
      (one: { delegator_address: string; validator_address: string }) =>
        one.delegator_address === who && one.validator_address === at,
    )?.shares;

/** What a payment of nothing tells: nobody earned anything on a chain that only pays fees of one block. */
const isReward = (type: string): boolean => type === "withdraw_rewards";

it("a delegation moves coins to the pool of the validator and tells of it as recorded", async () => {
  chain = await StakeChain.start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  expect(await chain.deliver(3, delegate(who, at, 5_000_000n))).toEqual([
    [
      "message",
      ["action", "/cosmos.staking.v1beta1.MsgDelegate"],
      ["sender", who],
      ["module", "staking"],
    ],
    ["coin_spent", ["spender", who], ["amount", "5000000uvna"]],
    ["coin_received", ["receiver", BONDED_POOL], ["amount", "5000000uvna"]],
    [
      "delegate",
      ["validator", at],
      ["delegator", who],
      ["amount", "5000000uvna"],
      ["new_shares", "5000000.000000000000000000"],
    ],
  ]);
  expect(sharesOf(who, at)).toBe("5000000.000000000000000000");
  expect(chain.power(0)).toBe(15n);
});

it("a delegation is refused with the codes of Cosmos SDK", async () => {
  chain = await StakeChain.start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  const codes = [
    await chain.refused(3, delegate(who, NOBODY, 1n)),
    await chain.refused(3, delegate(who, "veranavaloper1bad", 1n)),
    await chain.refused(3, delegate(who, who, 1n)),
    await chain.refused(3, delegate(who, at, 0n)),
    await chain.refused(3, delegate(who, at, -1n)),
    await chain.refused(3, delegate(who, at, 1n, "uother")),
    await chain.refused(3, delegate(who, at, 10n ** 13n)),
  ];
  expect(codes).toEqual(["staking 3", "sdk 7", "sdk 7", "sdk 18", "sdk 18", "sdk 18", "sdk 5"]);
});

it("an unbonding pays the rewards, moves the tokens and gives them back when its time is over", async () => {
  chain = await StakeChain.start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 5_000_000n));
  await chain.blocks(2);
  const events = await chain.deliver(3, undelegate(who, at, 1_000_000n));
  const height = chain.height;
  const end = new Date(Number((chain.time + 21n * DAY * 1_000_000_000n) / 1_000_000n));
  expect(events[0]?.[2]).toEqual(["sender", who]);
  expect(events.map(([type]) => type)).toEqual([
    "message",
    ...["coin_spent", "coin_received", "transfer", "message", "withdraw_rewards"],
    ...["coin_spent", "coin_received", "transfer", "message", "unbond"],
  ]);
  expect(events[1]?.[1]).toEqual(["spender", DISTRIBUTION]);
  expect(events[6]).toEqual(["coin_spent", ["spender", BONDED_POOL], ["amount", "1000000uvna"]]);
  expect(events[10]).toEqual([
    "unbond",
    ["validator", at],
    ["delegator", who],
    ["amount", "1000000uvna"],
    ["completion_time", end.toISOString().replace(".000Z", "Z")],
  ]);
  expect(chain.section("staking").unbonding_delegations[0].entries).toMatchObject([
    { creation_height: `${height}`, initial_balance: "1000000", balance: "1000000" },
  ]);
  expect(chain.balance(NOT_BONDED_POOL)).toBe(1_000_000n);
  const before = chain.balance(who);
  await chain.block({ seconds: 21n * DAY - 1n });
  expect(chain.balance(who)).toBe(before);
  const { events: last } = await chain.block();
  expect(chain.balance(who)).toBe(before + 1_000_000n);
  expect(last.find(({ type }) => type === "complete_unbonding")?.attributes).toMatchObject([
    { key: "amount", value: "1000000uvna" },
    { key: "validator", value: at },
    { key: "delegator", value: who },
    { key: "mode", value: "EndBlock" },
  ]);
  expect(chain.section("staking").unbonding_delegations).toEqual([]);
});

it("an unbonding is refused with the codes of Cosmos SDK", async () => {
  chain = await StakeChain.start({ params: { staking: { max_entries: 2 } } });
  const [who, at] = [chain.account(3), chain.operator(0)];
  const early = [
    await chain.refused(3, undelegate(who, at, 1n)),
    await chain.refused(3, undelegate(who, NOBODY, 1n)),
    await chain.refused(3, undelegate(who, at, 0n)),
  ];
  await chain.deliver(3, delegate(who, at, 1_000n));
  const late = [
    await chain.refused(3, undelegate(who, at, 1_001n)),
    await chain.refused(3, undelegate(who, at, 1n, "uother")),
  ];
  await chain.deliver(3, undelegate(who, at, 1n));
  await chain.deliver(3, undelegate(who, at, 1n));
  expect(await chain.refused(3, undelegate(who, at, 1n))).toBe("staking 27");
  expect([early, late]).toEqual([
    ["staking 19", "staking 3", "sdk 18"],
    ["sdk 18", "sdk 18"],
  ]);
});

it("two unbondings of one block are one entry", async () => {
  chain = await StakeChain.start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 1_000n));
  await chain.deliver(3, undelegate(who, at, 10n), undelegate(who, at, 5n));
  await chain.deliver(3, undelegate(who, at, 1n));
  const [{ entries }] = chain.section("staking").unbonding_delegations;
  expect(entries).toMatchObject([
    { balance: "15", initial_balance: "15", unbonding_id: "1" },
    { balance: "1", unbonding_id: "3" },
  ]);
});

it("a delegation that ends leaves nothing behind, and a validator without one is gone", async () => {
  chain = await StakeChain.start({ params: { staking: { unbonding_time: "10s" } } });
  const [own, at] = [chain.account(1), chain.operator(1)];
  await chain.deliver(1, undelegate(own, at, 10_000_000n));
  expect(chain.power(1)).toBeUndefined();
  expect(sharesOf(own, at)).toBeUndefined();
  const [validator] = chain
    .section("staking")
    .validators.filter((one: { operator_address: string }) => one.operator_address === at);
  expect(validator).toMatchObject({ jailed: true, status: "BOND_STATUS_UNBONDING", tokens: "0" });
  await chain.block({ seconds: 10n });
  expect(chain.section("staking").validators).toHaveLength(1);
  expect(chain.section("distribution").validator_current_rewards).toHaveLength(1);
});

it("a redelegation moves stake at once, as recorded", async () => {
  chain = await StakeChain.start();
  const [who, from, to] = [chain.account(3), chain.operator(0), chain.operator(1)];
  await chain.deliver(3, delegate(who, from, 5_000_000n));
  await chain.blocks(2);
  const events = await chain.deliver(3, redelegate(who, from, to, 1_000_000n));
  expect(events.map(([type]) => type)).toEqual([
    "message",
    ...["coin_spent", "coin_received", "transfer", "message", "withdraw_rewards"],
    "redelegate",
  ]);
  expect(events.at(-1)?.slice(0, 4)).toEqual([
    "redelegate",
    ["source_validator", from],
    ["destination_validator", to],
    ["amount", "1000000uvna"],
  ]);
  expect([sharesOf(who, from), sharesOf(who, to)]).toEqual([
    "4000000.000000000000000000",
    "1000000.000000000000000000",
  ]);
  const { redelegationResponses: told } = await chain.ask<unknown, QueryRedelegationsResponse>(
    Query.Redelegations,
    { delegatorAddr: who, srcValidatorAddr: from, dstValidatorAddr: to },
  );
  expect(told[0]?.entries).toMatchObject([
    { balance: 1_000_000n, redelegationEntry: { sharesDst: 10n ** 24n } },
  ]);
  const { events: last } = await chain.block({ seconds: 21n * DAY });
  expect(last.find(({ type }) => type === "complete_redelegation")?.attributes).toMatchObject([
    { key: "amount", value: "1000000uvna" },
    { key: "delegator", value: who },
    { key: "source_validator", value: from },
    { key: "destination_validator", value: to },
    { key: "mode" },
  ]);
});

it("a redelegation is refused with the codes of Cosmos SDK", async () => {
  const tokens = [10_000_000n, 10_000_000n, 10_000_000n];
  chain = await StakeChain.start({ tokens, params: { staking: { max_entries: 1 } } });
  const [who, a, b, c] = [
    chain.account(3),
    chain.operator(0),
    chain.operator(1),
    chain.operator(2),
  ] as const;
  await chain.deliver(3, delegate(who, a, 1_000n));
  const early = [
    await chain.refused(3, redelegate(who, a, a, 1n)),
    await chain.refused(3, redelegate(who, a, NOBODY, 1n)),
    await chain.refused(3, redelegate(who, NOBODY, a, 1n)),
    await chain.refused(3, redelegate(who, b, a, 1n)),
    await chain.refused(3, redelegate(who, a, b, 1_001n)),
    await chain.refused(3, redelegate(who, a, b, 1n, "uother")),
  ];
  await chain.deliver(3, redelegate(who, a, b, 100n));
  const late = [
    await chain.refused(3, redelegate(who, a, b, 1n)),
    await chain.refused(3, redelegate(who, b, c, 1n)),
  ];
  expect([early, late]).toEqual([
    ["staking 29", "staking 31", "staking 3", "staking 19", "sdk 18", "sdk 18"],
    ["staking 33", "staking 32"],
  ]);
});

it("a cancelled unbonding is delegated again, as recorded", async () => {
  chain = await StakeChain.start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 5_000n));
  await chain.deliver(3, undelegate(who, at, 2_000n));
  const height = chain.height;
  const events = await chain.deliver(3, cancel(who, at, 500n, height));
  const paid = events.findIndex(([type]) => isReward(type));
  expect(events.slice(paid + 1)).toEqual([
    ["coin_spent", ["spender", NOT_BONDED_POOL], ["amount", "500uvna"]],
    ["coin_received", ["receiver", BONDED_POOL], ["amount", "500uvna"]],
    ["transfer", ["recipient", BONDED_POOL], ["sender", NOT_BONDED_POOL], ["amount", "500uvna"]],
    ["message", ["sender", NOT_BONDED_POOL]],
    [
      "cancel_unbonding_delegation",
      ["amount", "500uvna"],
      ["validator", at],
      ["delegator", who],
      ["creation_height", `${height}`],
    ],
  ]);
  expect(chain.section("staking").unbonding_delegations[0].entries).toMatchObject([
    { initial_balance: "1500", balance: "1500" },
  ]);
  await chain.deliver(3, cancel(who, at, 1_500n, height));
  expect(chain.section("staking").unbonding_delegations).toEqual([]);
  expect(sharesOf(who, at)).toBe("5000.000000000000000000");
});

it("a cancellation is refused with the codes of Cosmos SDK", async () => {
  chain = await StakeChain.start();
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 5_000n));
  const early = await chain.refused(3, cancel(who, at, 1n, 3n));
  await chain.deliver(3, undelegate(who, at, 2_000n));
  const height = chain.height;
  const late = [
    await chain.refused(3, cancel(who, at, 1n, height + 1n)),
    await chain.refused(3, cancel(who, at, 2_001n, height)),
    await chain.refused(3, cancel(who, at, 0n, height)),
    await chain.refused(3, cancel(who, at, 1n, 0n)),
    await chain.refused(3, cancel(who, NOBODY, 1n, height)),
  ];
  expect([early, late]).toEqual([
    "staking 26",
    ["sdk 38", "sdk 18", "sdk 18", "sdk 18", "staking 3"],
  ]);
  await chain.deliver(0, undelegate(chain.account(0), at, 10_000_000n));
  expect(await chain.refused(3, cancel(who, at, 1n, height))).toBe("staking 7");
});
