import type { PublicKey } from "../sign/public-key.js";
import { packPublicKey, unpackPublicKey } from "../sign/public-key.js";
import type { SignedRequest } from "./request.js";

/** A key whose bytes and gas stand for one that is not known yet. */
export const PLACEHOLDER: PublicKey = { kind: "secp256k1", key: new Uint8Array(33) };

/** Field in TxRaw and length byte of a signature of 64 bytes. */
const SIGNATURE_BYTES = 66;
/** Fields and lengths around the type URL and the bytes of a key in a signer info. */
const KEY_FRAME_BYTES = 6;
/** More of them around a multisig key, whose lengths take two bytes. */
const MULTISIG_FRAME_BYTES = 4;
/** A signer info around the key: mode info, sequence, its own field and length. */
const INFO_BYTES = 24;
/** Growth of the lengths around whatever is added. */
const LENGTH_BYTES = 3;
/** A gas limit; a fee of one coin around its denomination, its amount below 2^64. */
const GAS_BYTES = 11;
const COIN_BYTES = 8 + 20;
/** A member's signature in a multisignature, with the mode info that belongs to it. */
const MEMBER_BYTES = SIGNATURE_BYTES + 8;

/**
 * [D-TX-09] Bytes that a simulated transaction lacks and the delivered one will have: signatures,
 * keys and signer infos left out, the fee. At least as many as delivery needs.
 */
export function simulatedBytes(request: SignedRequest): number {
  const { tx, signers } = request;
  let bytes = 0;
  for (const [i, signer] of signers.entries()) {
    const info = tx.authInfo.signerInfos[i];
    const key = simulatedKey(request, i, signer);
    if ((tx.signatures[i]?.length ?? 0) === 0) bytes += signatureSize(key);
    if (info === undefined) bytes += INFO_BYTES;
    if (info?.publicKey === undefined) bytes += keySize(key);
  }
  if (tx.fee === undefined || tx.fee.gasLimit === 0n) bytes += GAS_BYTES;
  if ((tx.fee?.amount.length ?? 0) === 0) bytes += COIN_BYTES + request.ctx.chain.denom.length;
  return bytes === 0 ? 0 : bytes + LENGTH_BYTES;
}

/** The key that a signer will sign with: the given one, the account's, else the placeholder. */
export function simulatedKey(
  { tx, ctx, ports }: SignedRequest,
  i: number,
  signer: string,
): PublicKey {
  const any = tx.authInfo.signerInfos[i]?.publicKey ?? ports.accounts.find(ctx, signer)?.publicKey;
  return any === undefined ? PLACEHOLDER : unpackPublicKey(any);
}

/** A key in a signer info: a delivered transaction brings it, whether the account has it or not. */
function keySize(key: PublicKey): number {
  const { typeUrl, value } = packPublicKey(key);
  const more = key.kind === "multisig" ? MULTISIG_FRAME_BYTES : 0;
  return typeUrl.length + value.length + KEY_FRAME_BYTES + more;
}

function signatureSize(key: PublicKey): number {
  if (key.kind !== "multisig") return SIGNATURE_BYTES;
  return key.keys.reduce(
    (sum, member) => sum + MEMBER_BYTES + (member.kind === "multisig" ? signatureSize(member) : 0),
    16,
  );
}
