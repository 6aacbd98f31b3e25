import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { QueryListExchangeRatesResponse } from "../../../src/gen/verana/xr/v1.js";
import { xrErrors } from "../../../src/modules/xr/index.js";
import { DAY } from "../../support/registry-world.js";
import { COIN, FIAT, RateWorld, TU } from "./xr-world.js";

const LIST = "/verana.xr.v1.Query/ListExchangeRates";
const GET = "/xr/v1/get";
const PRICE = "/xr/v1/price";
const EUR = { base_asset_type: "FIAT", base_asset: "EUR" };
const VNA = { quote_asset_type: "COIN", quote_asset: "uvna" };

describe("reading exchange rates", () => {
  let world: RateWorld;

  beforeEach(() => {
    world = new RateWorld();
    world.rate({ baseAssetType: TU, baseAsset: "", rate: "3", rateScale: 1 });
    world.rate({ validityDuration: 2n * DAY });
    world.enable(1n);
  });

  const fails = (path: string, params: Readonly<Record<string, string>>) => {
    const { kind, rule } = world.refused(() => world.spec(path, params));
    return [kind, rule];
  };
  const idOf = (params: Readonly<Record<string, string>>) =>
    (world.spec(GET, params) as { readonly exchange_rate: { readonly id: string } }).exchange_rate
      .id;
  const ids = (params: Readonly<Record<string, string>> = {}) =>
    (
      world.spec("/xr/v1/list", params) as {
        readonly exchange_rates: readonly { readonly id: string }[];
      }
    ).exchange_rates.map(({ id }) => id);

  describe("one", () => {
    it("[MOD-XR-QRY-1] [MOD-XR-QRY-1-1] [MOD-XR-QRY-1-3] is found by its id and by its pair", () => {
      expect(idOf({ id: "2" })).toBe("2");
      expect(idOf({ ...EUR, ...VNA })).toBe("2");
      for (const unit of [{}, { base_asset: "tu" }, { base_asset: "TU" }]) {
        expect(idOf({ base_asset_type: "tu", ...unit, ...VNA })).toBe("1");
        expect(idOf({ base_asset_type: "TRUST_UNIT", ...unit, ...VNA })).toBe("1");
      }
    });

    it("[D-XR-08] lets the id win over the pair, and needs all of a pair", () => {
      expect(idOf({ id: "1", ...EUR, ...VNA })).toBe("1");
      const { kind, rule } = world.refused(() => world.spec(GET, EUR));
      expect([kind, rule]).toEqual([xrErrors.partialPair, "D-XR-08"]);
      expect(fails(GET, {})).toEqual([xrErrors.partialPair, "D-XR-08"]);
      const halves = { ...EUR, quote_asset_type: "COIN" };
      expect(fails(GET, halves)).toEqual([xrErrors.missingParameter, "D-XR-08"]);
    });

    it("[MOD-XR-QRY-1-2] refuses ids and pairs that there are not, the inverse too", () => {
      const none = [xrErrors.exchangeRateNotFound, "MOD-XR-QRY-1-2"];
      expect(fails(GET, { id: "9" })).toEqual(none);
      expect(fails(GET, { ...EUR, base_asset: "USD", ...VNA })).toEqual(none);
      const inverse = {
        base_asset_type: "COIN",
        base_asset: "uvna",
        quote_asset_type: "FIAT",
        quote_asset: "EUR",
      };
      expect(fails(GET, inverse)).toEqual(none);
    });

    it("[D-XR-08] does not find what a filter leaves out, the time itself included", () => {
      const none = [xrErrors.exchangeRateNotFound, "MOD-XR-QRY-1-2"];
      expect(idOf({ id: "1", state: "true" })).toBe("1");
      expect(fails(GET, { id: "1", state: "false" })).toEqual(none);
      for (const name of ["expire_ts", "expire", "expires"]) {
        expect(idOf({ id: "1", [name]: "2026-01-01T23:59:59.999999999Z" })).toBe("1");
        expect(fails(GET, { id: "1", [name]: "2026-01-02T00:00:00Z" })).toEqual(none);
      }
      const twice = { id: "1", expire: "2026-01-02T00:00:00Z", expires: "2026-01-02T00:00:00Z" };
      expect(world.badParams(GET, twice)).toBe(true);
      expect(world.badParams(GET, { id: "1", state: "1" })).toBe(true);
      expect(world.badParams(GET, { id: "1", base_asset_type: "GOLD" })).toBe(true);
    });
  });

  describe("a list", () => {
    it("[MOD-XR-QRY-2] [MOD-XR-QRY-2-3] is by id, and empty where nothing matches", () => {
      expect(ids()).toEqual(["1", "2"]);
      expect(ids({ base_asset: "USD" })).toEqual([]);
    });

    it("[MOD-XR-QRY-2-1] [D-XR-01] filters by every part of the pair, the trust unit in any spelling", () => {
      expect(ids({ base_asset_type: "TU" })).toEqual(["1"]);
      expect(ids({ base_asset_type: "TU", base_asset: "TU" })).toEqual(["1"]);
      expect(ids({ base_asset: "tu" })).toEqual(["1"]);
      expect(ids(EUR)).toEqual(["2"]);
      expect(ids(VNA)).toEqual(["1", "2"]);
      expect(ids({ ...VNA, state: "false" })).toEqual(["2"]);
    });

    it("[D-XR-08] leaves out what does not expire later", () => {
      expect(ids({ expire: "2026-01-01T12:00:00Z" })).toEqual(["1", "2"]);
      expect(ids({ expires: "2026-01-02T00:00:00Z" })).toEqual(["2"]);
      expect(ids({ expire_ts: "2026-01-03T00:00:00Z" })).toEqual([]);
    });

    it("[MOD-XR-QRY-2-2] [D-GEN-13] holds 64 unless told, 1,024 at most, and goes on at an id", () => {
      expect(ids({ response_max_size: "1" })).toEqual(["1"]);
      expect(ids({ response_max_size: "1", min_id: "2" })).toEqual(["2"]);
      expect(ids({ ...VNA, min_id: "2" })).toEqual(["2"]);
      expect(ids({ min_id: "3" })).toEqual([]);
      for (const size of ["0", "-1", "1025"]) {
        expect(world.badParams("/xr/v1/list", { response_max_size: size })).toBe(true);
      }
      const large = world.refused(() => world.query(LIST, { responseMaxSize: 1025 }));
      expect([large.kind, large.rule]).toEqual([xrErrors.sizeOutOfRange, "MOD-XR-QRY-2-2"]);
      for (const init of [{ baseAssetType: 7 }, { state: 3 }]) {
        expect(world.refused(() => world.query(LIST, init)).rule).toBe("MOD-XR-QRY-2-2");
      }
    });

    it("[D-GEN-13] answers as a scan of all rates does, whatever the filters", () => {
      const many = new RateWorld();
      const assets = [
        [TU, "tu"],
        [COIN, "uvna"],
        [FIAT, "EUR"],
        [FIAT, "USD"],
      ] as const;
      for (const [baseAssetType, baseAsset] of assets) {
        for (const [quoteAssetType, quoteAsset] of assets) {
          if (baseAsset === quoteAsset) continue;
          const id = many.rate({ baseAssetType, baseAsset, quoteAssetType, quoteAsset });
          if (id % 3n === 0n) many.enable(id);
          if (id % 5n === 0n) many.enable(id, false);
        }
      }
      const all = many.query<QueryListExchangeRatesResponse>(LIST).exchangeRates;
      const type = fc.constantFrom(0, TU, COIN, FIAT);
      const asset = fc.constantFrom("", "tu", "uvna", "EUR", "USD", "uvna\n2", "no");
      const filters = fc.record({
        baseAssetType: type,
        baseAsset: asset,
        quoteAssetType: type,
        quoteAsset: asset,
        state: fc.constantFrom(0, 1, 2),
        minId: fc.constantFrom(0n, 1n, 5n, 99n),
      });
      fc.assert(
        fc.property(filters, (filter) => {
          const found = many.query<QueryListExchangeRatesResponse>(LIST, filter).exchangeRates;
          const scanned = all.filter(
            (rate) =>
              rate.id >= filter.minId &&
              (filter.baseAssetType === 0 || rate.baseAssetType === filter.baseAssetType) &&
              (filter.baseAsset === "" || rate.baseAsset === filter.baseAsset) &&
              (filter.quoteAssetType === 0 || rate.quoteAssetType === filter.quoteAssetType) &&
              (filter.quoteAsset === "" || rate.quoteAsset === filter.quoteAsset) &&
              (filter.state === 0 || rate.state === (filter.state === 1)),
          );
          expect(found).toEqual(scanned);
        }),
        { numRuns: 200 },
      );
      const held = many.app.modules.find(({ name }) => name === "xr")?.invariants ?? [];
      expect(held.map(({ check }) => check(many.ctx))).toEqual([undefined, undefined, undefined]);
    });
  });

  describe("a price", () => {
    const price = (amount: string, params: object = {}) =>
      world.spec(PRICE, { base_asset_type: "TU", base_asset: "tu", ...VNA, amount, ...params });

    it("[MOD-XR-QRY-3] [MOD-XR-QRY-3-1] [MOD-XR-QRY-3-3] is the amount by the rate, rounded down", () => {
      expect(price("10")).toEqual({ price: "3" });
      expect(price("9")).toEqual({ price: "2" });
      expect(price("3")).toEqual({ price: "0" });
      expect(price("0")).toEqual({ price: "0" });
      expect(price("9".repeat(78))).toEqual({
        price: ((BigInt("9".repeat(78)) * 3n) / 10n).toString(),
      });
    });

    it("[D-XR-07] is the amount itself between an asset and itself, without a rate", () => {
      const euros = { ...EUR, quote_asset_type: "FIAT", quote_asset: "EUR", amount: "7" };
      expect(world.spec(PRICE, euros)).toEqual({ price: "7" });
      const units = { base_asset_type: "TU", quote_asset_type: "TRUST_UNIT", quote_asset: "TU" };
      expect(world.spec(PRICE, { ...units, amount: "7" })).toEqual({ price: "7" });
    });

    it("[MOD-XR-QRY-3-2] [D-XR-07] refuses rates that are missing, disabled or expired", () => {
      const rule = "MOD-XR-QRY-3-2";
      const euro = { ...EUR, ...VNA, amount: "1" };
      expect(fails(PRICE, { ...euro, base_asset: "USD" })).toEqual([
        xrErrors.exchangeRateNotFound,
        rule,
      ]);
      expect(fails(PRICE, euro)).toEqual([xrErrors.rateDisabled, rule]);
      world.pass(DAY - 1n);
      expect(price("10")).toEqual({ price: "3" });
      world.pass(1n);
      const { kind } = world.refused(() => price("10"));
      expect(kind).toBe(xrErrors.rateExpired);
    });

    it("[D-XR-03] neither turns a rate round nor goes over a third asset", () => {
      world.enable(2n);
      const turned = {
        base_asset_type: "COIN",
        base_asset: "uvna",
        quote_asset_type: "TU",
        amount: "1",
      };
      expect(fails(PRICE, turned)[0]).toBe(xrErrors.exchangeRateNotFound);
      const over = { ...EUR, quote_asset_type: "TU", amount: "1" };
      expect(fails(PRICE, over)[0]).toBe(xrErrors.exchangeRateNotFound);
    });

    it("[MOD-XR-QRY-3-1] [D-XR-07] refuses what is missing or malformed", () => {
      const rule = "MOD-XR-QRY-3-1";
      const euro = { ...EUR, ...VNA };
      expect(world.badParams(PRICE, euro)).toBe(true);
      for (const amount of ["-1", "1.5", "01", "x", "1".repeat(79)]) {
        expect(fails(PRICE, { ...euro, amount }), amount).toEqual([xrErrors.malformedAmount, rule]);
      }
      expect(fails(PRICE, { ...VNA, amount: "1" })).toEqual([xrErrors.missingParameter, rule]);
      expect(fails(PRICE, { ...EUR, amount: "1" })).toEqual([xrErrors.missingParameter, rule]);
      const other = { ...euro, base_asset: "eur", amount: "1" };
      expect(fails(PRICE, other)).toEqual([xrErrors.malformedBaseAsset, rule]);
      const empty = world.refused(() => world.query("/verana.xr.v1.Query/GetPrice", {}));
      expect(empty.kind).toBe(xrErrors.missingParameter);
    });
  });
});
