import type { Any, MessageType } from "./descriptor.js";
import { Reader } from "./reader.js";
import { Writer } from "./writer.js";

const body = {
  write(writer: Writer, value: Any): void {
    if (value.typeUrl !== "") writer.uint32(10).string(value.typeUrl);
    if (value.value.length > 0) writer.uint32(18).bytesValue(value.value);
  },
  read(reader: Reader, end: number): Any {
    let typeUrl = "";
    let value: Uint8Array = new Uint8Array(0);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === 10) typeUrl = reader.string();
      else if (tag === 18) value = reader.bytesValue();
      else reader.skip(tag, [1, 2]);
    }
    return { typeUrl, value };
  },
};

/** The encoding of an Any that stands by itself. */
export function encodeAny(value: Any): Uint8Array {
  const writer = new Writer();
  body.write(writer, value);
  return writer.finish();
}

/** Reads an Any that stands by itself. Throws WireError. */
export function decodeAny(bytes: Uint8Array): Any {
  return body.read(new Reader(bytes), bytes.length);
}

/** Packs a value of a known type. */
export function pack<T>(type: MessageType<T>, value: T): Any {
  return { typeUrl: type.typeUrl, value: type.encode(value) };
}
