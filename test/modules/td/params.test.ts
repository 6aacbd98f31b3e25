import { describe, expect, it } from "vitest";
import { tdErrors, tdModule } from "../../../src/modules/td/index.js";
import { moduleContext, TEST_SETTINGS } from "../../support/module-context.js";
import { ask, askSpec } from "../../support/registry-ports.js";

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
    const { module } = tdModule({ settings: TEST_SETTINGS });
    expect(module.genesis?.fresh(TEST_SETTINGS)).toEqual({
      params: PARAMS,
      trust_deposits: [],
      dust: "",
    });
  });

  it("[MOD-TD-QRY-2] are scaled integers in the wire's answer", () => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    expect(ask(moduleContext(), module, "Params", {})).toMatchObject({
      params: { trustDepositRate: 200_000_000_000_000_000n },
    });
  });

  it("[MOD-TD-QRY-2-3] are all listed, those of the wire alone too", () => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    const answer = askSpec(moduleContext(), module, "Params", {});
    expect(answer).toEqual({ params: PARAMS });
  });

  it("[MOD-TD-QRY-2-4] print as text, rates with 18 digits", () => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    const chain = moduleContext();
    expect(askSpec(chain, module, "Params", {})).toEqual({ params: PARAMS });
    const params = { ...PARAMS, trust_deposit_share_value: "1.000000025000000000" };
    chain.run((ctx) => module.genesis?.init(ctx, { params }));
    expect(askSpec(chain, module, "Params", {})).toEqual({ params });
  });

  it("[MOD-TD-QRY-2-2] are asked for without parameters", () => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    expect(() => askSpec(moduleContext(), module, "Params", { id: "1" })).toThrow();
  });

  it("[D-WIRE-05] keep and return what only the wire has", () => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    const chain = moduleContext();
    const params = {
      ...PARAMS,
      trust_deposit_reclaim_burn_rate: "0.500000000000000000",
      yield_intermediate_pool: "",
    };
    chain.run((ctx) => module.genesis?.init(ctx, { params, dust: "0.000000000000000000" }));
    expect(module.genesis?.export(chain.ctx)).toEqual({ params, trust_deposits: [], dust: "" });
  });

  it.each([
    ["a rate above 1", { trust_deposit_rate: "1.000000000000000001" }],
    ["a rate below 0", { user_agent_reward_rate: "-0.1" }],
    ["a share worth nothing", { trust_deposit_share_value: "0" }],
    ["a pool that is no account", { yield_intermediate_pool: "pool" }],
  ])("[D-GLO-02] refuse %s", (_what, given) => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    const params = { ...PARAMS, ...given };
    const error = moduleContext().refused((ctx) => module.genesis?.init(ctx, { params }));
    expect(error.kind).toBe(tdErrors.invalidParams);
  });

  it.each([
    ["deposits", { params: PARAMS, trust_deposits: [{ corporation_id: "4", share: "1" }] }],
    ["dust", { params: PARAMS, dust: "0.5" }],
    ["a number that is none", { params: { ...PARAMS, trust_deposit_rate: "much" } }],
    ["an unknown field", { params: PARAMS, more: 1 }],
  ])("[D-GLO-02] refuse a section with %s", (_what, section) => {
    const { module } = tdModule({ settings: TEST_SETTINGS });
    const error = moduleContext().refused((ctx) => module.genesis?.init(ctx, section));
    expect(error.kind).toBe(tdErrors.invalidGenesis);
  });
});
