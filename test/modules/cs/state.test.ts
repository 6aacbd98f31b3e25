import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PricingAssetType } from "../../../src/gen/verana/cs/v1.js";
import { CURRENCIES } from "../../../src/keeper/formats/currencies.js";
import { storedPricingAsset } from "../../../src/keeper/formats/pricing-asset.js";
import { latestFirst } from "../../../src/modules/cs/state.js";
import { parseTimestamp } from "../../../src/wire/time.js";

describe("the table of currencies", () => {
  it("[D-CS-04] holds codes with a minor unit, in capitals", () => {
    expect(CURRENCIES.size).toBe(165);
    for (const code of CURRENCIES) expect(code).toMatch(/^[A-Z]{3}$/);
    for (const code of ["EUR", "USD", "GBP", "JPY", "CHF", "KWD", "XAF", "CLF"]) {
      expect(storedPricingAsset(PricingAssetType.FIAT, code)).toBe(code);
    }
    for (const code of ["XAU", "XDR", "XTS", "XXX", "BTC", "DEM", "ANG", "HRK"]) {
      expect(storedPricingAsset(PricingAssetType.FIAT, code)).toBeUndefined();
    }
  });
});

describe("keys that sort the latest time first", () => {
  const time = fc.bigInt({
    min: parseTimestamp("0001-01-01T00:00:00Z"),
    max: parseTimestamp("9999-12-31T23:59:59.999999999Z"),
  });

  it("[D-GEN-13] turn the order of times around and can be read back", () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        const order = Buffer.compare(latestFirst.encode(a), latestFirst.encode(b));
        expect(order).toBe(a > b ? -1 : a < b ? 1 : 0);
        expect(latestFirst.read(latestFirst.encode(a), 0)).toEqual([a, 12]);
      }),
    );
  });
});
