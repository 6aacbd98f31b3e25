import type { CompactBitArray } from "../../gen/cosmos/crypto/multisig/v1beta1.js";
import type { MultisigKey } from "./public-key.js";
import type { MultiSignatureData, SignatureData } from "./signature-data.js";

/** Number of bits that a compact bit array says it has. */
export function bitCount(bits: CompactBitArray): number {
  const { extraBitsStored, elems } = bits;
  return extraBitsStored === 0 ? elems.length * 8 : (elems.length - 1) * 8 + extraBitsStored;
}

/** Bit `i`, most significant first. */
export function bitAt(bits: CompactBitArray, i: number): boolean {
  return (((bits.elems[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) === 1;
}

/** Checks the signature of one member. Undefined when it is right, else the reason. */
export type MemberCheck = (
  key: MultisigKey["keys"][number],
  data: SignatureData,
) => string | undefined;

/**
 * Checks a multisignature: the size of the bit array, the number of signatures, the number of bits
 * set, then each set bit takes the next signature. Returns why it is wrong, undefined when it is
 * right. [D-TX-02] Bits set past the end are refused.
 */
export function multisigFault(
  key: MultisigKey,
  data: MultiSignatureData,
  member: MemberCheck,
): string | undefined {
  const { bits, signatures } = data;
  const size = key.keys.length;
  if (bits === undefined) return "bit array is missing";
  if (bitCount(bits) !== size || bits.elems.length !== Math.ceil(size / 8)) {
    return `bit array size is incorrect, expecting: ${size}`;
  }
  if (signatures.length < key.threshold || signatures.length > size) {
    return `signature size is incorrect ${signatures.length}`;
  }
  const set = setBits(bits);
  if (set.some((i) => i >= size)) return "bits are set past the end of the bit array";
  if (set.length < key.threshold)
    return `not enough signatures set, have ${set.length}, expected ${key.threshold}`;
  for (const [index, i] of set.entries()) {
    const memberKey = key.keys[i];
    const signature = signatures[index];
    if (memberKey === undefined || signature === undefined) return `no signature for key ${i}`;
    const fault = member(memberKey, signature);
    if (fault !== undefined)
      return fault.startsWith("unsupported") ? fault : `unable to verify signature at index ${i}`;
  }
  return undefined;
}

/** Positions of all set bits in the bytes of a bit array. */
export function setBits(bits: CompactBitArray): number[] {
  const set: number[] = [];
  for (let i = 0; i < bits.elems.length * 8; i++) if (bitAt(bits, i)) set.push(i);
  return set;
}
