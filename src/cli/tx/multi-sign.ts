import type { SignerData } from "../../abci/sign/direct.js";
import { type MultisigKey, packPublicKey, unpackPublicKey } from "../../abci/sign/public-key.js";
import { signatureFault } from "../../abci/sign/verify.js";
import { MultiSignature } from "../../gen/cosmos/crypto/multisig/v1beta1.js";
import type { SignatureDescriptor } from "../../gen/cosmos/tx/signing/v1beta1.js";
import type { ModeInfo } from "../../gen/cosmos/tx/v1beta1.js";
import { registry } from "../../gen/registry.js";
import { CliError } from "../failure.js";
import { decoded, txBytes, type WholeTx } from "./tx-file.js";

/** One signature of a member, by its place among the keys. */
interface Member {
  readonly place: number;
  readonly mode: number;
  readonly signature: Uint8Array;
}

/** A multisignature and how it was made. */
export interface Joined {
  readonly modeInfo: ModeInfo;
  readonly signature: Uint8Array;
}

/**
 * Joins the signatures of a multisig key's members. Each is checked over the transaction unless
 * `check` is undefined. Throws CliError for one that is wrong, of nobody, or when there are too few.
 */
export function joinSignatures(
  key: MultisigKey,
  given: readonly SignatureDescriptor[],
  check: { readonly tx: WholeTx; readonly signer: SignerData } | undefined,
): Joined {
  const members = new Map<number, Member>();
  for (const descriptor of given) {
    const member = memberOf(key, descriptor);
    const fault = check === undefined ? undefined : memberFault(key, member, check);
    if (fault !== undefined) {
      throw new CliError(`the signature of key ${member.place + 1} does not fit: ${fault}`);
    }
    members.set(member.place, member);
  }
  if (members.size < key.threshold) {
    throw new CliError(`${members.size} signatures of the ${key.threshold} that are needed`);
  }
  const ordered = [...members.values()].sort((a, b) => a.place - b.place);
  const modeInfos = ordered.map(({ mode }) => ({ single: { mode }, multi: undefined }));
  const bitarray = bitsOf(key.keys.length, [...members.keys()]);
  return {
    modeInfo: { single: undefined, multi: { bitarray, modeInfos } },
    signature: MultiSignature.encode({ signatures: ordered.map(({ signature }) => signature) }),
  };
}

function memberOf(key: MultisigKey, { publicKey, data }: SignatureDescriptor): Member {
  if (publicKey === undefined || data?.single === undefined) {
    throw new CliError(
      "a signature without key or without mode; those of multisigs are not joined",
    );
  }
  const wanted = Buffer.from(publicKey.value);
  const place = key.keys.findIndex((member) => wanted.equals(packPublicKey(member).value));
  if (place === -1) throw new CliError("a signature is of a key that is no member of the multisig");
  return { place, mode: data.single.mode, signature: data.single.signature };
}

function memberFault(
  key: MultisigKey,
  { place, mode, signature }: Member,
  { tx, signer }: { readonly tx: WholeTx; readonly signer: SignerData },
): string | undefined {
  const member = key.keys[place];
  if (member === undefined) return "no such member";
  return signatureFault({
    tx: decoded(txBytes(tx)),
    signer,
    key: unpackPublicKey(packPublicKey(member)),
    data: { kind: "single", mode, signature },
    feePayer: signer.address,
    resolve: (typeUrl) => registry.byUrl(typeUrl),
  });
}

/** A compact bit array of that many bits. */
function bitsOf(size: number, set: readonly number[]) {
  const elems = new Uint8Array(Math.ceil(size / 8));
  for (const at of set) elems[at >> 3] = (elems[at >> 3] ?? 0) | (1 << (7 - (at & 7)));
  return { extraBitsStored: size % 8, elems };
}
