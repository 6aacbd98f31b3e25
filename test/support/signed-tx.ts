import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeTx } from "../../src/abci/decode/decode-tx.js";
import { aminoSignDoc } from "../../src/abci/sign/amino.js";
import { directSignBytes, type SignerData } from "../../src/abci/sign/direct.js";
import { packPublicKey, publicKeyAddress } from "../../src/abci/sign/public-key.js";
import { SIGN_MODE } from "../../src/abci/sign/signature-data.js";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { AuthInfo, Fee, SignerInfo, TxBody, TxRaw } from "../../src/gen/cosmos/tx/v1beta1.js";
import { addressText } from "../../src/keeper/addresses.js";
import type { AminoStyle } from "../../src/wire/amino-json.js";
import type { Any } from "../../src/wire/descriptor.js";
import { utf8Bytes } from "../../src/wire/text.js";
import { CHAIN, resolve } from "./ante-world.js";

/** A test key, by a number from 1 up. */
export function testKey(seed: number) {
  const secret = sha256(seed < 256 ? Uint8Array.of(seed) : utf8Bytes(`key ${seed}`));
  const key = { kind: "secp256k1", key: secp256k1.getPublicKey(secret) } as const;
  return {
    secret,
    key,
    any: packPublicKey(key),
    address: addressText("verana", publicKeyAddress(key)),
  };
}

export type TestKey = ReturnType<typeof testKey>;

/** How a test transaction differs from the plainest one. */
export interface TxParts {
  readonly messages?: readonly Any[];
  readonly body?: Partial<TxBody>;
  readonly fee?: Partial<Fee>;
  readonly mode?: number;
  readonly sequence?: bigint;
  readonly accountNumber?: bigint;
  readonly chainId?: string;
  readonly style?: AminoStyle;
  readonly publicKey?: Any | undefined;
  readonly signature?: Uint8Array;
  /** Signs a digest of 32 bytes; noble unless told. */
  readonly sign?: (digest: Uint8Array, secret: Uint8Array) => Uint8Array;
}

/** A transfer of one base unit to oneself, packed. */
export const sendOne = (address: string): Any => ({
  typeUrl: MsgSend.typeUrl,
  value: MsgSend.encode({
    fromAddress: address,
    toAddress: address,
    amount: [{ denom: "uvna", amount: 1n }],
  }),
});

/** Bytes of a transaction with one signer. */
export function signedTx(signer: TestKey, parts: TxParts = {}): Uint8Array {
  const messages = parts.messages ?? [sendOne(signer.address)];
  const bodyBytes = TxBody.encode(TxBody.create({ messages, ...parts.body }));
  const sequence = parts.sequence ?? 0n;
  const mode = parts.mode ?? SIGN_MODE.direct;
  const info = SignerInfo.create({
    publicKey: "publicKey" in parts ? parts.publicKey : signer.any,
    modeInfo: { single: { mode } },
    sequence,
  });
  const fee = Fee.create({
    amount: [{ denom: "uvna", amount: 5_000n }],
    gasLimit: 200_000n,
    ...parts.fee,
  });
  const authInfoBytes = AuthInfo.encode(AuthInfo.create({ signerInfos: [info], fee }));
  const raw = { bodyBytes, authInfoBytes, signatures: [] };
  const data = {
    address: signer.address,
    chainId: parts.chainId ?? CHAIN.chainId,
    accountNumber: parts.accountNumber ?? 7n,
    sequence,
  };
  const { sign = signWithNoble } = parts;
  const signature =
    parts.signature ?? sign(sha256(signBytes(raw, data, mode, parts.style)), signer.secret);
  return TxRaw.encode({ ...raw, signatures: [signature] });
}

function signBytes(raw: TxRaw, data: SignerData, mode: number, style?: AminoStyle): Uint8Array {
  if (mode !== SIGN_MODE.amino) return directSignBytes(raw, data);
  return utf8Bytes(aminoSignDoc(decodeTx(TxRaw.encode(raw), resolve), data, resolve, style));
}

const signWithNoble = (digest: Uint8Array, secret: Uint8Array): Uint8Array =>
  secp256k1.sign(digest, secret, { prehash: false });
