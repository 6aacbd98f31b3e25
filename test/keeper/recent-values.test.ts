import { describe, expect, it } from "vitest";
import { RecentValues } from "../../src/keeper/recent-values.js";

describe("recent values", () => {
  const counting = () => {
    let decoded = 0;
    const values = new RecentValues((bytes) => ({ sum: bytes.length + 1000 * ++decoded }));
    return { values, decoded: () => decoded };
  };
  const key = Uint8Array.of(1, 2, 3);

  it("decode an array once as long as it stands under its key", () => {
    const { values, decoded } = counting();
    const bytes = Uint8Array.of(7);
    expect(values.of(key, bytes)).toBe(values.of(Uint8Array.from(key), bytes));
    expect(decoded()).toBe(1);
  });

  it("decode what was written anew, were it the same bytes", () => {
    const { values, decoded } = counting();
    values.of(key, Uint8Array.of(7));
    expect(values.of(key, Uint8Array.of(7, 8)).sum).toBe(2002);
    values.of(key, Uint8Array.of(7, 8));
    expect(decoded()).toBe(3);
  });

  it("never mix up keys, however many there are", () => {
    const values = new RecentValues((bytes) => bytes.join());
    const entries = Array.from({ length: 5_000 }, (_, i) => {
      const bytes = Uint8Array.of(i >> 8, i & 0xff);
      return [bytes, Uint8Array.of(i & 0xff, i >> 8)] as const;
    });
    for (let round = 0; round < 2; round++) {
      for (const [at, bytes] of entries) expect(values.of(at, bytes)).toBe(bytes.join());
    }
  });
});
