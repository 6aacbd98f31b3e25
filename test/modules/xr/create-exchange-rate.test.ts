import { beforeEach, describe, expect, it } from "vitest";
import { MsgCreateExchangeRate } from "../../../src/gen/verana/xr/v1.js";
import { TxGasMeter } from "../../../src/keeper/gas.js";
import { authorityErrors } from "../../../src/keeper/governance.js";
import { xrErrors } from "../../../src/modules/xr/index.js";
import { ALICE } from "../../support/registry-world.js";
import { COIN, EURO, FIAT, GOV, RateWorld, TU } from "./xr-world.js";

describe("creating an exchange rate", () => {
  let world: RateWorld;

  beforeEach(() => {
    world = new RateWorld();
  });

  const declined = (init: Partial<MsgCreateExchangeRate>) =>
    world.declined(MsgCreateExchangeRate, { ...EURO, ...init });
  const stored = (id = "1") =>
    (world.spec("/xr/v1/get", { id }) as { exchange_rate: object }).exchange_rate;

  it("[MOD-XR-MSG-1] stores what was given, disabled, good from now on", () => {
    expect(world.rate()).toBe(1n);
    expect(stored()).toEqual({
      id: "1",
      base_asset_type: "FIAT",
      base_asset: "EUR",
      quote_asset_type: "COIN",
      quote_asset: "uvna",
      rate: "2500000",
      rate_scale: 2,
      validity_duration: "86400s",
      updated: "2026-01-01T00:00:00.000Z",
      expires: "2026-01-02T00:00:00.000Z",
      state: false,
    });
  });

  it("[MOD-XR-MSG-1] tells the wire's event", () => {
    world.rate({ validityDuration: 5_400_500_000_000n });
    expect(world.taken("create_exchange_rate")).toEqual([
      {
        id: "1",
        authority: GOV,
        base_asset_type: "FIAT",
        base_asset: "EUR",
        quote_asset_type: "COIN",
        quote_asset: "uvna",
        rate: "2500000",
        rate_scale: "2",
        validity_duration: "1h30m0.5s",
        expires: "2026-01-01T01:30:00.5Z",
      },
    ]);
  });

  it("[D-WIRE-06] ignores the state that the wire's message has", () => {
    world.rate({ state: true });
    expect(stored()).toMatchObject({ state: false });
  });

  it("[MOD-XR-MSG-1] is governance's alone", () => {
    expect(world.refuses(MsgCreateExchangeRate, { ...EURO, authority: ALICE }, ALICE).kind).toBe(
      authorityErrors.invalidSigner,
    );
    expect(world.refuses(MsgCreateExchangeRate, EURO, ALICE).kind).toBe(
      authorityErrors.invalidSigner,
    );
  });

  it.each<readonly [string, Partial<MsgCreateExchangeRate>, keyof typeof xrErrors]>([
    ["no base type", { baseAssetType: 0 }, "missingParameter"],
    ["an unknown base type", { baseAssetType: 4 }, "malformedAssetType"],
    ["no quote type", { quoteAssetType: 0 }, "missingParameter"],
    ["an unknown quote type", { quoteAssetType: 9 }, "malformedAssetType"],
    ["no base asset", { baseAsset: "" }, "missingParameter"],
    ["no quote asset", { quoteAsset: "" }, "missingParameter"],
    ["a trust unit of another name", { baseAssetType: TU }, "malformedBaseAsset"],
    ["a currency that there is not", { baseAsset: "EUX" }, "malformedBaseAsset"],
    ["a currency in small letters", { baseAsset: "eur" }, "malformedBaseAsset"],
    ["a malformed denomination", { quoteAsset: "u v" }, "malformedQuoteAsset"],
    ["a coin as base that is none", { baseAssetType: COIN, baseAsset: "1a" }, "malformedBaseAsset"],
    ["a currency as quote that is none", { quoteAssetType: FIAT }, "malformedQuoteAsset"],
    ["the same on both sides", { quoteAssetType: FIAT, quoteAsset: "EUR" }, "sameAsset"],
    ["no rate", { rate: "" }, "missingParameter"],
    ["a rate of 0", { rate: "0" }, "malformedRate"],
    ["no validity", { validityDuration: 0n }, "missingParameter"],
  ])("[MOD-XR-MSG-1] refuses %s", (_what, init, kind) => {
    expect(declined(init)).toEqual([xrErrors[kind], "MOD-XR-MSG-1"]);
  });

  it("[D-XR-04] takes rates of 1 to 78 digits without a sign, a point or a zero before them", () => {
    for (const rate of ["01", "+1", "-1", "1.0", "1e3", " 1", "0x1", "9".repeat(79)]) {
      expect(declined({ rate })[0], rate).toBe(xrErrors.malformedRate);
    }
    world.rate({ rate: "9".repeat(78) });
  });

  it("[D-XR-04] takes scales up to 18 and a minute at least", () => {
    expect(declined({ rateScale: 19 })).toEqual([xrErrors.rateScaleOutOfRange, "D-XR-04"]);
    const minute = 60_000_000_000n;
    const short = { validityDuration: minute - 1n };
    expect(declined(short)).toEqual([xrErrors.validityTooShort, "MOD-XR-MSG-1"]);
    expect(declined({ validityDuration: -minute })[0]).toBe(xrErrors.validityTooShort);
    world.rate({ rateScale: 18, validityDuration: minute });
    world.rate({ baseAsset: "USD", rateScale: 0, validityDuration: (1n << 63n) - 1n });
  });

  it("[D-XR-01] knows the trust unit by three spellings and stores one", () => {
    for (const baseAsset of ["", "tu", "TU"]) {
      const fresh = new RateWorld();
      fresh.rate({ baseAssetType: TU, baseAsset });
      expect(fresh.spec("/xr/v1/get", { id: "1" })).toMatchObject({
        exchange_rate: { base_asset_type: "TU", base_asset: "tu" },
      });
    }
    expect(declined({ baseAssetType: TU, baseAsset: "Tu" })[0]).toBe(xrErrors.malformedBaseAsset);
  });

  it("[D-XR-02] refuses coins that are not on the chain, those of other chains and factories always", () => {
    const none = [xrErrors.coinNotFound, "MOD-XR-MSG-1"];
    const ibc = `ibc/${"A".repeat(64)}`;
    const factory = `factory/${GOV}/gold`;
    for (const quoteAsset of ["ufoo", ibc, factory]) expect(declined({ quoteAsset })).toEqual(none);
    world.import("bank", {
      balances: [{ address: ALICE, coins: [{ denom: "ufoo", amount: "1" }] }],
      denom_metadata: [{ base: "ubar" }, { base: ibc }],
    });
    world.rate({ quoteAsset: "ufoo" });
    world.rate({ quoteAsset: "ubar" });
    for (const quoteAsset of [ibc, factory]) expect(declined({ quoteAsset })).toEqual(none);
    expect(declined({ baseAssetType: COIN, baseAsset: "ubaz" })).toEqual(none);
  });

  it("[D-XR-03] refuses a pair that is there, whatever its spelling; the inverse is another", () => {
    world.rate();
    expect(declined({ rate: "7" })).toEqual([xrErrors.pairExists, "D-XR-03"]);
    world.rate({
      baseAssetType: COIN,
      baseAsset: "uvna",
      quoteAssetType: FIAT,
      quoteAsset: "EUR",
    });
    world.rate({ baseAssetType: TU, baseAsset: "" });
    expect(declined({ baseAssetType: TU, baseAsset: "TU" })[0]).toBe(xrErrors.pairExists);
  });

  it("[D-TX-08] costs the same among few rates and many", () => {
    const cost = (baseAsset: string): bigint => {
      const meter = new TxGasMeter(undefined);
      const { gas } = world;
      world.gas = meter;
      world.rate({ baseAsset });
      world.gas = gas;
      return meter.used;
    };
    world.rate({ baseAsset: "USD" });
    const few = cost("EUR");
    for (const baseAsset of ["GBP", "CHF", "SEK", "NOK", "DKK", "JPY", "AUD", "CAD"]) {
      world.rate({ baseAsset });
    }
    expect(cost("NZD")).toBe(few);
  });
});
