import { afterEach, describe, expect, it } from "vitest";
import type { AppState } from "../../../src/abci/genesis.js";
import { MsgSend } from "../../../src/gen/cosmos/bank/v1beta1.js";
import { addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { ONE } from "../../../src/keeper/dec.js";
import { MoneyWorld } from "../../support/money-world.js";
import { StakeChain } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";

const TD = addressText("verana", moduleAddress("td"));
const COLLECTOR = addressText("verana", moduleAddress("fee_collector"));

describe("a chain whose fees are shared", () => {
  let chain: StakeChain | undefined;
  afterEach(async () => {
    await chain?.close();
  });

  it("[D-TD-07] [D-TD-06] deposits earn at the beginning of a block from the fees of the one before, before the community tax", async () => {
    chain = await StakeChain.start({
      params: { distribution: { community_tax: "0" } },
      genesis: withDeposit,
    });
    const [fromAddress, toAddress] = [chain.account(4), chain.account(5)];
    const amount = [{ denom: "uvna", amount: 1n }];
    await chain.deliver(4, message(MsgSend, { fromAddress, toAddress, amount }));
    const quiet = await chain.block();
    const [told] = quiet.events.filter(({ type }) => type === "yield_distribution");
    // A fifth of the fee of 5000.
    expect(Object.fromEntries((told?.attributes ?? []).map((a) => [a.key, a.value]))).toEqual({
      old_share_value: "1.000000000000000000",
      new_share_value: "1.000000001000000000",
      amount: "1000",
      mode: "BeginBlock",
    });
    expect(chain.balance(TD)).toBe(1_000_000_001_000n);
    const section = JSON.stringify(chain.section("td"));
    const next = await chain.block();
    expect(next.events.filter(({ type }) => type === "yield_distribution")).toEqual([]);
    expect(JSON.stringify(chain.section("td"))).toBe(section);
    expect(chain.faults()).toEqual([]);
  });

  it("[D-TD-07] what a block mints counts with the fees of the one before, and nothing of another coin", async () => {
    chain = await StakeChain.start({
      mints: true,
      genesis: (state, people) => withFoo(withDeposit(state), people[4]?.address),
    });
    const [fromAddress, toAddress] = [chain.account(4), chain.account(5)];
    const send = message(MsgSend, {
      fromAddress,
      toAddress,
      amount: [{ denom: "uvna", amount: 1n }],
    });
    const fee = {
      amount: [
        { denom: "ufoo", amount: 700n },
        { denom: "uvna", amount: 5_003n },
      ],
      gasLimit: 1_000_000n,
    };
    await chain.attempt(4, [send], { fee });
    expect(coinsOf(chain, COLLECTOR)).toEqual(["ufoo", "700", "uvna", "5003"]);
    const before = chain.balance(TD);
    // Ten seconds, so that the yearly maximum allows more than a fifth of it.
    const { events } = await chain.block({ seconds: 10n });
    const mint = events.find(({ type }) => type === "mint")?.attributes;
    const minted = BigInt(mint?.find(({ key }) => key === "amount")?.value ?? "");
    expect(minted > 0n).toBe(true);
    expect(chain.balance(TD) - before).toBe((minted + 5_003n) / 5n);
    expect(coinsOf(chain, COLLECTOR)).toEqual([]);
    expect(coinsOf(chain, TD)).toEqual(["uvna", `${chain.balance(TD)}`]);
    expect(chain.faults()).toEqual([]);
  });
});

/** The genesis of a chain on which one corporation has a deposit of 10^12. */
function withDeposit(state: AppState): AppState {
  const world = new MoneyWorld();
  const holder = world.rich("did:example:a", ["ReclaimTrustDepositYield"], 10n ** 12n);
  world.run((ctx) => {
    const params = { ...world.deposits.params(ctx), trustDepositMaxYieldRate: ONE };
    world.deposits.state.params.set(ctx, params);
    world.deposits.adjust(ctx, holder, 10n ** 12n);
  });
  const names = ["group", "co", "gf", "de", "td"];
  const sections = Object.fromEntries(names.map((name) => [name, world.export(name)]));
  const bank = state.bank as { readonly balances: readonly object[] };
  const coins = [{ denom: "uvna", amount: `${10n ** 12n}` }];
  // The policy's account is made by its balance, behind those of the people.
  const policy = { address: holder.policyAddress, coins };
  const balances = [...bank.balances, { address: TD, coins }, policy];
  return {
    ...state,
    ...sections,
    bank: { ...bank, supply: [], balances },
  } as AppState;
}

type Balance = { readonly address: string; readonly coins: readonly Coin[] };
type Coin = { readonly denom: string; readonly amount: string };

/** The same genesis with a thousand units of another coin for someone. */
function withFoo(state: AppState, whose: string | undefined): AppState {
  const bank = state.bank as unknown as { readonly balances: readonly Balance[] };
  const foo = { denom: "ufoo", amount: "1000" };
  const balances = bank.balances.map(({ address, coins }) => ({
    address,
    coins: address === whose ? [foo, ...coins] : coins,
  }));
  return { ...state, bank: { ...bank, balances } } as unknown as AppState;
}

/** Denominations and amounts of an account, one after the other. */
function coinsOf(chain: StakeChain, whose: string): readonly string[] {
  const { balances } = chain.section("bank") as { readonly balances: readonly Balance[] };
  const found = balances.find(({ address }) => address === whose);
  return (found?.coins ?? []).flatMap(({ denom, amount }) => [denom, amount]);
}
