import { addressBytes, addressText, parseAddress } from "../../keeper/addresses.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors, undefinedErrors } from "../../keeper/sdk-errors.js";
import type { MessageType } from "../../wire/descriptor.js";
import { hasInvalidUtf8 } from "../../wire/text.js";
import type { DecodedTx, TxMessage } from "./decode-tx.js";

const SIGNER_FAULTS = {
  malformed: undefinedErrors.internal,
  prefix: sdkErrors.logic,
  length: sdkErrors.unknownAddress,
} as const;

/**
 * Account address of a signer, lower case under the chain's prefix. Refuses with `undefined` 1 what
 * is no bech32 text, with `sdk` 35 another prefix than `written`, with `sdk` 9 a wrong length.
 */
function signerAddress(text: string, written: string, prefix: string): string {
  const parsed = parseAddress(written, text);
  if (typeof parsed !== "string") return refuse(SIGNER_FAULTS[parsed.kind], { log: parsed.reason });
  return written === prefix ? parsed : addressText(prefix, addressBytes(parsed));
}

/** Reads an account address of the fee, lower case. Refuses with `sdk` 7; `what` names it. */
export function feeAddress(text: string, prefix: string, what: string): string {
  const parsed = parseAddress(prefix, text);
  if (typeof parsed === "string") return parsed;
  return refuse(sdkErrors.invalidAddress, { log: `Invalid ${what} address (${parsed.reason})` });
}

/**
 * Addresses that must sign a message, in the order of its fields. Refuses what is no account
 * address (see {@link signersOf}).
 */
export function messageSigners(
  message: Pick<TxMessage, "type" | "value">,
  prefix: string,
): readonly string[] {
  return collect(message.type, message.value, prefix);
}

/** [D-DE-02] Messages that the corporation signs where they name no operator. */
const SIGNED_BY_CORPORATION: ReadonlySet<string> = new Set([
  "verana.de.v1.MsgGrantOperatorAuthorization",
  "verana.de.v1.MsgRevokeOperatorAuthorization",
]);

function signerFields(type: MessageType, value: unknown): readonly string[] {
  const groupMode =
    SIGNED_BY_CORPORATION.has(type.name) &&
    (value as { readonly operator: string }).operator === "";
  return groupMode ? ["corporation"] : type.signers;
}

function collect(type: MessageType, value: unknown, prefix: string): string[] {
  const found: string[] = [];
  for (const key of signerFields(type, value)) {
    const field = type.fields.find((other) => other.key === key);
    const part = (value as Readonly<Record<string, unknown>>)[key];
    const parts = field?.repeated ? (part as readonly unknown[]) : [part];
    for (const one of parts) {
      if (field?.kind === "message" && field.message !== undefined) {
        found.push(...collect(field.message(), one, prefix));
      } else {
        found.push(signerAddress(String(one), writtenPrefix(key, prefix), prefix));
      }
    }
  }
  return found;
}

/** Validators sign under their operator address: the account's bytes with another prefix. */
const writtenPrefix = (key: string, prefix: string): string =>
  key.startsWith("validatorAddr") ? `${prefix}valoper` : prefix;

/**
 * Distinct addresses that must sign a transaction: the signers of its messages in order, then the
 * fee payer. Refuses with `undefined` 1 an address that is no bech32 text, with `sdk` 35 one of
 * another prefix, with `sdk` 7 a malformed fee payer.
 */
export function signersOf(tx: DecodedTx, prefix: string): readonly string[] {
  const { known } = tx;
  if (known.signers?.prefix !== prefix) {
    known.signers = { prefix, addresses: findSigners(tx, prefix) };
  }
  return known.signers.addresses;
}

function findSigners(tx: DecodedTx, prefix: string): readonly string[] {
  const found = new Set<string>();
  for (const message of tx.messages) {
    refuseInvalidText(message);
    for (const signer of messageSigners(message, prefix)) found.add(signer);
  }
  const payer = tx.fee?.payer ?? "";
  if (payer !== "") found.add(feeAddress(payer, prefix, "fee payer"));
  return [...found];
}

/** The account that pays the fee: the one named, else the first of those who sign. */
export function feePayerOf(tx: DecodedTx, prefix: string, signers: readonly string[]): string {
  const payer = tx.fee?.payer ?? "";
  return payer === "" ? (signers[0] ?? "") : feeAddress(payer, prefix, "fee payer");
}

/** Registry messages hold valid UTF-8 only (`undefined` 1); platform messages may hold any bytes as text. */
export function refuseInvalidText({ type, value }: Pick<TxMessage, "type" | "value">): void {
  if (type.name.startsWith("cosmos.")) return;
  if (holdsInvalidText(type, value)) {
    refuse(undefinedErrors.internal, { log: `${type.name} holds text that is not UTF-8` });
  }
}

function holdsInvalidText(type: MessageType, value: unknown): boolean {
  return type.fields.some((field) => {
    const part = (value as Readonly<Record<string, unknown>>)[field.key];
    const parts = field.repeated ? (part as readonly unknown[]) : part === undefined ? [] : [part];
    if (field.kind === "string" && field.custom === undefined)
      return parts.some((text) => hasInvalidUtf8(String(text)));
    if (field.kind !== "message" || field.message === undefined) return false;
    const inner = field.message();
    return parts.some((one) => holdsInvalidText(inner, one));
  });
}
