import { type CompactBitArray, MultiSignature } from "../../gen/cosmos/crypto/multisig/v1beta1.js";
import type { ModeInfo } from "../../gen/cosmos/tx/v1beta1.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors, undefinedErrors } from "../../keeper/sdk-errors.js";
import { WireError } from "../../wire/descriptor.js";
import { strictWalk } from "../../wire/strict.js";

/** A signature together with how it was made. */
export type SignatureData = SingleSignatureData | MultiSignatureData;

export interface SingleSignatureData {
  readonly kind: "single";
  /** Sign mode number, unknown ones included. */
  readonly mode: number;
  readonly signature: Uint8Array;
}

export interface MultiSignatureData {
  readonly kind: "multi";
  readonly bits: CompactBitArray | undefined;
  /** Undefined where a signature comes without mode info: no bit may name it. */
  readonly signatures: readonly (SignatureData | undefined)[];
}

const NO_TYPES = { resolve: () => undefined, nonCritical: false };

/**
 * Joins a signer's mode info and signature bytes; undefined without mode info. Refuses with
 * `undefined` 1 a multisignature that does not decode, with `sdk` 4 an empty mode info and mode
 * infos without signature (D-TX-03).
 */
export function signatureData(
  info: ModeInfo | undefined,
  signature: Uint8Array,
): SignatureData | undefined {
  if (info === undefined) return undefined;
  if (info.single !== undefined) return { kind: "single", mode: info.single.mode, signature };
  if (info.multi === undefined) return refuse(sdkErrors.unauthorized, { log: "empty mode info" });
  const parts = splitMultisignature(signature);
  const infos = info.multi.modeInfos;
  if (infos.length > parts.length) {
    refuse(sdkErrors.unauthorized, {
      log: `${infos.length} mode infos for ${parts.length} signatures`,
    });
  }
  const signatures = parts.map((part, i) => signatureData(infos[i], part));
  return { kind: "multi", bits: info.multi.bitarray, signatures };
}

function splitMultisignature(bytes: Uint8Array): readonly Uint8Array[] {
  try {
    strictWalk(bytes, MultiSignature, NO_TYPES);
    return MultiSignature.decode(bytes).signatures;
  } catch (error) {
    if (error instanceof WireError) return refuse(undefinedErrors.internal, { log: error.message });
    throw error;
  }
}

/**
 * Signature bytes, members' in the order of their keys; the order of the `signature` events. Refuses
 * with `undefined` 1 a signature without mode info.
 */
export function signatureBytes(data: SignatureData | undefined): readonly Uint8Array[] {
  if (data === undefined) refuse(undefinedErrors.internal, { log: "got empty SignatureData" });
  return data.kind === "single" ? [data.signature] : data.signatures.flatMap(signatureBytes);
}

/** Whether every signature inside was made over the amino document. */
export function onlyAmino(data: SignatureData | undefined): boolean {
  if (data === undefined) return false;
  return data.kind === "single" ? data.mode === SIGN_MODE.amino : data.signatures.every(onlyAmino);
}

/** Numbers of the sign modes that are told apart. */
export const SIGN_MODE = { direct: 1, textual: 2, directAux: 3, amino: 127 } as const;
