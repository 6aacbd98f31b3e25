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
