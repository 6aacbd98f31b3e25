import type { MessageType } from "../wire/descriptor.js";
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

/** Text as UTF-8. */
export const textValue: ValueCodec<string> = {
  encode: (value) => new TextEncoder().encode(value),
  decode: (bytes) => new TextDecoder().decode(bytes),
};

/** Unsigned 64-bit number, 8 bytes big-endian. */
export const u64Value: ValueCodec<bigint> = {
  encode: (value) => u64Key.encode(value),
  decode: (bytes) => u64Key.read(bytes, 0)[0],
};
