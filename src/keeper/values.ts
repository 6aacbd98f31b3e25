import type { MessageType } from "../wire/descriptor.js";
import { utf8Bytes, utf8Text } from "../wire/text.js";
import { u64Key } from "./keys.js";

/** How a value becomes bytes. */
export interface ValueCodec<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
  /** Whether nothing that `decode` gives shares memory with its bytes. */
  readonly copies?: true;
}

/**
 * Values that are protobuf messages: their canonical encoding. A message of zeros alone encodes to
 * nothing, which cannot be stored (D-TX-02): then one of its zeros is written out.
 */
export function protoValue<V>(type: MessageType<V>): ValueCodec<V> {
  const zero = writtenZero(type);
  return {
    encode(value) {
      const bytes = type.encode(value);
      return bytes.length === 0 ? zero : bytes;
    },
    decode: (bytes) => type.decode(bytes),
    copies: true,
  };
}

const VARINTS: ReadonlySet<string> = new Set([
  "bool",
  "enum",
  "uint32",
  "int32",
  "uint64",
  "int64",
]);

/** The first number of a message, written out as zero; nothing where the message has none. */
function writtenZero(type: MessageType): Uint8Array {
  const field = type.fields.find(({ kind, repeated, oneof, no }) => {
    return VARINTS.has(kind) && repeated === undefined && oneof === undefined && no < 16;
  });
  return field === undefined ? new Uint8Array(0) : Uint8Array.of(field.no << 3, 0);
}

/** Bytes as they are. */
export const bytesValue: ValueCodec<Uint8Array> = { encode: (v) => v, decode: (v) => v };

/** Text as the bytes it came from, see `utf8Text`. */
export const textValue: ValueCodec<string> = {
  encode: (value) => utf8Bytes(value),
  decode: (bytes) => utf8Text(bytes),
};

/** Unsigned 64-bit number, 8 bytes big-endian. */
export const u64Value: ValueCodec<bigint> = {
  encode: (value) => u64Key.encode(value),
  decode: (bytes) => u64Key.read(bytes, 0)[0],
};
