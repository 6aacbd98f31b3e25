import { signersOf } from "../../abci/decode/signers.js";
import { aminoSignBytes } from "../../abci/sign/amino.js";
import { directSignBytes, type SignerData } from "../../abci/sign/direct.js";
import { type PublicKey, packPublicKey } from "../../abci/sign/public-key.js";
import { SIGN_MODE } from "../../abci/sign/signature-data.js";
import type { SignatureDescriptor } from "../../gen/cosmos/tx/signing/v1beta1.js";
import { AuthInfo, type ModeInfo, SignerInfo } from "../../gen/cosmos/tx/v1beta1.js";
import { registry } from "../../gen/registry.js";
import { WireError } from "../../wire/descriptor.js";
import { CliError } from "../failure.js";
import { signMessage } from "../keyring/key-pair.js";
import type { NamedKey } from "../keyring/keyring.js";
import { decoded, txBytes, type WholeTx } from "./tx-file.js";

/** How a document is signed. */
export type FileSignMode = "direct" | "amino-json";

export const MODE_NUMBER: Readonly<Record<FileSignMode, number>> = {
  direct: SIGN_MODE.direct,
  "amino-json": SIGN_MODE.amino,
};

/** Addresses that must sign, in their order. Throws CliError. */
export function signersOfTx(tx: WholeTx, prefix: string): readonly string[] {
  return signersOf(decoded(txBytes(tx)), prefix);
}

/** Signature of a key over the transaction as it stands. Throws CliError where there is no document. */
export function signatureOver(
  tx: WholeTx,
  key: Pick<NamedKey, "privateKey">,
  signer: SignerData,
  mode: FileSignMode,
): Uint8Array {
  const read = decoded(txBytes(tx));
  try {
    const bytes =
      mode === "direct"
        ? directSignBytes(read, signer)
        : aminoSignBytes(read, signer, (typeUrl) => registry.byUrl(typeUrl));
    return signMessage(key.privateKey, bytes);
  } catch (error) {
    if (error instanceof WireError) throw new CliError(`no amino document: ${error.message}`);
    throw error;
  }
}

/** Who signs, and how. */
export interface SignerChoice {
  readonly publicKey: PublicKey;
  readonly sequence: bigint;
  readonly modeInfo: ModeInfo;
  /** Place among those who must sign. */
  readonly place: number;
  /** How many must sign. */
  readonly of: number;
  /** Whether signatures that are there already go. */
  readonly overwrite: boolean;
}

/** The transaction with a signer's info at its place, its signature still empty. Throws CliError. */
export function withSigner(tx: WholeTx, choice: SignerChoice): WholeTx {
  const { publicKey, sequence, modeInfo, place, of, overwrite } = choice;
  const info = SignerInfo.create({ publicKey: packPublicKey(publicKey), modeInfo, sequence });
  const before = overwrite ? [] : tx.authInfo.signerInfos;
  const infos = Array.from({ length: of }, (_, at) =>
    at === place ? info : (before[at] ?? SignerInfo.create({})),
  );
  const last = infos.findLastIndex(({ publicKey: given }) => given !== undefined);
  const kept = infos.slice(0, last + 1);
  if (kept.some(({ publicKey: given }) => given === undefined)) {
    throw new CliError("the signers before this one have not signed yet: sign in their order");
  }
  const signatures = kept.map((_, at) =>
    at === place || overwrite ? new Uint8Array(0) : (tx.signatures[at] ?? new Uint8Array(0)),
  );
  return { ...tx, authInfo: AuthInfo.create({ ...tx.authInfo, signerInfos: kept }), signatures };
}

/** The transaction with a signature at a place. */
export function withSignature(tx: WholeTx, place: number, signature: Uint8Array): WholeTx {
  return { ...tx, signatures: tx.signatures.map((old, at) => (at === place ? signature : old)) };
}

/** Mode info of a single signature. */
export function singleMode(mode: FileSignMode): ModeInfo {
  return { single: { mode: MODE_NUMBER[mode] }, multi: undefined };
}

/** A signature by itself, as `--signature-only` prints it. */
export function descriptorOf(
  publicKey: PublicKey,
  sequence: bigint,
  mode: FileSignMode,
  signature: Uint8Array,
): SignatureDescriptor {
  const single = { mode: MODE_NUMBER[mode], signature };
  return { publicKey: packPublicKey(publicKey), sequence, data: { single, multi: undefined } };
}
