import { sha256 } from "../../keeper/sha256.js";
import { WireError } from "../../wire/descriptor.js";
import type { ResolveType } from "../../wire/strict.js";
import { utf8Bytes, utf8Text } from "../../wire/text.js";
import type { DecodedTx } from "../decode/decode-tx.js";
import { aminoSignBytes, aminoSignDoc } from "./amino.js";
import { directSignBytes, type SignerData } from "./direct.js";
import { directAuxSignBytes } from "./direct-aux.js";
import { multisigFault } from "./multisig.js";
import { type PublicKey, packPublicKey } from "./public-key.js";
import { nobleSecp256k1, type Secp256k1 } from "./secp256k1.js";
import { SIGN_MODE, type SignatureData } from "./signature-data.js";

/** One signature to check. */
export interface SignatureCheck {
  readonly tx: DecodedTx;
  readonly signer: SignerData;
  readonly key: PublicKey;
  readonly data: SignatureData;
  /** Bech32 address of the account that pays the fee: it cannot sign in direct aux mode. */
  readonly feePayer: string;
  readonly resolve: ResolveType;
  readonly curve?: Secp256k1;
}

/** Why a signature is wrong; undefined when it is right. Every member of a multisig signs its account's document. */
export function signatureFault(check: SignatureCheck): string | undefined {
  return fault(check, check.key, check.data, new Map());
}

type Digests = Map<number, Uint8Array>;

function fault(
  check: SignatureCheck,
  key: PublicKey,
  data: SignatureData,
  digests: Digests,
): string | undefined {
  if (data.kind === "multi") {
    if (key.kind !== "multisig") return "a multisignature of a key that is no multisig";
    return multisigFault(key, data, (memberKey, member) =>
      fault(check, memberKey, member, digests),
    );
  }
  if (key.kind !== "secp256k1") return `a single signature of a ${key.kind} key`;
  const digest = digestOf(check, data.mode, digests);
  if (typeof digest === "string") return digest;
  const right = (check.curve ?? nobleSecp256k1).verify(key.key, digest, data.signature);
  return right ? undefined : "unable to verify single signer signature";
}

/** The hash that a mode signs, made once a transaction; a text says why there is none. */
function digestOf(check: SignatureCheck, mode: number, digests: Digests): Uint8Array | string {
  const known = digests.get(mode);
  if (known !== undefined) return known;
  const bytes = signBytes(check, mode);
  if (typeof bytes === "string") return bytes;
  const digest = sha256(bytes);
  digests.set(mode, digest);
  return digest;
}

function signBytes(check: SignatureCheck, mode: number): Uint8Array | string {
  const { tx, signer } = check;
  switch (mode) {
    case SIGN_MODE.direct:
      return directSignBytes(tx, signer);
    case SIGN_MODE.directAux:
      if (signer.address === check.feePayer)
        return `fee payer ${signer.address} cannot sign with SIGN_MODE_DIRECT_AUX`;
      return directAuxSignBytes(tx, signer, packPublicKey(check.key));
    case SIGN_MODE.amino:
      return aminoOrReason(check);
    default:
      return `unsupported sign mode ${MODE_NAMES[mode] ?? mode}`;
  }
}

const MODE_NAMES: Readonly<Record<number, string>> = {
  0: "SIGN_MODE_UNSPECIFIED",
  2: "SIGN_MODE_TEXTUAL",
  191: "SIGN_MODE_EIP_191",
};

function aminoOrReason(check: SignatureCheck): Uint8Array | string {
  try {
    return aminoSignBytes(check.tx, check.signer, check.resolve);
  } catch (error) {
    if (error instanceof WireError) return `no amino document: ${error.message}`;
    throw error;
  }
}

/** Longest document, in bytes, that is explained: to print others costs more than it helps. */
const MAX_EXPLAINED = 16_384;

/** The mistakes of known clients, in the order in which they are tried. */
const VARIANTS = [
  { style: { durations: "seconds", zeros: "omit" }, what: "Durations as objects" },
  { style: { durations: "seconds-nanos", zeros: "omit" }, what: "Durations as objects" },
  { style: { durations: "text", zeros: "print" }, what: "zero values that are left out" },
  {
    style: { durations: "seconds", zeros: "print" },
    what: "Durations as objects and zero values that are left out",
  },
  {
    style: { durations: "seconds-nanos", zeros: "print" },
    what: "Durations as objects and zero values that are left out",
  },
] as const;

/**
 * [D-TX-04] For a client whose amino signature failed: the one document that is accepted, and which
 * known mistake the signature would have fitted. Such a signature is refused all the same.
 */
export function explainAminoMismatch(check: SignatureCheck): string {
  const { tx, signer, resolve, key, data } = check;
  const bytes = aminoOrReason(check);
  if (typeof bytes === "string") return bytes;
  if (bytes.length > MAX_EXPLAINED) return "the amino document is too long to be shown";
  const canonical = utf8Text(bytes);
  const expected = `the amino document to sign is ${canonical}`;
  if (key.kind !== "secp256k1" || data.kind !== "single") return expected;
  const curve = check.curve ?? nobleSecp256k1;
  for (const { style, what } of VARIANTS) {
    const text = aminoSignDoc(tx, signer, resolve, style);
    if (text === canonical) continue;
    if (curve.verify(key.key, sha256(utf8Bytes(text)), data.signature)) {
      return `the signature is over a document that prints ${what}; ${expected}`;
    }
  }
  return expected;
}
