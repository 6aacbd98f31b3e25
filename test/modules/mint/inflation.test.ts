import { afterEach, expect, it } from "vitest";
import { MsgUpdateParams } from "../../../src/gen/cosmos/mint/v1beta1.js";
import { addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import * as dec from "../../../src/keeper/dec.js";
import { defaultParams, nextInflation } from "../../../src/modules/mint/params.js";
import { StakeChain, told } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";

let chain: StakeChain | undefined;
afterEach(async () => {
  expect(chain?.faults() ?? []).toEqual([]);
  await chain?.close();
  chain = undefined;
});

const COLLECTOR = addressText("verana", moduleAddress("fee_collector"));
const MINT = addressText("verana", moduleAddress("mint"));
const DISTRIBUTION = addressText("verana", moduleAddress("distribution"));
const SUPPLY = 10n ** 21n + 1n;

/**
 * The chain of the recording: one validator with 1000 tokens of a thousand million million. Its fees
 * are none: nobody sends anything.
 */
const recordedChain = () =>
  StakeChain.start({
    tokens: [1_000_000_000n],
    people: 1,
    mints: true,
    genesis: (state, [first]) => {
      const bank = state.bank as unknown as { readonly balances: readonly { address: string }[] };
      const balances = bank.balances.map((one) =>
        one.address === first?.address
          ? { ...one, coins: [{ denom: "uvna", amount: `${SUPPLY - 1_000_000_000n}` }] }
          : one,
      );
      return { ...state, bank: { ...bank, balances } };
    },
  });

it("mints in its first blocks what was recorded, to the unit, and tells of it", async () => {
  chain = await recordedChain();
  const mint = chain.section("mint").minter;
  expect(mint).toEqual({
    inflation: "0.130000020597257079",
    annual_provisions: "130000020597257079000.130000020597257079",
  });
  expect(chain.balance(COLLECTOR)).toBe(20_597_260_342_557n);
});

it("distributes what was minted: tax, commission and rewards in the recorded order", async () => {
  chain = await recordedChain();
  const { events } = await chain.block();
  const validator = chain.operator(0);
  const list = told(events);
  const mint = list.findIndex(([type]) => type === "mint");
  const amount = list[mint]?.[4]?.[1] ?? "";
  expect(list.slice(0, mint)).toEqual([
    ["coin_received", ["receiver", MINT], ["amount", `${amount}uvna`]],
    ["coinbase", ["minter", MINT], ["amount", `${amount}uvna`]],
    ["coin_spent", ["spender", MINT], ["amount", `${amount}uvna`]],
    ["coin_received", ["receiver", COLLECTOR], ["amount", `${amount}uvna`]],
    ["transfer", ["recipient", COLLECTOR], ["sender", MINT], ["amount", `${amount}uvna`]],
    ["message", ["sender", MINT]],
  ]);
  const all = 20_597_260_342_557n + BigInt(amount);
  const rewards = (dec.fromInt(all) * 98n) / 100n;
  const text = (value: bigint) => `${dec.format(value)}uvna`;
  expect(list.slice(mint + 1)).toEqual([
    ["coin_spent", ["spender", COLLECTOR], ["amount", `${all}uvna`]],
    ["coin_received", ["receiver", DISTRIBUTION], ["amount", `${all}uvna`]],
    ["transfer", ["recipient", DISTRIBUTION], ["sender", COLLECTOR], ["amount", `${all}uvna`]],
    ["message", ["sender", COLLECTOR]],
    ["commission", ["amount", text(rewards / 10n)], ["validator", validator]],
    ["rewards", ["amount", text(rewards)], ["validator", validator]],
  ]);
});

it("splits the recorded quiet block as recorded", () => {
  const fees = dec.fromInt(20_597_330_408_620n);
  const rewards = dec.mulTruncate(fees, dec.parse("0.98"));
  expect(dec.format(rewards)).toBe("20185383800447.600000000000000000");
  expect(dec.format(dec.mul(rewards, dec.parse("0.1")))).toBe("2018538380044.760000000000000000");
});

it("inflation climbs below the goal, falls above it and stays within its bounds", () => {
  const params = defaultParams("uvna");
  const next = (inflation: string, bonded: string) =>
    dec.format(
      nextInflation(
        { inflation: dec.parse(inflation), annualProvisions: 0n },
        params,
        dec.parse(bonded),
      ),
    );
  // Twenty blocks of the recorded chain.
  let inflation = "0.13";
  for (let i = 0; i < 20; i++) inflation = next(inflation, "0.000000000000999999");
  expect(inflation).toBe("0.130000411945141580");
  expect(next("0.13", "0.67")).toBe("0.130000000000000000");
  expect(next("0.13", "1")).toBe("0.129999989855082334");
  expect(next("0.2", "0")).toBe("0.200000000000000000");
  expect(next("0.07", "1")).toBe("0.070000000000000000");
});

it("nobody but governance changes parameters", async () => {
  chain = await StakeChain.start();
  const params = defaultParams("uvna");
  const update = message(MsgUpdateParams, { authority: chain.account(0), params });
  expect(await chain.refused(0, update)).toBe("gov 13");
});
