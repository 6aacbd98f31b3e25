import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTx } from "../../src/abci/decode/decode-tx.js";
import { ChainError } from "../../src/keeper/errors.js";
import { AnteWorld, resolve } from "../support/ante-world.js";
import { signedTx, testKey } from "../support/signed-tx.js";

const ann = testKey(1);
const field = (no: number, content: Uint8Array): Uint8Array => {
  const length: number[] = [];
  let rest = content.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
  return Buffer.concat([Uint8Array.of(no * 8 + 2, ...length, rest), content]);
};

/** Decodes or is refused with `sdk` 2; any other exception escapes and fails the test. */
function refused(bytes: Uint8Array): boolean {
  try {
    decodeTx(bytes, resolve);
    return false;
  } catch (error) {
    if (error instanceof ChainError && error.kind.codespace === "sdk" && error.kind.code === 2)
      return true;
    throw error;
  }
}

describe("bytes that nobody would send", () => {
  it("are decoded or refused with code 2, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => typeof refused(bytes) === "boolean",
      ),
    );
  });

  it("get an answer with a code from the ante stage when a byte of a good transaction changes", () => {
    const good = signedTx(ann);
    const byte = fc.integer({ min: 0, max: good.length - 1 });
    fc.assert(
      fc.property(byte, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Uint8Array.from(good, (value, i) => (i === at ? value ^ change : value));
        const world = new AnteWorld().fund(ann.address, 7n, 0n);
        expect(world.run(bytes, "deliver").code).toBeGreaterThan(0);
        expect(world.accounts.get(ann.address)?.sequence).toBe(0n);
      }),
    );
  });

  it("refuses mode infos nested too deep before anything recurses", () => {
    let mode: Uint8Array = new Uint8Array();
    for (let i = 0; i < 3_000; i++) mode = field(2, field(2, mode));
    expect(refused(field(2, field(1, field(2, mode))))).toBe(true);
  });

  it("refuses ten thousand open groups without running out of stack", () => {
    const group = Uint8Array.of(0x83, 0x40);
    const end = Uint8Array.of(0x84, 0x40);
    const nested = (n: number) => Buffer.concat([...Array(n).fill(group), ...Array(n).fill(end)]);
    expect(refused(field(1, nested(10_000)))).toBe(false);
    expect(refused(field(1, nested(10_001)))).toBe(true);
  });

  it("refuses a number of a million digits without computing it", () => {
    const digits = Buffer.alloc(900_000, 0x39);
    const fee = field(2, field(1, field(2, digits)));
    expect(refused(field(2, fee))).toBe(true);
  });
});
