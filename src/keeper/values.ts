import type { MessageType } from "../wire/descriptor.js";
import { utf8Bytes, utf8Text } from "../wire/text.js";
import { u64Key } from "./keys.js";

/** How a value becomes bytes. */
export interface ValueCodec<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
}

/** Values that are protobuf messages: their canonical encoding. */
export function protoValue<V>(type: MessageType<V>): ValueCodec<V> {
  return { encode: (value) => type.encode(value), decode: (bytes) => type.decode(bytes) };
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
