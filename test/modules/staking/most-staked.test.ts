import { afterEach, expect, it } from "vitest";
import type { AppState } from "../../../src/abci/genesis.js";
import type { Person } from "../../support/app-chain.js";
import { StakeChain } from "../../support/stake-chain.js";
import { coin, createValidator, delegate } from "../../support/stake-messages.js";

/** What consensus counts at most, an eighth of 2^63, in base units. */
const MOST = 1_152_921_504_606_846_975n * 1_000_000n;
/** Of the two validators of genesis. */
const STAKED = 20_000_000n;
const RICH = 10n ** 30n;

let chain: StakeChain | undefined;
afterEach(() => chain?.close());

/** A chain whose fifth person could stake more than consensus counts. */
async function withRich(): Promise<StakeChain> {
  chain = await StakeChain.start({ genesis: enrich });
  return chain;
}

function enrich(state: AppState, people: readonly Person[]) {
  const bank = state.bank as unknown as { readonly balances: readonly { address: string }[] };
  const balances = bank.balances.map((one) =>
    one.address === people[4]?.address ? { ...one, coins: [coinText(RICH)] } : one,
  );
  return { ...state, bank: { ...bank, balances } };
}

const coinText = (amount: bigint) => ({ denom: "uvna", amount: amount.toString() });

it("nobody stakes more than consensus counts, by a delegation or as a validator", async () => {
  const { account, operator, ...rest } = await withRich();
  expect(rest.height).toBe(1n);
  const who = account(4);
  for (const amount of [MOST - STAKED + 1n, 2n ** 64n * 1_000_000n, RICH]) {
    const value = coin(amount);
    expect(await chain?.refused(4, delegate(who, operator(0), amount))).toBe(
      amount === RICH ? "sdk 5" : "sdk 18",
    );
    expect(await chain?.refused(4, createValidator(who, 9, { value }))).toMatch(/^sdk (5|18)$/);
  }
});

it("the most that consensus counts is staked, and not a unit more", async () => {
  const rich = await withRich();
  const [who, at] = [rich.account(4), rich.operator(0)];
  await rich.deliver(4, delegate(who, at, MOST - STAKED));
  expect([rich.power(0), rich.power(1)]).toEqual([1_152_921_504_606_846_965n, 10n]);
  expect(await rich.refused(4, delegate(who, at, 1n))).toBe("sdk 18");
  await rich.blocks(3);
  expect(rich.faults()).toEqual([]);
});

it("a genesis that stakes more than consensus counts is refused", async () => {
  const tokens = [MOST - 5n, 6n];
  await expect(StakeChain.start({ tokens })).rejects.toThrow(/staking: .*can be staked in all/);
  chain = await StakeChain.start({ tokens: [MOST - 2_000_000n, 2_000_000n] });
  expect(chain.power(0)).toBe(1_152_921_504_606_846_973n);
});
