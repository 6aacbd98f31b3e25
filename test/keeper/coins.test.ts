import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCoins,
  type Coin,
  coversCoins,
  denomAmounts,
  equalCoins,
  formatCoins,
  isDenom,
  isValidCoins,
  parseCoins,
  sortCoins,
  subCoins,
} from "../../src/keeper/coins.js";

const coin = (amount: bigint, denom: string): Coin => ({ amount, denom });

const denom = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9/:._-]{2,6}$/);
const coinSet = fc
  .uniqueArray(fc.record({ denom, amount: fc.bigInt(1n, 1n << 80n) }), {
    selector: (c) => c.denom,
    maxLength: 6,
  })
  .map(sortCoins);

describe("coins", () => {
  it("know the syntax of a denomination", () => {
    const ibc = `ibc/${"A".repeat(64)}`;
    for (const text of ["uvna", "abc", ibc, "a.b-c:d_e/f", `a${"b".repeat(127)}`]) {
      expect(isDenom(text), text).toBe(true);
    }
    for (const text of [
      "",
      "u",
      "ab",
      "1ab",
      "a b",
      "abc\n",
      "é€a",
      `a${"b".repeat(128)}`,
      "-ab",
    ]) {
      expect(isDenom(text), text).toBe(false);
    }
  });

  it("are a set only when sorted, distinct and above zero", () => {
    expect(isValidCoins([])).toBe(true);
    expect(isValidCoins([coin(1n, "aaa"), coin(1n, "bbb")])).toBe(true);
    expect(isValidCoins([coin(1n, "bbb"), coin(1n, "aaa")])).toBe(false);
    expect(isValidCoins([coin(1n, "aaa"), coin(1n, "aaa")])).toBe(false);
    expect(isValidCoins([coin(0n, "aaa")])).toBe(false);
    expect(isValidCoins([coin(-1n, "aaa")])).toBe(false);
    expect(isValidCoins([coin(1n, "5u")])).toBe(false);
  });

  it("refuse texts that are no coins", () => {
    expect(parseCoins("")).toEqual([]);
    expect(parseCoins("5foo,10bar")).toEqual([coin(10n, "bar"), coin(5n, "foo")]);
    for (const text of ["10", "uvna", "-1uvna", "0uvna", "1uvna,1uvna", "1.5uvna", "01uvna", ","]) {
      expect(parseCoins(text), text).toBeUndefined();
    }
  });

  it("[D-GEN-20] of a message are sorted, and refused when doubled, zero or too large", () => {
    expect(denomAmounts([])).toEqual([]);
    expect(denomAmounts([coin(2n, "foo"), coin(1n, "bar")])).toEqual([
      coin(1n, "bar"),
      coin(2n, "foo"),
    ]);
    expect(denomAmounts([coin((1n << 63n) - 1n, "bar")])).toHaveLength(1);
    for (const amount of [0n, -1n, 1n << 63n]) {
      expect(denomAmounts([coin(amount, "bar")])).toBeUndefined();
    }
    expect(denomAmounts([coin(1n, "bar"), coin(2n, "foo"), coin(1n, "bar")])).toBeUndefined();
    expect(denomAmounts([coin(1n, "no")])).toBeUndefined();
  });

  it("add and subtract denomination by denomination", () => {
    fc.assert(
      fc.property(coinSet, coinSet, (a, b) => {
        const sum = addCoins(a, b);
        expect(isValidCoins(sum)).toBe(true);
        expect(coversCoins(sum, a) && coversCoins(sum, b)).toBe(true);
        expect(subCoins(sum, b)).toEqual(a);
        expect(equalCoins(addCoins(b, a), sum)).toBe(true);
        if (b.length > 0) expect(subCoins(a, addCoins(a, b))).toBeUndefined();
      }),
    );
  });

  it("read back as printed", () => {
    fc.assert(
      fc.property(coinSet, (a) => equalCoins(parseCoins(formatCoins(a)) ?? [coin(1n, "none")], a)),
    );
  });

  it("of sixty thousand denominations are added and compared at once", () => {
    const many = Array.from({ length: 60_000 }, (_, i) => coin(1n, `a${i + 10_000}`));
    const start = performance.now();
    const sum = addCoins(many, many);
    expect(equalCoins(sum, many)).toBe(false);
    expect(equalCoins(subCoins(sum, many) ?? [], many)).toBe(true);
    // Work that grows with the square takes minutes.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
