import type { SignerInfo } from "../../gen/cosmos/tx/v1beta1.js";
import { addressText } from "../../keeper/addresses.js";
import { refuse } from "../../keeper/errors.js";
import { event } from "../../keeper/events.js";
import { sdkErrors, undefinedErrors } from "../../keeper/sdk-errors.js";
import { setBits } from "../sign/multisig.js";
import {
  checkPublicKey,
  countKeys,
  type PublicKey,
  packPublicKey,
  publicKeyAddress,
  unpackPublicKey,
} from "../sign/public-key.js";
import {
  onlyAmino,
  type SignatureData,
  signatureBytes,
  signatureData,
} from "../sign/signature-data.js";
import { explainAminoMismatch, type SignatureCheck, signatureFault } from "../sign/verify.js";
import type { AnteAccount, AnteLimits } from "./ports.js";
import type { SignedRequest } from "./request.js";
import { simulatedKey } from "./simulated.js";

/** A signer with what the transaction says of him. */
export interface TxSigner {
  readonly account: AnteAccount;
  /** The key that the transaction brings. */
  readonly given: PublicKey | undefined;
  /** Undefined in a simulation, which needs no signature. */
  readonly data: SignatureData | undefined;
  /** Sequence in the signer info; undefined when a simulation left it out. */
  readonly sequence: bigint | undefined;
}

/**
 * Keys and signatures as the transaction gives them, and the events by which it can be found.
 * Refuses with `sdk` 8 a malformed key, one off the curve and one that is not the signer's, with
 * `sdk` 9 a signer without account, with `sdk` 4 more signer infos than signatures, and malformed
 * signature data with `undefined` 1.
 */
export function readSigners(request: SignedRequest): readonly TxSigner[] {
  const { tx, mode } = request;
  const infos = tx.authInfo.signerInfos;
  if (infos.length > request.signers.length) {
    refuse(sdkErrors.unauthorized, {
      log: `${infos.length} signer infos for ${tx.signatures.length} signatures`,
    });
  }
  const verified = mode === "check" || mode === "deliver";
  const keys = mode === "recheck" ? [] : infos.map((info, i) => givenKey(request, info, i));
  const signed = verified
    ? infos.map((info, i) => signatureData(info.modeInfo, tx.signatures[i] ?? EMPTY))
    : [];
  if (mode !== "recheck") emitSigners(request, signed);
  // A simulation may leave signer infos out; elsewhere a missing one is refused with the sequences.
  const present = mode === "simulate" ? request.signers : request.signers.slice(0, infos.length);
  return present.map((signer, i) => ({
    account: accountOf(request, signer),
    given: keys[i],
    data: signed[i],
    sequence: infos[i]?.sequence,
  }));
}

const EMPTY = new Uint8Array();

function givenKey(request: SignedRequest, info: SignerInfo, i: number): PublicKey | undefined {
  if (info.publicKey === undefined) return undefined;
  const { ctx, ports } = request;
  const key = unpackPublicKey(info.publicKey);
  const signer = request.signers[i] ?? "";
  if (addressText(ctx.chain.prefix, publicKeyAddress(key)) !== signer) {
    refuse(sdkErrors.invalidPubKey, {
      log: `pubKey does not match signer address ${signer} with signer index: ${i}`,
    });
  }
  // A key that the account has already was checked when it came.
  if (ports.accounts.find(ctx, signer)?.publicKey === undefined) checkPublicKey(key, ports.curve);
  return key;
}

function accountOf({ ctx, ports }: SignedRequest, address: string): AnteAccount {
  const account = ports.accounts.find(ctx, address);
  return account ?? refuse(sdkErrors.unknownAddress, { log: `account ${address} does not exist` });
}

function emitSigners(
  { ctx, tx, signers, mode }: SignedRequest,
  signed: readonly (SignatureData | undefined)[],
): void {
  for (const [i, info] of tx.authInfo.signerInfos.entries()) {
    ctx.emit(event("tx", { acc_seq: `${signers[i]}/${info.sequence}` }));
    const parts = mode === "simulate" ? [tx.signatures[i] ?? EMPTY] : signatureBytes(signed[i]);
    for (const part of parts) {
      ctx.emit(event("tx", { signature: Buffer.from(part).toString("base64") }));
    }
  }
}

/** [D-TX-05] Refuses with `sdk` 14 more keys than the limit, counted with all members of multisigs. */
export function checkKeyCount(
  signers: readonly TxSigner[],
  { txSigLimit: limit }: AnteLimits,
): void {
  let keys = 0;
  for (const { given } of signers) {
    if (given !== undefined) keys += countKeys(given);
    if (BigInt(keys) > limit)
      refuse(sdkErrors.tooManySignatures, { log: `signatures: ${keys}, limit: ${limit}` });
  }
}

/**
 * [D-TX-08] Gas for the signatures: 1000 each. Refuses with `sdk` 8 a key type that cannot sign and
 * a transaction that does not bring its key (D-TX-03).
 */
export function useSignatureGas(
  request: SignedRequest,
  signers: readonly TxSigner[],
  { sigVerifyCostSecp256k1: cost }: AnteLimits,
): void {
  const { ctx, mode } = request;
  for (const [i, signer] of signers.entries()) {
    const key =
      mode === "simulate" ? simulatedKey(request, i, signer.account.address) : signer.given;
    if (key === undefined) refuseMissingKey();
    const count = signer.data === undefined ? countKeys(key) : signaturesOf(key, signer.data);
    ctx.gas.consume(cost * BigInt(count), "ante verify: secp256k1");
  }
}

function refuseMissingKey(): never {
  refuse(sdkErrors.invalidPubKey, { log: "unrecognized public key type: <nil>" });
}

/** Signatures that a key's data asks to be verified. */
function signaturesOf(key: PublicKey, data: SignatureData): number {
  if (key.kind === "secp256k1") return 1;
  if (key.kind !== "multisig")
    return refuse(sdkErrors.invalidPubKey, { log: "ED25519 public keys are unsupported" });
  if (data.kind === "single")
    return refuse(undefinedErrors.internal, { log: "a multisig key needs a multisignature" });
  if (data.bits === undefined) return 0;
  let count = 0;
  for (const [index, i] of setBits(data.bits).entries()) {
    const member = key.keys[i];
    const inner = data.signatures[index];
    if (member !== undefined && inner !== undefined) count += signaturesOf(member, inner);
  }
  return count;
}

/**
 * Number of signer infos (`sdk` 4), sequences (`sdk` 32) and signatures (`sdk` 4). A simulation and
 * a recheck verify no signature.
 */
export function checkSignatures(request: SignedRequest, signers: readonly TxSigner[]): void {
  const { tx, mode, signers: wanted } = request;
  if (tx.body.unordered)
    refuse(sdkErrors.notSupported, { log: "unordered transactions are not enabled" });
  if (signers.length !== wanted.length) {
    refuse(sdkErrors.unauthorized, {
      log: `invalid number of signer;  expected: ${wanted.length}, got ${signers.length}`,
    });
  }
  for (const signer of signers) {
    checkSequence(signer);
    if (mode === "check" || mode === "deliver") verify(request, signer);
  }
}

function checkSequence({ account, sequence }: TxSigner): void {
  if (sequence !== undefined && sequence !== account.sequence) {
    refuse(sdkErrors.wrongSequence, {
      log: `account sequence mismatch, expected ${account.sequence}, got ${sequence}`,
    });
  }
}

function verify(request: SignedRequest, { account, given, data }: TxSigner): void {
  const { ctx, tx, ports, feePayer } = request;
  if (given === undefined || data === undefined) refuseMissingKey();
  const { chainId } = ctx.chain;
  // Genesis transactions are signed for account number 0.
  const accountNumber = ctx.height === 0n ? 0n : account.accountNumber;
  const signer = { address: account.address, chainId, accountNumber, sequence: account.sequence };
  const check: SignatureCheck = {
    tx,
    signer,
    key: given,
    data,
    feePayer,
    resolve: ports.resolve,
    ...(ports.curve === undefined ? {} : { curve: ports.curve }),
  };
  const fault = signatureFault(check);
  if (fault !== undefined)
    refuse(sdkErrors.unauthorized, { log: faultText(request, check, fault) });
}

function faultText({ mode }: SignedRequest, check: SignatureCheck, fault: string): string {
  const { accountNumber, sequence, chainId } = check.signer;
  const start = `signature verification failed; please verify account number (${accountNumber})`;
  if (!onlyAmino(check.data)) return `${start} and chain-id (${chainId}): (${fault})`;
  const text = `${start}, sequence (${sequence}) and chain-id (${chainId})`;
  return mode === "check" ? `${text}: ${explainAminoMismatch(check)}` : text;
}

/**
 * Remembers the keys and moves the sequences of all signers. [D-TX-09] A simulation that leaves a key
 * out stores the one that stands for it: delivery will pay for its bytes.
 */
export function advanceSigners(request: SignedRequest, signers: readonly TxSigner[]): void {
  const { ctx, ports, mode } = request;
  for (const [i, { account, given }] of signers.entries()) {
    const key = mode === "simulate" ? simulatedKey(request, i, account.address) : given;
    const publicKey = account.publicKey ?? (key && packPublicKey(key));
    ports.accounts.update(ctx, { ...account, publicKey, sequence: account.sequence + 1n });
  }
}
