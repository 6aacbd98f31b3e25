import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { nativeSecp256k1 } from "../../src/abci/sign/native.js";
import { nobleSecp256k1 } from "../../src/abci/sign/secp256k1.js";
import { rememberVerified } from "../../src/abci/sign/verified.js";
import { fromHex, vector } from "../support/vectors.js";
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

describe.each(verifiers)("secp256k1 signatures, by the vectors: %s", (_, curve) => {
  it.each(entries.map((entry) => [entry.name, entry] as const))("%s", (name, entry) => {
    const turned = LOW_S.includes(name);
    if (turned) expect(entry.valid).toBe(true);
    const digest = sha256(fromHex(entry.msg));
    const valid = curve.verify(fromHex(entry.pubkey), digest, fromHex(entry.sig));
    expect(valid).toBe(turned ? false : entry.valid);
  });

  it("[D-TX-02] has every vector that the decision turns round", () => {
    const names = entries.map(({ name }) => name);
    expect(LOW_S.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("[D-TX-02] takes only compressed points with a reduced x for keys", () => {
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
