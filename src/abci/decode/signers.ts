import { bech32 } from "@scure/base";
import { addressText } from "../../keeper/addresses.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors, undefinedErrors } from "../../keeper/sdk-errors.js";
import type { MessageType } from "../../wire/descriptor.js";
import { hasInvalidUtf8 } from "../../wire/text.js";
import type { DecodedTx, TxMessage } from "./decode-tx.js";

/** Longest text that is tried: 255 bytes and a prefix fit. */
const MAX_TEXT = 1023;

type Read = { readonly prefix: string; readonly bytes: Uint8Array } | string;

/** Bytes and prefix of a bech32 text; a text says what is wrong. All upper case is accepted. */
function readBech32(text: string): Read {
  if (text.trim() === "") return "empty address string is not allowed";
  try {
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, MAX_TEXT);
    return { prefix, bytes: bech32.fromWords(words) };
  } catch (error) {
    return `decoding bech32 failed: ${error instanceof Error ? error.message : "malformed"}`;
  }
}

/**
 * Account address of a signer, lower case under the chain's prefix. Refuses with `undefined` 1 what
 * is no bech32 text, with `sdk` 35 another prefix than `written`, with `sdk` 9 a wrong length.
 */
function signerAddress(text: string, written: string, prefix: string): string {
  const read = readBech32(text);
  if (typeof read === "string") return refuse(undefinedErrors.internal, { log: read });
  if (read.prefix !== written) {
    refuse(sdkErrors.logic, {
      log: `hrp does not match bech32 prefix: expected '${written}' got '${read.prefix}'`,
    });
  }
  const { length } = read.bytes;
  if (length === 0 || length > 255)
    refuse(sdkErrors.unknownAddress, { log: `address of ${length} bytes` });
  return addressText(prefix, read.bytes);
}

/** Reads an account address of the fee, lower case. Refuses with `sdk` 7; `what` names it. */
export function parseAddress(text: string, prefix: string, what: string): string {
  const read = readBech32(text);
  const fault =
    typeof read === "string"
      ? read
      : read.prefix !== prefix
        ? `invalid Bech32 prefix; expected ${prefix}, got ${read.prefix}`
        : read.bytes.length === 0 || read.bytes.length > 255
          ? `address of ${read.bytes.length} bytes`
          : undefined;
  if (fault !== undefined || typeof read === "string") {
    return refuse(sdkErrors.invalidAddress, { log: `Invalid ${what} address (${fault})` });
  }
  return addressText(prefix, read.bytes);
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

function collect(type: MessageType, value: unknown, prefix: string): string[] {
  const found: string[] = [];
  for (const key of type.signers) {
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
  const found = new Set<string>();
  for (const message of tx.messages) {
    refuseInvalidText(message);
    for (const signer of messageSigners(message, prefix)) found.add(signer);
  }
  const payer = tx.fee?.payer ?? "";
  if (payer !== "") found.add(parseAddress(payer, prefix, "fee payer"));
  return [...found];
}

/** The account that pays the fee: the one named, else the first signer. */
export function feePayerOf(tx: DecodedTx, prefix: string): string {
  const payer = tx.fee?.payer ?? "";
  return payer === "" ? (signersOf(tx, prefix)[0] ?? "") : parseAddress(payer, prefix, "fee payer");
}

/** Registry messages hold valid UTF-8 only; platform messages may hold any bytes as text. */
function refuseInvalidText({ type, value }: TxMessage): void {
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
