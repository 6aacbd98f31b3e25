import { Coin } from "../../gen/cosmos/base/v1beta1.js";
import { type AminoStyle, aminoMessage, aminoValue, CANONICAL } from "../../wire/amino-json.js";
import { WireError } from "../../wire/descriptor.js";
import { jsonText } from "../../wire/json-text.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import type { ResolveType } from "../../wire/strict.js";
import { utf8Bytes } from "../../wire/text.js";
import type { DecodedTx } from "../decode/decode-tx.js";
import type { SignerData } from "./direct.js";

/**
 * The document of SIGN_MODE_LEGACY_AMINO_JSON (127), one canonical text [D-TX-04]. Messages are
 * printed from their decoded values, so that the spelling of their bytes has no influence. Throws
 * WireError where there is no document: unknown fields in the body, extension options, no fee, a
 * message without amino form.
 */
export function aminoSignDoc(
  tx: DecodedTx,
  signer: SignerData,
  resolve: ResolveType,
  style = CANONICAL,
): string {
  if (tx.hasUnknownFields) throw new WireError("the body holds unknown fields");
  if (tx.body.extensionOptions.length + tx.body.nonCriticalExtensionOptions.length > 0) {
    throw new WireError("the body holds extension options");
  }
  const { body } = tx;
  const messages = tx.messages.map(({ type, value }) => aminoMessage(type, value, resolve, style));
  const members = [
    `"account_number":"${signer.accountNumber}"`,
    `"chain_id":${jsonText(signer.chainId)}`,
    `"fee":${feeDoc(tx, resolve, style)}`,
    `"memo":${jsonText(tx.memo)}`,
    `"msgs":[${messages.join(",")}]`,
    `"sequence":"${signer.sequence}"`,
  ];
  if (body.timeoutHeight !== 0n) members.push(`"timeout_height":"${body.timeoutHeight}"`);
  if (body.timeoutTimestamp !== undefined)
    members.push(`"timeout_timestamp":"${rfc3339(body.timeoutTimestamp)}"`);
  if (body.unordered) members.push('"unordered":true');
  return `{${members.join(",")}}`;
}

/** Sign bytes of the amino document. Throws as {@link aminoSignDoc}. */
export function aminoSignBytes(
  tx: DecodedTx,
  signer: SignerData,
  resolve: ResolveType,
): Uint8Array {
  return utf8Bytes(aminoSignDoc(tx, signer, resolve));
}

function feeDoc(tx: DecodedTx, resolve: ResolveType, style: AminoStyle): string {
  if (tx.fee === undefined) throw new WireError("the transaction has no fee");
  const coins = tx.fee.amount.map((coin) => aminoValue(Coin, coin, resolve, style));
  const members = [`"amount":[${coins.join(",")}]`, `"gas":"${tx.fee.gasLimit}"`];
  if (tx.fee.granter !== "") members.push(`"granter":${jsonText(tx.fee.granter)}`);
  if (tx.fee.payer !== "") members.push(`"payer":${jsonText(tx.fee.payer)}`);
  return `{${members.join(",")}}`;
}
