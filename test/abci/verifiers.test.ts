import { createRequire } from "node:module";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import { nativeSecp256k1 } from "../../src/abci/sign/native.js";
import { nobleSecp256k1, type Secp256k1 } from "../../src/abci/sign/secp256k1.js";
import { rememberVerified } from "../../src/abci/sign/verified.js";
import { chooseVerifier } from "../../src/abci/sign/verifier.js";
import { openMultiStore } from "../../src/store/multistore.js";

const ORDER = secp256k1.Point.CURVE().n;
const BUILT_FOR = ["linux-x64", "darwin-arm64", "win32-x64"];

const bytes32 = (value: bigint): Uint8Array =>
  Uint8Array.from(Buffer.from(value.toString(16).padStart(64, "0").slice(-64), "hex"));

interface Case {
  readonly key: Uint8Array;
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}

const signed = fc
  .record({
    secret: fc.bigInt({ min: 1n, max: ORDER - 1n }),
    digest: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  .map(({ secret, digest }): Case => {
    const secretBytes = bytes32(secret);
    return {
      key: secp256k1.getPublicKey(secretBytes),
      digest,
      signature: secp256k1.sign(digest, secretBytes, { prehash: false }),
    };
  });

/** Numbers at the borders of what r and s may be. */
const border = fc.constantFrom(
  ...[0n, 1n, ORDER / 2n, ORDER / 2n + 1n, ORDER - 1n, ORDER, ORDER + 1n, (1n << 256n) - 1n],
);

const half = (signature: Uint8Array, i: 0 | 1) => signature.slice(i * 32, i * 32 + 32);
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);

type Change = (c: Case) => Case;
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant((c: Case) => c),
  fc.constant(highS),
  border.map((r) => (c: Case) => ({
    ...c,
    signature: joined(bytes32(r), half(c.signature, 1)),
  })),
  border.map((s) => (c: Case) => ({
    ...c,
    signature: joined(half(c.signature, 0), bytes32(s)),
  })),
  fc.constant(unreduced),
  flip("signature", 64),
  flip("digest", 32),
  flip("key", 33),
  fc.constantFrom(...[0, 2, 3, 4, 5, 6, 7, 255]).map((first) => (c: Case) => ({
    ...c,
    key: joined(Uint8Array.of(first), c.key.slice(1)),
  })),
  resize("signature"),
  resize("digest"),
  resize("key"),
  fc.constantFrom(4, 6, 7).map((first) => (c: Case) => ({ ...c, key: longKey(c.key, first) })),
);

function highS(c: Case): Case {
  const s = bytes32(ORDER - number(half(c.signature, 1)));
  return { ...c, signature: joined(half(c.signature, 0), s) };
}

/** s plus the order: the same number to whoever reduces it, where it fits into 32 bytes. */
function unreduced(c: Case): Case {
  const s = bytes32(number(half(c.signature, 1)) + ORDER);
  return { ...c, signature: joined(half(c.signature, 0), s) };
}

function flip(field: keyof Case, length: number): fc.Arbitrary<Change> {
  return fc.record({ at: fc.nat(length - 1), bit: fc.nat(7) }).map(({ at, bit }) => (c) => ({
    ...c,
    [field]: c[field].map((byte, i) => (i === at ? byte ^ (1 << bit) : byte)),
  }));
}

function resize(field: keyof Case): fc.Arbitrary<Change> {
  return fc.nat(80).map((length) => (c) => {
    const bytes = new Uint8Array(length);
    bytes.set(c[field].slice(0, length));
    return { ...c, [field]: bytes };
  });
}

/** The 65 bytes of an uncompressed (4) or hybrid (6, 7) key. */
function longKey(key: Uint8Array, first: number): Uint8Array {
  const long = secp256k1.Point.fromBytes(key).toBytes(false);
  return joined(Uint8Array.of(first), long.slice(1));
}

const answers = (curve: Secp256k1, { key, digest, signature }: Case) => ({
  isKey: curve.isPublicKey(key),
  right: curve.verify(key, digest, signature),
});

const { name, curve: chosen } = chooseVerifier();

describe("who verifies signatures", () => {
  it("is the native one on the machines that it is built for", () => {
    const machine = `${process.platform}-${process.arch}`;
    expect(name).toBe(BUILT_FOR.includes(machine) ? "native" : name);
    expect(nativeSecp256k1() === undefined).toBe(name === "noble");
  });

  it("is never the fallback that the package's own entry point takes", () => {
    const { cache } = createRequire(import.meta.url);
    expect(Object.keys(cache).filter((file) => file.includes("elliptic"))).toEqual([]);
  });

  it("accepts and refuses the same as noble, whatever was done to a signature", () => {
    const remembering = rememberVerified(chosen);
    fc.assert(
      fc.property(signed, change, (original, alter) => {
        expect(answers(remembering, original)).toEqual({ isKey: true, right: true });
        const altered = alter(original);
        const expected = answers(nobleSecp256k1, altered);
        expect(answers(chosen, altered)).toEqual(expected);
        expect(answers(remembering, altered)).toEqual(expected);
        expect(answers(remembering, altered)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("[D-TX-02] refuses the high twin of every signature", () => {
    fc.assert(
      fc.property(signed, (c) => {
        const { key, digest, signature } = highS(c);
        expect(chosen.verify(key, digest, signature)).toBe(false);
        expect(nobleSecp256k1.verify(key, digest, signature)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it("reads bytes that lie inside a larger array", () => {
    const [{ key, digest, signature }] = fc.sample(signed, 1) as [Case];
    const all = joined(Uint8Array.of(9), key, digest, signature, Uint8Array.of(9));
    const [a, b, c] = [all.subarray(1, 34), all.subarray(34, 66), all.subarray(66, 130)];
    expect(chosen.verify(a, b, c)).toBe(true);
    expect(chosen.isPublicKey(a)).toBe(true);
  });

  it("is named once, when the application starts", async () => {
    const lines: unknown[] = [];
    const logger = { ...silent, info: (...line: unknown[]) => lines.push(line) };
    const store = await openMultiStore({ stores: [...STORES] });
    new App({ store, logger, version: "test" });
    expect(lines).toEqual([["secp256k1 signatures are verified", { by: name }]]);
    await store.close();
  });
});

describe("signatures that were right before", () => {
  const counting = () => {
    const calls = { count: 0 };
    const verify: Secp256k1["verify"] = (...given) => {
      calls.count++;
      return chosen.verify(...given);
    };
    return { calls, curve: { isPublicKey: chosen.isPublicKey, verify } };
  };
  const cases = fc.sample(signed, { numRuns: 6, seed: 1 });

  it("are not verified again while they are among the last", () => {
    const { calls, curve } = counting();
    const remembering = rememberVerified(curve, 2);
    for (const c of [...cases, ...cases.slice(-2)])
      expect(answers(remembering, c).right).toBe(true);
    expect(calls.count).toBe(6);
    const [first] = cases as [Case];
    expect(answers(remembering, first).right).toBe(true);
    expect(calls.count).toBe(7);
  });

  it("are only remembered when they were right", () => {
    const { calls, curve } = counting();
    const remembering = rememberVerified(curve);
    const [first] = cases as [Case];
    const wrong = highS(first);
    expect([answers(remembering, wrong).right, answers(remembering, wrong).right]).toEqual([
      false,
      false,
    ]);
    expect(calls.count).toBe(2);
  });

  it("do not make another triple right that shares a part with them", () => {
    const remembering = rememberVerified(chosen);
    for (const c of cases) expect(answers(remembering, c).right).toBe(true);
    fc.assert(
      fc.property(fc.constantFrom(...cases), change, (c, alter) => {
        const altered = alter(c);
        expect(answers(remembering, altered)).toEqual(answers(nobleSecp256k1, altered));
      }),
      { numRuns: 100 },
    );
    for (const [i, c] of cases.entries()) {
      const other = cases[(i + 1) % cases.length] ?? c;
      for (const part of ["key", "digest", "signature"] as const) {
        expect(answers(remembering, { ...c, [part]: other[part] }).right, part).toBe(false);
      }
    }
  });
});
