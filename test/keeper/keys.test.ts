import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressKey,
  type KeyCodec,
  plainTextKey,
  restTextKey,
  stringKey,
  timeKey,
  tupleKey,
  u8Key,
  u32Key,
  u64Key,
} from "../../src/keeper/keys.js";
import { textValue } from "../../src/keeper/values.js";
import { StoreFault } from "../../src/store/contract.js";
import { utf8Text } from "../../src/wire/text.js";

const bytes = fc.uint8Array({ maxLength: 12 });
/** Texts as the wire gives them: any bytes at all. */
const text = bytes.map((value) => utf8Text(value));
const compare = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b);

describe("keys", () => {
  it("of texts give the same text back, whatever bytes it was made of", () => {
    fc.assert(
      fc.property(text, bytes, (value, rest) => {
        const key = stringKey.encode(value);
        expect(stringKey.read(Buffer.concat([key, rest]), 0)).toEqual([value, key.length]);
        expect(restTextKey.read(restTextKey.encode(value), 0)[0]).toBe(value);
        expect(textValue.decode(textValue.encode(value))).toBe(value);
      }),
    );
  });

  it("of two texts differ, and neither is the start of the other", () => {
    const near = fc.uint8Array({ max: 3, maxLength: 6 }).map((value) => utf8Text(value));
    fc.assert(
      fc.property(near, near, (a, b) => {
        fc.pre(a !== b);
        const [x, y] = [stringKey.encode(a), stringKey.encode(b)];
        expect(compare(x.subarray(0, y.length), y.subarray(0, x.length))).not.toBe(0);
      }),
    );
  });

  it("end where reading them ends", () => {
    type Parts = readonly [string, bigint, bigint, number];
    const codec = tupleKey<Parts>(stringKey, u64Key, timeKey, u8Key);
    const small = fc.nat({ max: 255 });
    const near = fc.uint8Array({ max: 1, maxLength: 6 }).map((value) => utf8Text(value));
    const parts = fc.tuple(near, fc.bigInt(0n, 1n << 64n), fc.bigInt(-9n, 9n ** 20n), small);
    fc.assert(
      fc.property(parts, bytes, bytes, (values, before, rest) => {
        fc.pre(values[1] < 1n << 64n);
        const key = Buffer.concat([before, codec.encode(values), rest]);
        expect(codec.skip?.(key, before.length)).toBe(codec.read(key, before.length)[1]);
      }),
    );
    for (const each of [stringKey, u64Key, timeKey, u8Key])
      expect(() => each.skip?.(Uint8Array.of(), 0)).toThrow(StoreFault);
    expect(() => stringKey.skip?.(Uint8Array.of(7, 0, 255, 0), 0)).toThrow(StoreFault);
  });

  it("of texts keep the order of their bytes", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [x, y] = [stringKey.encode(utf8Text(a)), stringKey.encode(utf8Text(b))];
        expect(Math.sign(compare(x, y))).toBe(Math.sign(compare(a, b)));
      }),
    );
  });

  it("tell bytes that are no UTF-8 apart", () => {
    const [a, b] = [utf8Text(Uint8Array.of(0xff)), utf8Text(Uint8Array.of(0xfe))];
    expect(restTextKey.encode(a)).not.toEqual(restTextKey.encode(b));
    expect(stringKey.encode(a)).not.toEqual(stringKey.encode(b));
  });

  it("of a denomination end at the first 00, whatever address follows", () => {
    const key = tupleKey<readonly [string, string]>(plainTextKey, addressKey("verana"));
    const address = addressKey("verana").read(Uint8Array.of(255, ...new Uint8Array(255)), 0)[0];
    expect(key.read(key.encode(["uvna", address]), 0)[0]).toEqual(["uvna", address]);
    expect(() => plainTextKey.encode("a\0b")).toThrow(RangeError);
  });

  it("of numbers and times are what a DataView writes, and give the same numbers back", () => {
    const u64 = fc.oneof(fc.bigInt(0n, (1n << 64n) - 1n), fc.bigInt(0n, 1n << 33n));
    fc.assert(
      fc.property(u64, fc.nat({ max: 2 ** 32 - 1 }), fc.nat(999_999_999), (wide, small, nanos) => {
        const view = new DataView(new ArrayBuffer(16));
        view.setBigUint64(0, wide);
        view.setUint32(8, small);
        view.setUint32(12, nanos);
        const bytes = new Uint8Array(view.buffer);
        expect(u64Key.encode(wide)).toEqual(bytes.subarray(0, 8));
        expect(u32Key.encode(small)).toEqual(bytes.subarray(8, 12));
        expect([u64Key.read(bytes, 0)[0], u32Key.read(bytes, 8)[0]]).toEqual([wide, small]);
        const time = (BigInt.asUintN(62, wide) - (1n << 61n)) * 1_000_000_000n + BigInt(nanos);
        view.setBigUint64(0, BigInt.asUintN(62, wide) + (1n << 61n));
        const whole = Uint8Array.of(...bytes.subarray(0, 8), ...bytes.subarray(12));
        expect(timeKey.encode(time)).toEqual(whole);
        expect(timeKey.read(timeKey.encode(time), 0)).toEqual([time, 12]);
      }),
    );
  });

  it.each<readonly [string, () => Uint8Array]>([
    ["2^64", () => u64Key.encode(1n << 64n)],
    ["-1", () => u64Key.encode(-1n)],
    ["2^32", () => u32Key.encode(2 ** 32)],
    ["half a number", () => u32Key.encode(0.5)],
    ["256 in a byte", () => u8Key.encode(256)],
    ["-1 in a byte", () => u8Key.encode(-1)],
    ["a time before all others", () => timeKey.encode(-(1n << 62n) * 1_000_000_000n - 1n)],
    ["a time after all others", () => timeKey.encode((1n << 62n) * 1_000_000_000n)],
  ])("refuse %s instead of standing for another value", (_, encode) => {
    expect(encode).toThrow(RangeError);
  });

  it("of numbers and times keep their order", () => {
    const ordered = <K>(codec: KeyCodec<K>, values: fc.Arbitrary<K>) =>
      fc.assert(
        fc.property(values, values, (a, b) => {
          expect(Math.sign(compare(codec.encode(a), codec.encode(b)))).toBe(
            a < b ? -1 : a > b ? 1 : 0,
          );
          expect(codec.read(codec.encode(a), 0)[0]).toBe(a);
        }),
      );
    ordered(u64Key, fc.bigInt(0n, (1n << 64n) - 1n));
    ordered(timeKey, fc.bigInt(-63_000_000_000n * 10n ** 9n, 254_000_000_000n * 10n ** 9n));
  });
});
