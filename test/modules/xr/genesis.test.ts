import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/keeper/query.js";
import { xrErrors } from "../../../src/modules/xr/index.js";
import { BOB, DAY } from "../../support/registry-world.js";
import { RateWorld } from "./xr-world.js";

/** The section that a node of the reference exported, with one rate. */
const RECORDED = {
  params: { max_validity_duration: "31536000s" },
  exchange_rates: [
    {
      id: "1",
      base_asset_type: "TU",
      base_asset: "tu",
      quote_asset_type: "COIN",
      quote_asset: "uvna",
      rate: "1000000",
      rate_scale: 0,
      validity_duration: "31536000s",
      expires: "2100-01-01T00:00:00Z",
      state: true,
      updated: "2024-01-01T00:00:00Z",
    },
  ],
  next_exchange_rate_id: "2",
  exchange_rate_authorizations: [],
};

describe("genesis of exchange rates", () => {
  it("[D-TX-10] starts as the reference does, without rates", () => {
    expect(new RateWorld().genesis("xr").fresh({ denom: "uvna" })).toEqual({
      params: { max_validity_duration: "31536000s" },
      exchange_rates: [],
      next_exchange_rate_id: "0",
      exchange_rate_authorizations: [],
    });
  });

  it("[D-TX-10] takes what the reference exports, and gives it back", () => {
    const world = new RateWorld();
    world.import("xr", RECORDED);
    expect(world.export("xr")).toEqual(RECORDED);
    expect(world.rate()).toBe(2n);
  });

  it("[D-TX-10] comes out as it went in, authorizations and the last id included", () => {
    const world = new RateWorld();
    world.rate();
    world.rate({ baseAsset: "USD" });
    world.oracle({ minInterval: DAY, maxDeviationBps: 7 });
    const section = world.export("xr");
    const fresh = new RateWorld();
    fresh.import("xr", section);
    expect(fresh.export("xr")).toEqual(section);
    expect(fresh.rate({ baseAsset: "GBP" })).toBe(3n);
  });

  const [rate] = RECORDED.exchange_rates;
  const rates = (...changes: readonly object[]): Json =>
    ({
      ...RECORDED,
      exchange_rates: changes.map((change) => ({ ...rate, ...change })),
    }) as unknown as Json;
  const authorization = { xr_id: "1", operator: BOB, expiration: "2100-01-01T00:00:00Z" };
  const authorizations = (...changes: readonly object[]): Json =>
    ({
      ...RECORDED,
      exchange_rate_authorizations: changes.map((change) => ({ ...authorization, ...change })),
    }) as unknown as Json;

  it.each<readonly [string, Json]>([
    ["no id", rates({ id: "0" })],
    ["an id twice", rates({}, { base_asset_type: "FIAT", base_asset: "EUR" })],
    ["a pair twice", rates({}, { id: "2", base_asset: "TU" })],
    ["an asset that does not fit", rates({ base_asset: "gold" })],
    ["one asset on both sides", rates({ quote_asset_type: "TU", quote_asset: "tu" })],
    ["a malformed rate", rates({ rate: "0" })],
    ["a scale above 18", rates({ rate_scale: 19 })],
    ["a short validity", rates({ validity_duration: "59s" })],
    ["no end", rates({ expires: null })],
    ["no last update", rates({ updated: null })],
    ["an authorization of no rate", authorizations({ xr_id: "2" })],
    ["a malformed operator", authorizations({ operator: "bob" })],
    ["an operator twice", authorizations({}, { operator: BOB.toUpperCase() })],
    ["an authorization without end", authorizations({ expiration: null })],
    ["an interval of 0", authorizations({ min_interval: "0s" })],
    ["a deviation above the whole", authorizations({ max_deviation_bps: 10_001 })],
    ["an unknown field", { ...RECORDED, nonsense: 1 }],
  ])("refuses %s", (_what, json) => {
    const world = new RateWorld();
    const error = world.rolledBack((ctx) => world.genesis("xr").init(ctx, json));
    expect(error.kind).toBe(xrErrors.invalidGenesis);
  });

  it("[D-WIRE-05] refuses a parameter that is not above 0", () => {
    const world = new RateWorld();
    const json = { ...RECORDED, params: { max_validity_duration: "0s" } };
    expect(world.rolledBack((ctx) => world.genesis("xr").init(ctx, json)).kind).toBe(
      xrErrors.invalidParams,
    );
  });
});
