import { describe, expect, it } from "vitest";
import { rememberedMany } from "../../src/keeper/remembered.js";

/** Values that are told apart by what they are, not by what they say. */
function counting() {
  const decoded: number[] = [];
  const codec = rememberedMany(
    {
      encode: ({ first }: { readonly first: number }) => Uint8Array.of(first),
      decode(bytes) {
        decoded.push(bytes[0] ?? 0);
        return { first: bytes[0] ?? 0 };
      },
    },
    2,
  );
  return { codec, decoded };
}

describe("values that are remembered", () => {
  it("are given again for the same bytes, and only for those", () => {
    const { codec, decoded } = counting();
    const bytes = Uint8Array.of(1);
    const one = codec.decode(bytes);
    expect(codec.decode(Uint8Array.of(1))).toBe(one);
    // The bytes may be another's by now.
    bytes[0] = 2;
    expect(codec.decode(bytes)).toEqual({ first: 2 });
    expect(codec.decode(Uint8Array.of(1))).toBe(one);
    expect(decoded).toEqual([1, 2]);
  });

  it("are forgotten when twice as many others were asked for since, and kept while they are asked for", () => {
    const { codec, decoded } = counting();
    const read = (...firsts: number[]) => firsts.map((first) => codec.decode(Uint8Array.of(first)));
    read(1, 2, 3, 1, 4, 1);
    expect(decoded).toEqual([1, 2, 3, 4]);
    read(5, 6, 7, 8, 1);
    expect(decoded).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1]);
  });
});
