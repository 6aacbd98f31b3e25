import { PrivKey } from "../../gen/cosmos/crypto/secp256k1.js";
import { encodeAny } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { Reader } from "../../wire/reader.js";
import { Writer } from "../../wire/writer.js";

/** What a keyring holds of a key: the secret, or the public key alone. */
export type KeyKind = "local" | "ledger" | "multi" | "offline";

/** An entry of a keyring. */
export interface KeyRecord {
  readonly name: string;
  /** The packed public key. */
  readonly publicKey: Any;
  readonly kind: KeyKind;
  /** The packed private key; a local key alone has one. */
  readonly privateKey: Any | undefined;
}

const KIND_FIELD: Readonly<Record<KeyKind, number>> = { local: 3, ledger: 4, multi: 5, offline: 6 };
const KIND_OF_TAG = new Map<number, KeyKind>([
  [26, "local"],
  [34, "ledger"],
  [42, "multi"],
  [50, "offline"],
]);

/** Bytes of an entry: `cosmos.crypto.keyring.v1.Record`. */
export function encodeRecord({ name, publicKey, kind, privateKey }: KeyRecord): Uint8Array {
  const writer = new Writer().uint32(10).string(name);
  writer.uint32(18).any(publicKey);
  const item = privateKey === undefined ? [] : [encodeAny(privateKey)];
  const start = writer.uint32(KIND_FIELD[kind] * 8 + 2).open();
  for (const key of item) writer.uint32(10).bytesValue(key);
  return writer.close(start).finish();
}

/** Reads an entry. Throws WireError for bytes that are none. */
export function decodeRecord(bytes: Uint8Array): KeyRecord {
  const reader = new Reader(bytes);
  let name = "";
  let publicKey: Any = { typeUrl: "", value: new Uint8Array(0) };
  let kind: KeyKind = "offline";
  let privateKey: Any | undefined;
  while (reader.pos < bytes.length) {
    const tag = reader.tag();
    const found = KIND_OF_TAG.get(tag);
    if (tag === 10) name = reader.string();
    else if (tag === 18) publicKey = reader.any();
    else if (found === undefined) reader.skip(tag, [1, 2]);
    else {
      kind = found;
      privateKey = found === "local" ? readLocal(reader.bytesValue()) : skipped(reader);
    }
  }
  return { name, publicKey, kind, privateKey };
}

/** A private key of secp256k1, packed. */
export function packPrivateKey(key: Uint8Array): Any {
  return { typeUrl: PrivKey.typeUrl, value: PrivKey.encode({ key }) };
}

/** The 32 bytes of a packed private key; undefined for one of another kind. */
export function unpackPrivateKey(packed: Any): Uint8Array | undefined {
  if (packed.typeUrl !== PrivKey.typeUrl) return undefined;
  const { key } = PrivKey.decode(packed.value);
  return key.length === 32 ? key : undefined;
}

function readLocal(bytes: Uint8Array): Any | undefined {
  const reader = new Reader(bytes);
  let key: Any | undefined;
  while (reader.pos < bytes.length) {
    const tag = reader.tag();
    if (tag === 10) key = reader.any();
    else reader.skip(tag, [1]);
  }
  return key;
}

function skipped(reader: Reader): undefined {
  reader.bytesValue();
}
