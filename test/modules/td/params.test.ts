import { describe, expect, it } from "vitest";
import { MsgUpdateModuleParameters } from "../../../src/gen/vpr/params/v1.js";
import type { Json } from "../../../src/keeper/query.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { GOV, MoneyWorld } from "../../support/money-world.js";

const PARAMS = {
  trust_deposit_reclaim_burn_rate: "0.000000000000000000",
  trust_deposit_share_value: "1.000000000000000000",
  trust_deposit_rate: "0.200000000000000000",
  wallet_user_agent_reward_rate: "0.100000000000000000",
  user_agent_reward_rate: "0.100000000000000000",
  trust_deposit_max_yield_rate: "0.200000000000000000",
  yield_intermediate_pool: "verana1wjnrmvjlgxvs098cnu3jaczzjjm4csmqep067h",
  trust_deposit_block_reward_share: "0.200000000000000000",
};

describe("the parameters of trust deposits", () => {
  it("[D-GLO-01] start with the specification's initial data, agents with a tenth", () => {
    const world = new MoneyWorld();
    expect(world.genesis("td").fresh({ denom: "uvna" })).toEqual({
      params: PARAMS,
      trust_deposits: [],
      dust: "",
    });
  });

  it("[MOD-TD-QRY-2] are scaled integers in the wire's answer", () => {
    const world = new MoneyWorld();
    expect(world.query("/verana.td.v1.Query/Params")).toMatchObject({
      params: { trustDepositRate: 200_000_000_000_000_000n },
    });
  });

  it("[MOD-TD-QRY-2-3] are all listed, those of the wire alone too", () => {
    const world = new MoneyWorld();
    expect(world.spec("/td/v1/params")).toEqual({ params: PARAMS });
  });

  it("[MOD-TD-QRY-2-4] print as text, rates with 18 digits", () => {
    const world = new MoneyWorld();
    expect(world.spec("/td/v1/params")).toEqual({ params: PARAMS });
    const params = { ...PARAMS, trust_deposit_share_value: "1.000000025000000000" };
    world.import("td", { params });
    expect(world.spec("/td/v1/params")).toEqual({ params });
  });

  it("[MOD-TD-QRY-2-2] are asked for without parameters", () => {
    const world = new MoneyWorld();
    expect(world.badParams("/td/v1/params", { id: "1" })).toBe(true);
  });

  it("[D-WIRE-05] keep and return what only the wire has", () => {
    const world = new MoneyWorld();
    const params = {
      ...PARAMS,
      trust_deposit_reclaim_burn_rate: "0.500000000000000000",
      yield_intermediate_pool: "",
    };
    world.import("td", { params, dust: "0.000000000000000000" });
    expect(world.export("td")).toEqual({ params, trust_deposits: [], dust: "" });
  });

  it.each([
    ["a rate above 1", { trust_deposit_rate: "1.000000000000000001" }],
    ["a rate below 0", { user_agent_reward_rate: "-0.1" }],
    ["a share worth nothing", { trust_deposit_share_value: "0" }],
    ["a pool that is no account", { yield_intermediate_pool: "pool" }],
  ])("[D-GLO-02] refuse %s", (_what, given) => {
    const world = new MoneyWorld();
    const params = { ...PARAMS, ...given };
    const error = world.refused((ctx) => world.genesis("td").init(ctx, { params }));
    expect(error.kind).toBe(tdErrors.invalidParams);
  });

  it.each([
    [
      "a deposit of no corporation",
      { params: PARAMS, trust_deposits: [{ corporation_id: "4", share: "1" }] },
    ],
    ["dust of a whole unit", { params: PARAMS, dust: "1" }],
    ["dust below 0", { params: PARAMS, dust: "-0.5" }],
    ["dust that is no number", { params: PARAMS, dust: "some" }],
    ["a number that is none", { params: { ...PARAMS, trust_deposit_rate: "much" } }],
    ["an unknown field", { params: PARAMS, more: 1 }],
  ])("[D-GLO-02] refuse a section with %s", (_what, section) => {
    const world = new MoneyWorld();
    const error = world.rolledBack((ctx) => world.genesis("td").init(ctx, section as Json));
    expect(error.kind).toBe(tdErrors.invalidGenesis);
  });
});

it("[D-GLO-03] [MOD-TD-MSG-4-2-1] the share value is raised only as far as the module's account covers it", () => {
  const world = new MoneyWorld();
  const holder = world.rich("did:example:one", ["ReclaimTrustDepositYield"]);
  world.run((ctx) => world.deposits.adjust(ctx, holder, 1_000n));
  const update = (value: string) => ({
    authority: GOV,
    module: "td",
    params: [{ key: "trust_deposit_share_value", value }],
  });
  const refuses = (value: string) =>
    world.refuses(MsgUpdateModuleParameters, update(value), GOV, "gov");
  expect(refuses("1.000000000000000001").kind).toBe(tdErrors.shareValueUncovered);
  world.fundModule("td", 100n);
  expect(refuses("1.100000000000000001").rule).toBe("D-GLO-03");
  world.govern(MsgUpdateModuleParameters, update("1.1"));
  expect(world.faults()).toEqual([]);
});
