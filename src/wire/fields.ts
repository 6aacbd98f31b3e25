import { Reader } from "./reader.js";

/** Where the fields numbered `no` and above begin in a message as we encode it; its end if it has none. */
export function fieldsFrom(message: Uint8Array, no: number): number {
  const reader = new Reader(message);
  while (reader.pos < message.length) {
    const at = reader.pos;
    const tag = reader.tag();
    if (tag >>> 3 >= no) return at;
    reader.skip(tag, []);
  }
  return message.length;
}

/** A time in a message as we encode it, read alone: to decode all of it takes several times as long. */
export function timeField(message: Uint8Array, no: number): bigint | undefined {
  const reader = new Reader(message);
  while (reader.pos < message.length) {
    const tag = reader.tag();
    if (tag >>> 3 === no) return reader.timestamp();
    if (tag >>> 3 > no) return undefined;
    reader.skip(tag, []);
  }
  return undefined;
}
