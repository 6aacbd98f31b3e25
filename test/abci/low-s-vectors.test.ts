import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { nativeSecp256k1 } from "../../src/abci/sign/native.js";
import { nobleSecp256k1 } from "../../src/abci/sign/secp256k1.js";
import { rememberVerified } from "../../src/abci/sign/verified.js";
import { fromHex, OWN_VECTORS, vector } from "../support/vectors.js";
import { LOW_S } from "./turned-round.js";

interface Entry {
  readonly name: string;
  readonly pubkey: string;
  readonly msg: string;
  readonly sig: string;
  readonly valid: boolean;
}

const { entries } = vector("low-s") as { readonly entries: readonly Entry[] };

const native = nativeSecp256k1();
const verifiers = [
  ["noble", nobleSecp256k1],
  ...(native === undefined ? [] : [["native", native] as const]),
  ["noble that remembers", rememberVerified(nobleSecp256k1)],
] as const;

/** [D-TX-02] Whether r or s is not below the order, or the key is in another form than the compressed one. */
function isTurned({ pubkey, sig }: Entry): boolean {
  const unreduced = sig.length === 128 && [sig.slice(0, 64), sig.slice(64)].some(isUnreduced);
  return unreduced || pubkey.length !== 66;
}

const ORDER = secp256k1.Point.CURVE().n;
const isUnreduced = (hex: string): boolean => BigInt(`0x${hex}`) >= ORDER;

describe.each(verifiers)("secp256k1 signatures, by the vectors: %s", (_, curve) => {
  it.each(entries.map((entry) => [entry.name, entry] as const))("%s", (_, entry) => {
    const turned = isTurned(entry);
    const digest = sha256(fromHex(entry.msg));
    const valid = curve.verify(fromHex(entry.pubkey), digest, fromHex(entry.sig));
    expect(valid).toBe(turned ? false : entry.valid);
  });

  it.runIf(OWN_VECTORS)("[D-TX-02] has every vector that the decision turns round", () => {
    const turned = entries.filter((entry) => entry.valid && isTurned(entry));
    expect(turned.map(({ name }) => name).sort()).toEqual([...LOW_S].sort());
  });

  it.runIf(OWN_VECTORS)("[D-TX-02] takes only compressed points with a reduced x for keys", () => {
    const keys = new Map(entries.map(({ name, pubkey }) => [name, fromHex(pubkey)]));
    const isKey = (name: string) => curve.isPublicKey(keys.get(name) ?? new Uint8Array());
    expect(isKey("valid low-S 1")).toBe(true);
    for (const name of [
      "uncompressed key of 65 bytes",
      "hybrid key",
      "33-byte key with prefix 04",
      "key x not on the curve",
      "key x = p",
      "key x = p + 1 (x = 1 unreduced)",
      "key x = 2^256 - 1",
      "key of zero bytes",
      "empty key",
      "key with a byte appended",
    ]) {
      expect(isKey(name), name).toBe(false);
    }
  });
});
