import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addWeights,
  compareWeights,
  divideWeights,
  parseWeight,
  subtractWeights,
  type Weight,
  weightText,
} from "../../../src/modules/group/weight.js";

const read = (text: string): Weight => {
  const weight = parseWeight(text);
  if (weight === undefined) throw new Error(`no weight: ${text}`);
  return weight;
};

const quotient = (a: string, b: string): string | undefined => {
  const result = divideWeights(read(a), read(b));
  return result === undefined ? undefined : weightText(result);
};

describe("weights of members", () => {
  it.each([
    ["0", "0"],
    ["-0", "0"],
    ["+7", "7"],
    ["007", "7"],
    ["1.50", "1.50"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1e3", "1000"],
    ["1.25E1", "12.5"],
    ["5e-3", "0.005"],
  ])("reads %s as %s", (text, plain) => {
    expect(weightText(read(text))).toBe(plain);
  });

  it.each([
    "",
    ".",
    "-1",
    "-0.1",
    "1,5",
    "0x10",
    "1e",
    "e5",
    " 1",
    "1 ",
    "NaN",
    "inf",
    "1_000",
    "--1",
  ])("refuses %j", (text) => {
    expect(parseWeight(text)).toBeUndefined();
  });

  it("refuses what an exponent or a long text would blow up", () => {
    for (const text of ["1e101", "1e-101", "1e999999999", "0e999999999", "9".repeat(101)]) {
      expect(parseWeight(text)).toBeUndefined();
    }
    expect(parseWeight("9".repeat(100))).toBeDefined();
  });

  it("adds and subtracts without losing a digit", () => {
    expect(weightText(addWeights(read("0.1"), read("0.20")))).toBe("0.30");
    expect(weightText(addWeights(read("1e60"), read("1e-60")))).toBe(
      `1${"0".repeat(60)}.${"0".repeat(59)}1`,
    );
    expect(subtractWeights(read("1"), read("1.0001"))).toBeUndefined();
  });

  const weight = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
    .map(([digits, scale]): Weight => ({ digits, scale }));

  it("subtraction undoes addition, and text reads back as itself", () => {
    fc.assert(
      fc.property(weight, weight, (a, b) => {
        const sum = addWeights(a, b);
        const back = subtractWeights(sum, b);
        expect(back !== undefined && compareWeights(back, a)).toBe(0);
        expect(read(weightText(sum))).toEqual(sum);
      }),
    );
  });

  it.each([
    ["1", "3", "0.3333333333333333333333333333333333"],
    ["2", "3", "0.6666666666666666666666666666666667"],
    ["1", "4", "0.2500000000000000000000000000000000"],
    ["0", "4", "0"],
    ["2e40", "3", "6666666666666666666666666666666667000000"],
    ["1", "3e40", `0.${"0".repeat(40)}${"3".repeat(34)}`],
  ])("divides %s by %s with 34 significant digits", (a, b, result) => {
    const [known, got] = [read(result), read(quotient(a, b) ?? "")];
    expect(compareWeights(known, got)).toBe(0);
  });

  it("has no quotient by zero", () => {
    expect(quotient("1", "0")).toBeUndefined();
    expect(quotient("0", "0.00")).toBeUndefined();
  });

  it("a quotient is off by less than one part in 10^33", () => {
    const positive = weight.filter(({ digits }) => digits > 0n);
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const result = divideWeights(a, b);
        if (result === undefined) throw new Error("no quotient");
        // |result * b - a| * 10^33 <= a, in whole numbers.
        const scale = BigInt(result.scale + b.scale);
        const product = result.digits * b.digits * 10n ** BigInt(a.scale);
        const exact = a.digits * 10n ** scale;
        const off = product > exact ? product - exact : exact - product;
        expect(off * 10n ** 33n <= exact).toBe(true);
      }),
    );
  });
});
