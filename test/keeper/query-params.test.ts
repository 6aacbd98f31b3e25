import { describe, expect, it } from "vitest";
import {
  boolParam,
  enumParam,
  idParam,
  optionalIdParam,
  optionalNumberParam,
  params,
  sizeParam,
  textParam,
  timeParam,
} from "../../src/keeper/query-params.js";

const roleParam = enumParam({ ISSUER: 1, HOLDER: 6 });

/** The texts that a parameter takes. */
const accepted = (
  type: { safeParse(text: string): { readonly success: boolean } },
  texts: readonly string[],
): readonly string[] => texts.filter((text) => type.safeParse(text).success);

describe("parameters of a query", () => {
  it("[D-TX-02] numbers are written in one way alone", () => {
    const odd = ["007", "01", "+1", "-1", "-0", "1.0", "1e2", "0x1", "1_0", " 1", "1 ", "1\n", "١"];
    expect(accepted(idParam, odd)).toEqual([]);
    expect(accepted(optionalNumberParam, odd)).toEqual([]);
    expect(accepted(sizeParam, odd)).toEqual([]);
    expect(accepted(roleParam, odd)).toEqual([]);
  });

  it("[D-GEN-09] an id is from 1 to 2^64 - 1", () => {
    expect(idParam.parse("18446744073709551615")).toBe((1n << 64n) - 1n);
    expect(accepted(idParam, ["0", "18446744073709551616"])).toEqual([]);
    expect(optionalIdParam.safeParse("0").success).toBe(false);
  });

  it("[D-GEN-13] a size is from 1 to 1024", () => {
    expect(accepted(sizeParam, ["0", "1", "1024", "1025", "99999", "100000"])).toEqual([
      "1",
      "1024",
    ]);
  });

  it("[D-GEN-14] an empty text is absent, 0 and false are present", () => {
    const all = params({
      id: optionalIdParam,
      size: sizeParam,
      time: timeParam,
      role: roleParam,
      text: textParam,
      flag: boolParam,
      number: optionalNumberParam,
    });
    const empty = { id: "", size: "", time: "", role: "", text: "", flag: "", number: "" };
    expect(all.parse(empty)).toEqual({ ...all.parse({}), flag: false });
    expect(all.parse({ number: "1", flag: "false" })).toMatchObject({ number: 1, flag: false });
    expect(all.safeParse({ size: "0" }).success).toBe(false);
    expect(idParam.safeParse("").success).toBe(false);
  });

  it("names of an enum are letters of ASCII in any case, or its number", () => {
    const texts = ["ISSUER", "issuer", "Holder", "6", "2", "ıssuer", "iſſuer", "constructor", ""];
    expect(accepted(roleParam, texts)).toEqual(["ISSUER", "issuer", "Holder", "6", ""]);
  });

  it("[D-GEN-07] a time keeps its nanoseconds, its offset may have lost its plus", () => {
    const base = 1_767_225_600_000_000_000n;
    expect(timeParam.parse("2026-01-01T00:00:00.000000001Z")).toBe(base + 1n);
    expect(timeParam.parse("2026-01-01T02:00:00 02:00")).toBe(base);
    for (const text of [
      "2026-02-30T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2016-12-31T23:59:60Z",
      "2026-01-01T00:00:00.0000000001Z",
      "2026-01-01",
      "1767225600",
      "9999-12-31T23:59:59-01:00",
    ]) {
      expect(timeParam.safeParse(text).success).toBe(false);
    }
  });

  it("[D-GEN-12] unknown names are refused, those of every object too", () => {
    const none = params({});
    expect(none.safeParse({}).success).toBe(true);
    for (const name of ["id", "constructor", "toString"]) {
      expect(none.safeParse({ [name]: "1" }).success).toBe(false);
    }
  });
});
