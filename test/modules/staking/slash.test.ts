import { afterEach, expect, it } from "vitest";
import { StakeChain } from "../../support/stake-chain.js";
import { delegate, redelegate, undelegate } from "../../support/stake-messages.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

/** Half of the stake burns, so that sums are easy to follow. */
const HALF = { slashing: { slash_fraction_double_sign: "0.5" } };

const tokensOf = (n: number): string =>
  chain
    .section("staking")
    .validators.find(
      (one: { operator_address: string }) => one.operator_address === chain.operator(n),
    ).tokens;

const sharesOf = (who: number, at: number): string | undefined =>
  chain
    .section("staking")
    .delegations.find(
      (one: { delegator_address: string; validator_address: string }) =>
        one.delegator_address === chain.account(who) &&
        one.validator_address === chain.operator(at),
    )?.shares;

const balances = (): readonly string[] =>
  chain
    .section("staking")
    .unbonding_delegations.flatMap((one: { entries: readonly { balance: string }[] }) =>
      one.entries.map(({ balance }) => balance),
    );

/** Validator 0 is found to have signed twice at a height, with the power that it had then. */
const strike = (height: bigint, power: bigint) =>
  chain.block({ doubleSign: { validator: 0, height, power } });

it("a double signature burns a part of the stake, jails for ever and tells of it", async () => {
  chain = await StakeChain.start({ params: HALF });
  const supply = BigInt(chain.section("bank").supply[0].amount);
  const { events } = await strike(chain.height, 10n);
  const slashes = events.filter(({ type }) => type === "slash");
  expect(slashes.map(({ attributes }) => attributes.map(({ key, value }) => [key, value]))).toEqual(
    [
      [
        ["address", chain.consensus(0)],
        ["power", "10"],
        ["reason", "double_sign"],
        ["burned_coins", "5000000"],
        ["mode", "BeginBlock"],
      ],
      [
        ["jailed", chain.consensus(0)],
        ["mode", "BeginBlock"],
      ],
    ],
  );
  expect(tokensOf(0)).toBe("5000000");
  expect(sharesOf(0, 0)).toBe("10000000.000000000000000000");
  expect(chain.power(0)).toBeUndefined();
  expect(BigInt(chain.section("bank").supply[0].amount)).toBe(supply - 5_000_000n);
});

it("shares after a slash are worth less, and a new delegation gets more of them", async () => {
  chain = await StakeChain.start({ params: HALF });
  await strike(chain.height, 10n);
  const [who, at] = [chain.account(3), chain.operator(0)];
  const [, , , told] = await chain.deliver(3, delegate(who, at, 1_000_000n));
  expect(told?.at(-1)).toEqual(["new_shares", "2000000.000000000000000000"]);
  const own = await chain.deliver(0, undelegate(chain.account(0), at, 5_000_000n));
  expect(own.at(-1)?.[3]).toEqual(["amount", "5000000uvna"]);
  expect([tokensOf(0), sharesOf(0, 0), sharesOf(3, 0)]).toEqual([
    "1000000",
    undefined,
    "2000000.000000000000000000",
  ]);
});

it("shares that truncate to too few tokens cannot be redelegated", async () => {
  chain = await StakeChain.start({ params: { slashing: { slash_fraction_double_sign: "0.1" } } });
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 1_002n));
  await strike(chain.height, 10n);
  // The shares of one token round down, and are worth a little less than one then.
  expect(await chain.refused(3, redelegate(who, at, chain.operator(1), 1n))).toBe("staking 30");
});

it("what unbonds since the fault is slashed by its first amount, what unbonded before is not", async () => {
  chain = await StakeChain.start({ params: HALF });
  const [who, at] = [chain.account(3), chain.operator(0)];
  await chain.deliver(3, delegate(who, at, 4_000_000n));
  await chain.deliver(3, undelegate(who, at, 1_000_000n));
  const before = chain.height;
  await chain.blocks(2);
  await chain.deliver(3, undelegate(who, at, 2_000_000n));
  // The distribution height of a fault is one below it.
  await strike(before + 2n, 13n);
  expect(balances()).toEqual(["1000000", "1000000"]);
  // Half of 13 units, less the million that the unbonding lost.
  expect(tokensOf(0)).toBe(`${11_000_000n - 5_500_000n}`);
});

it("stake that moved on is slashed where it went", async () => {
  chain = await StakeChain.start({ params: HALF });
  const [who, from, to] = [chain.account(3), chain.operator(0), chain.operator(1)];
  await chain.deliver(3, delegate(who, from, 4_000_000n));
  await chain.blocks(2);
  const fault = chain.height;
  await chain.deliver(3, redelegate(who, from, to, 4_000_000n));
  await strike(fault, 14n);
  expect(sharesOf(3, 1)).toBe("2000000.000000000000000000");
  expect([tokensOf(0), tokensOf(1)]).toEqual(["5000000", "12000000"]);
});

it("stake that moved on and then unbonded is slashed in its unbonding first", async () => {
  chain = await StakeChain.start({ params: HALF });
  const [who, from, to] = [chain.account(3), chain.operator(0), chain.operator(1)];
  await chain.deliver(3, delegate(who, from, 4_000_000n));
  await chain.blocks(2);
  const fault = chain.height;
  await chain.deliver(3, redelegate(who, from, to, 4_000_000n));
  await chain.deliver(3, undelegate(who, to, 3_000_000n));
  await strike(fault, 14n);
  expect([balances(), sharesOf(3, 1)]).toEqual([["1000000"], "1000000.000000000000000000"]);
});

it("nobody evades a slash by moving stake and unbonding all of it", async () => {
  chain = await StakeChain.start({ params: HALF });
  const [who, from, to] = [chain.account(3), chain.operator(0), chain.operator(1)];
  await chain.deliver(3, delegate(who, from, 4_000_000n));
  await chain.blocks(2);
  const fault = chain.height;
  await chain.deliver(3, redelegate(who, from, to, 4_000_000n));
  await chain.deliver(3, undelegate(who, to, 4_000_000n));
  await strike(fault, 14n);
  expect([balances(), tokensOf(0), tokensOf(1)]).toEqual([["2000000"], "5000000", "10000000"]);
});

it("a slash of more than a validator has takes all, and nobody can delegate to it then", async () => {
  chain = await StakeChain.start({ params: { slashing: { slash_fraction_double_sign: "1" } } });
  await strike(chain.height, 100n);
  expect(tokensOf(0)).toBe("0");
  const [who, at] = [chain.account(3), chain.operator(0)];
  expect(await chain.refused(3, delegate(who, at, 1n))).toBe("staking 34");
  expect(await chain.refused(0, undelegate(chain.account(0), at, 1n))).toBe("staking 22");
});
