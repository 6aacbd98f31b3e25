import { readFileSync, writeFileSync } from "node:fs";
import { type DecodedTx, decodeTx } from "../../abci/decode/decode-tx.js";
import { AuthInfo, Tx, type TxBody } from "../../gen/cosmos/tx/v1beta1.js";
import { registry } from "../../gen/registry.js";
import { ChainError } from "../../keeper/errors.js";
import type { MessageType } from "../../wire/descriptor.js";
import { type JsonObject, toJson } from "../../wire/proto-json.js";
import { fromJson } from "../../wire/proto-json-read.js";
import { CliError, messageOf } from "../failure.js";

/** A transaction whose body and auth info are there. */
export interface WholeTx {
  readonly body: TxBody;
  readonly authInfo: AuthInfo;
  readonly signatures: readonly Uint8Array[];
}

/** Reads a transaction from a file of JSON, `-` being standard input. Throws CliError. */
export function readTxFile(path: string): WholeTx {
  const { body, authInfo, signatures } = readMessageFile<Tx>(Tx, path);
  if (body === undefined) throw new CliError(`${path} is no transaction: it has no body`);
  return { body, authInfo: authInfo ?? AuthInfo.create({}), signatures };
}

/** Reads any message from a file of its protobuf JSON. Throws CliError. */
export function readMessageFile<T>(type: MessageType<T>, path: string): T {
  try {
    const json: unknown = JSON.parse(readFileSync(path === "-" ? 0 : path, "utf8"));
    return fromJson<T>(type, json, registry);
  } catch (error) {
    throw new CliError(`${path}: ${messageOf(error).split("\n")[0]}`);
  }
}

/** Bytes of a transaction as they are broadcast. */
export function txBytes(tx: WholeTx): Uint8Array {
  return Tx.encode({ ...tx, signatures: [...tx.signatures] });
}

/** Protobuf JSON of a transaction. */
export function txJson(tx: WholeTx): JsonObject {
  return toJson(Tx, { ...tx, signatures: [...tx.signatures] }, { registry });
}

/** A transaction as the chain decodes it. Throws CliError with what the chain would refuse. */
export function decoded(bytes: Uint8Array): DecodedTx {
  try {
    return decodeTx(bytes, (typeUrl) => registry.byUrl(typeUrl));
  } catch (error) {
    if (error instanceof ChainError) throw new CliError(error.message);
    throw error;
  }
}

/** Prints JSON on one line, on stdout or into a file. Throws CliError. */
export function printDocument(json: JsonObject, file: string | undefined): void {
  const text = `${JSON.stringify(json)}\n`;
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CliError(`cannot write ${file}: ${messageOf(error)}`);
  }
}
