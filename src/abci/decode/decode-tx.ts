import { AuthInfo, type Fee, TxBody } from "../../gen/cosmos/tx/v1beta1.js";
import { ChainError } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { type MessageType, WireError } from "../../wire/descriptor.js";
import { type ResolveType, strictWalk } from "../../wire/strict.js";
import { feeHasNullAmount } from "./null-fee.js";
import { splitTxRaw } from "./tx-raw.js";

/** [D-TX-05] Most bytes of a transaction. */
export const MAX_TX_BYTES = 1_048_576;

/** A message of a transaction, decoded by its registered type. */
export interface TxMessage {
  readonly typeUrl: string;
  readonly type: MessageType;
  readonly value: unknown;
}

/** Answers that are asked for again and again. */
export interface KnownFacts {
  /** Who must sign, under one prefix of addresses. */
  signers?: { readonly prefix: string; readonly addresses: readonly string[] };
}

/** A transaction whose bytes follow every rule of the decoder. Nothing in it has been verified. */
export interface DecodedTx {
  readonly bytes: Uint8Array;
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  readonly signatures: readonly Uint8Array[];
  readonly body: TxBody;
  readonly authInfo: AuthInfo;
  readonly messages: readonly TxMessage[];
  /** Undefined when the auth info has none; the ante stage refuses that. */
  readonly fee: Fee | undefined;
  /** Whether a coin of the fee has no amount. */
  readonly feeHasNullAmount: boolean;
  readonly memo: string;
  /** Whether the body holds unknown non-critical fields: then no amino document can stand for it. */
  readonly hasUnknownFields: boolean;
  /** What was worked out from it before; it follows from the bytes alone. */
  readonly known: KnownFacts;
}

/**
 * [D-TX-01] Decodes a transaction: the outer TxRaw strictly, messages as proto3 allows, unknown
 * critical fields and unregistered types not at all. Refuses with `sdk` 2 (tx parse error), and
 * with `sdk` 21 what is longer than {@link MAX_TX_BYTES}.
 */
export function decodeTx(bytes: Uint8Array, resolve: ResolveType): DecodedTx {
  if (bytes.length > MAX_TX_BYTES) {
    throw new ChainError(sdkErrors.txTooLarge, {
      log: `${bytes.length} bytes, at most ${MAX_TX_BYTES}`,
    });
  }
  try {
    return decode(bytes, resolve);
  } catch (error) {
    if (error instanceof WireError)
      throw new ChainError(sdkErrors.txDecode, { log: error.message });
    throw error;
  }
}

function decode(bytes: Uint8Array, resolve: ResolveType): DecodedTx {
  const raw = splitTxRaw(bytes);
  const hasUnknownFields = strictWalk(raw.bodyBytes, TxBody, { resolve, nonCritical: true });
  const body = TxBody.decode(raw.bodyBytes);
  const messages = body.messages.map((any) => {
    const type = resolve(any.typeUrl);
    if (type === undefined) throw new WireError(`unable to resolve type URL ${any.typeUrl}`);
    return { typeUrl: any.typeUrl, type, value: type.decode(any.value) as unknown };
  });
  strictWalk(raw.authInfoBytes, AuthInfo, { resolve, nonCritical: false });
  const authInfo = AuthInfo.decode(raw.authInfoBytes);
  for (const { publicKey } of authInfo.signerInfos) {
    if (publicKey !== undefined) resolve(publicKey.typeUrl)?.decode(publicKey.value);
  }
  return {
    bytes,
    ...raw,
    body,
    authInfo,
    messages,
    fee: authInfo.fee,
    feeHasNullAmount: feeHasNullAmount(raw.authInfoBytes),
    memo: body.memo,
    hasUnknownFields,
    known: {},
  };
}
