import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, descending, timeKey, u64Key } from "../../src/keeper/keys.js";
import { behindEntry, cursorText, parseCursor } from "../../src/keeper/list-cursor.js";
import { parseTimestamp } from "../../src/wire/time.js";

const time = fc.bigInt({
  min: parseTimestamp("0001-01-01T00:00:00Z"),
  max: parseTimestamp("9999-12-31T23:59:59.999999999Z"),
});
const id = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n });

describe("where a list in the order of changes goes on", () => {
  it("[D-GEN-13] is told by time and id of the last entry, and read back", () => {
    expect(cursorText({ modified: 1_790_000_000_000_000_000n, id: 7n })).toBe(
      "2026-09-21T14:13:20.000Z,7",
    );
    fc.assert(
      fc.property(time, id, (modified, number) => {
        const cursor = { modified, id: number };
        expect(parseCursor(cursorText(cursor))).toEqual(cursor);
      }),
    );
  });

  it("is read with any offset, the plus sign lost in a query string too", () => {
    const found = { modified: parseTimestamp("2026-01-01T10:00:00Z"), id: 1n };
    for (const text of ["2026-01-01T12:00:00+02:00,1", "2026-01-01T12:00:00 02:00,1"]) {
      expect(parseCursor(text)).toEqual(found);
    }
  });

  it.each([
    "",
    ",",
    "1",
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z,",
    "2026-01-01T00:00:00Z,0",
    "2026-01-01T00:00:00Z,01",
    "2026-01-01T00:00:00Z,18446744073709551616",
    "2026-01-01T00:00:00Z,1,2",
    "2026-13-01T00:00:00Z,1",
    `2026-01-01T00:00:00${"0".repeat(80)}Z,1`,
  ])("is not read from %j", (text) => {
    expect(parseCursor(text)).toBeUndefined();
  });

  it("is never read from garbage by throwing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseCursor(text)));
  });

  it("lies between an entry and the next one, whichever these are", () => {
    const latest = descending(timeKey);
    const entry = (at: bigint, number: bigint) =>
      concat([latest.encode(at), u64Key.encode(number)]);
    fc.assert(
      fc.property(time, id, time, id, (a, x, b, y) => {
        const behind = behindEntry(latest.encode(a), x);
        const later = b < a || (b === a && y > x);
        expect(Buffer.compare(entry(b, y), behind) > 0).toBe(later);
      }),
    );
  });
});
